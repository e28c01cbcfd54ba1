"""Who is at the desk: passwords, sign-ins that end, limited tries, tokens for programs."""

import hashlib
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy.orm import Session

from base.errors import UsageError
from base.text import tidy
from storage import users
from storage.database import Database
from storage.models import NAME_LIMIT, Role, SignIn, Token, User

SHORTEST, LONGEST = 10, 200
# A sign-in ends so long after its last use, and so long after it began.
IDLE, LIFE = timedelta(hours=12), timedelta(days=7)
# Its last use is written down at most so often: reading a page should not write.
_NOTED = timedelta(minutes=10)
# So many wrong passwords within this time; then nobody gets in there until they have grown old.
_WITHIN = timedelta(minutes=15)
PER_ACCOUNT, PER_ADDRESS = 10, 30

# RFC 9106, second recommended choice: 64 MiB, three passes.
_hasher = PasswordHasher()
# What an unknown name is checked against, so that it takes as long as a known one.
_NOBODY = _hasher.hash(secrets.token_urlsafe())
# Each check takes 64 MiB: a crowd at the door must not take all memory.
_checking = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sent a request. `csrf` is what this visitor's forms must carry; `sign_in` names the browser."""

    id: int
    name: str
    role: Role
    csrf: str
    sign_in: str
    single_keys: bool
    by_token: bool = False

    def may(self, role: Role) -> bool:
        """Whether the visitor has this role, or one that includes it."""
        ranks = list(Role)
        return ranks.index(self.role) >= ranks.index(role)


class TooManyTries(Exception):
    """The account or the address has failed too often; the password was not even looked at."""


def clean_name(name: str) -> str:
    """A name as it is kept. Raises UsageError."""
    cleaned = tidy(name)
    if not cleaned or len(cleaned) > NAME_LIMIT or "\n" in cleaned:
        raise UsageError(f"A user's name has 1 to {NAME_LIMIT} characters.")
    return cleaned


def known_user(session: Session, name: str) -> User:
    """The user of this name. Raises UsageError."""
    user = users.find_user(session, clean_name(name))
    if user is None:
        raise UsageError(f"There is no user {name}; `shiyi user list` lists them.")
    return user


def new_password() -> str:
    """A password that nobody guesses."""
    return secrets.token_urlsafe(12)


def hash_password(password: str) -> str:
    """The argon2 hash to keep. Raises UsageError for a password that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(
            f"A password has {SHORTEST} to {LONGEST} characters; a short sentence is a good one."
        )
    with _checking:
        return _hasher.hash(password)


def good_password(password: str, kept: str | None) -> bool:
    """Whether this is the password; takes as long where there is no user to have one."""
    with _checking:
        try:
            return _hasher.verify(kept or _NOBODY, password[: LONGEST + 1]) and kept is not None
        except VerificationError:
            return False


def sign_in(database: Database, name: str, password: str, address: str, now: datetime) -> str | None:
    """The cookie of a new sign-in; None where name and password do not fit. Raises TooManyTries."""
    user = _checked(database, tidy(name)[:NAME_LIMIT], password, address, now)
    if user is None:
        return None
    cookie = secrets.token_urlsafe(32)
    with database.session() as session:
        users.drop_old_sign_ins(session, begun_before=now - LIFE, used_before=now - IDLE)
        session.add(
            SignIn(
                digest=digest(cookie),
                user_id=user.id,
                csrf=secrets.token_urlsafe(32),
                created_at=now,
                used_at=now,
            )
        )
    return cookie


def right_password(database: Database, visitor: Visitor, password: str, address: str, now: datetime) -> bool:
    """Whether this is the visitor's own password; wrong ones count as tries. Raises TooManyTries."""
    return _checked(database, visitor.name, password, address, now) is not None


def _checked(database: Database, account: str, password: str, address: str, now: datetime) -> User | None:
    """The user of this name and password, if the tries are not used up; each wrong one is counted."""
    with database.reading() as session:
        by_account, by_address = users.failures(session, account, address, now - _WITHIN)
        user = users.find_user(session, account)
    if by_account >= PER_ACCOUNT or by_address >= PER_ADDRESS:
        raise TooManyTries
    known = user is not None and user.disabled_at is None
    good = good_password(password, user.password if user and known else None)
    with database.session() as session:
        if not good:
            users.record_failure(session, account, address, now, _WITHIN)
            return None
        users.forget_failures(session, account)
    return user


def visitor_of_cookie(database: Database, cookie: str, now: datetime) -> Visitor | None:
    """Who is signed in with this cookie; None where it is unknown or has ended."""
    with database.reading() as session:
        found = users.find_sign_in(session, digest(cookie))
        if found is None or found.user.disabled_at is not None:
            return None
        if now - found.created_at > LIFE or now - found.used_at > IDLE:
            return None
        user = found.user
    if now - found.used_at > _NOTED:
        with database.session() as session:
            users.note_use(session, found.digest, now)
    return Visitor(user.id, user.name, user.role, found.csrf, found.digest, user.single_keys)


def visitor_of_token(database: Database, token: str) -> Visitor | None:
    """Whose token this is; None where it is not good."""
    with database.reading() as session:
        found = users.find_token(session, digest(token))
        if found is None or found.user.disabled_at is not None:
            return None
        user = found.user
    return Visitor(user.id, user.name, user.role, "", "", user.single_keys, by_token=True)


def new_token(session: Session, user: User, name: str, now: datetime) -> str:
    """A token for a program; shown once, kept as its digest."""
    token = f"shiyi_{secrets.token_urlsafe(32)}"
    session.add(Token(user_id=user.id, name=clean_name(name), digest=digest(token), created_at=now))
    return token


def digest(secret: str) -> str:
    """What is kept of a cookie or a token: they are long and random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
