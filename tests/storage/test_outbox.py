"""The outbox: a letter is put there once, tried for a day, and given up then."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from storage.database import Database
from storage.models import Message, MessageKind, MessageState
from storage.outbox import GIVE_UP_AFTER, Letter, due_messages, put, record_failure, record_sent, stuck

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def letter(name: str = "digest 2026-11-20 a@b.cn", recipient: str = "a@b.cn") -> Letter:
    return Letter(name, MessageKind.DIGEST, recipient, "每日候选", "…", "<p>…</p>")


def test_a_letter_is_put_there_once(database: Database) -> None:
    with database.session() as session:
        assert put(session, letter(), NOW)
        assert not put(session, letter(), NOW + HOUR)
        [message] = due_messages(session, NOW, 10)
        record_sent(session, message.id, NOW)
        session.flush()
        assert due_messages(session, NOW + 99 * HOUR, 10) == []
        assert not put(session, letter(), NOW + HOUR), "what was sent is not sent again"


def test_a_failure_is_tried_again_ever_more_rarely_and_given_up_after_a_day(database: Database) -> None:
    with database.session() as session:
        put(session, letter(), NOW)
        now, tries = NOW, []
        while found := due_messages(session, now, 10):
            tries.append(now)
            state = record_failure(session, found[0].id, "connection refused", now, final=False)
            session.flush()
            if state is MessageState.GIVEN_UP:
                break
            assert due_messages(session, now, 10) == []
            now = session.get_one(Message, found[0].id).due_at
        gaps = [later - earlier for earlier, later in pairwise(tries)]
        assert gaps == sorted(gaps)
        assert gaps[0] <= timedelta(minutes=1)
        assert GIVE_UP_AFTER - 2 * HOUR < tries[-1] - NOW <= GIVE_UP_AFTER
        assert len(tries) < 40


def test_who_is_refused_for_good_is_not_asked_again(database: Database) -> None:
    with database.session() as session:
        put(session, letter(), NOW)
        [message] = due_messages(session, NOW, 10)
        assert (
            record_failure(session, message.id, "550 no such user", NOW, final=True) is MessageState.GIVEN_UP
        )


def test_who_gets_no_mail_is_known_until_one_arrives(database: Database) -> None:
    with database.session() as session:
        put(session, letter(), NOW)
        put(session, letter("digest 2026-11-20 c@d.cn", "c@d.cn"), NOW)
        first, second = due_messages(session, NOW, 10)
        record_failure(session, first.id, "try later", NOW, final=False)
        record_sent(session, second.id, NOW)
        session.flush()
        assert stuck(session, NOW) == {}, "it may still arrive soon"
        assert stuck(session, NOW + HOUR) == {"a@b.cn": (NOW, "try later")}
        put(session, letter("digest 2026-11-23 a@b.cn"), NOW + 72 * HOUR)
        assert stuck(session, NOW + 73 * HOUR) == {"a@b.cn": (NOW, "try later")}
        [message] = [m for m in due_messages(session, NOW + 72 * HOUR, 10) if "23" in m.name]
        record_sent(session, message.id, NOW + 72 * HOUR)
        session.flush()
        assert stuck(session, NOW + 73 * HOUR) == {}
