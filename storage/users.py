"""Queries about users, sign-ins, failed tries and tokens. Secrets come here as digests only."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, joinedload

from storage.models import FailedTry, Role, SignIn, Token, User
from storage.upsert import insert_missing


def add_user(session: Session, name: str, password: str, role: Role, at: datetime) -> User | None:
    """A new user with this password hash; None where the name is taken."""
    values = {"name": name, "password": password, "role": role, "created_at": at, "single_keys": True}
    if not insert_missing(session, User, ("name",), values):
        return None
    return find_user(session, name)


def find_user(session: Session, name: str) -> User | None:
    """The user of this name, also one who was disabled."""
    return session.scalar(select(User).where(User.name == name))


def all_users(session: Session) -> list[User]:
    """Everybody, in the order in which they came."""
    return list(session.scalars(select(User).order_by(User.id)))


def end_sign_ins(session: Session, user_id: int, *, but: str = "") -> None:
    """Sign a user out everywhere, `but` in the browser with this digest."""
    session.execute(delete(SignIn).where(SignIn.user_id == user_id, SignIn.digest != but))


def revoke_tokens(session: Session, user_id: int, at: datetime) -> None:
    """No token of this user is good any more."""
    session.execute(
        update(Token).where(Token.user_id == user_id, Token.revoked_at.is_(None)).values(revoked_at=at)
    )


def find_sign_in(session: Session, digest: str) -> SignIn | None:
    """The sign-in of a cookie, with its user."""
    query = select(SignIn).where(SignIn.digest == digest).options(joinedload(SignIn.user))
    return session.scalar(query)


def end_sign_in(session: Session, digest: str) -> None:
    """One browser is signed out."""
    session.execute(delete(SignIn).where(SignIn.digest == digest))


def note_use(session: Session, digest: str, at: datetime) -> None:
    """The browser was just used."""
    session.execute(update(SignIn).where(SignIn.digest == digest).values(used_at=at))


def drop_old_sign_ins(session: Session, *, begun_before: datetime, used_before: datetime) -> None:
    """Forget the sign-ins that have ended by age or by disuse."""
    session.execute(delete(SignIn).where((SignIn.created_at < begun_before) | (SignIn.used_at < used_before)))


def find_token(session: Session, digest: str) -> Token | None:
    """The token of this digest, if it is still good, with its user."""
    query = select(Token).where(Token.digest == digest, Token.revoked_at.is_(None))
    return session.scalar(query.options(joinedload(Token.user)))


def tokens_of(session: Session, user_id: int) -> list[Token]:
    """The tokens of a user that are good, the newest first."""
    query = select(Token).where(Token.user_id == user_id, Token.revoked_at.is_(None))
    return list(session.scalars(query.order_by(Token.id.desc())))


def record_failure(session: Session, account: str, address: str, at: datetime, keep: timedelta) -> None:
    """Count one wrong password, and forget those that are older than `keep`."""
    session.execute(delete(FailedTry).where(FailedTry.at < at - keep))
    session.add(FailedTry(account=account, address=address, at=at))


def failures(session: Session, account: str, address: str, since: datetime) -> tuple[int, int]:
    """How many wrong passwords there were since then: for the account, from the address."""
    counts = [
        session.scalar(select(func.count()).where(column == value, FailedTry.at >= since)) or 0
        for column, value in ((FailedTry.account, account), (FailedTry.address, address))
    ]
    return counts[0], counts[1]


def forget_failures(session: Session, account: str) -> None:
    """The right password was given: the account's wrong ones count no more."""
    session.execute(delete(FailedTry).where(FailedTry.account == account))
