"""What waits is sent once to each; nobody's trouble is another's; what is not delivered is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

from base.clock import running_from
from base.settings import Settings
from desk.channels import channel_name
from desk.emergency import cry
from desk.letters import put_alerts
from desk.outbox import Sent, send_due
from storage.alerts import Case, close_alert, open_alerts, raise_alert
from storage.database import Database
from storage.models import Message, MessageKind
from storage.outbox import Letter, put
from tests.conftest import Servers
from tests.desk.mailserver import Mailbox, mailbox

NOW = datetime(2026, 11, 20, 0, 45, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTES = timedelta(minutes=5)


@pytest.fixture
def database(servers: Servers) -> Iterator[Database]:
    database = servers.make("sqlite", tables=True)
    yield database
    database.close()


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


class Hook(BaseHTTPRequestHandler):
    """An operator's channel: takes what is posted, or says 500."""

    taken: list[bytes]
    status: int

    def do_POST(self) -> None:
        self.taken.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(type(self).status)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def hook() -> Iterator[tuple[str, type[Hook]]]:
    handler = type("Mine", (Hook,), {"taken": [], "status": 200})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"json://127.0.0.1:{server.server_address[1]}/alerts", handler
    server.shutdown()
    server.server_close()


def settings(box: Mailbox, **values: Any) -> Settings:
    return Settings(
        smtp_host="127.0.0.1",
        smtp_port=box.port,
        smtp_security="none",
        mail_from="shiyi@office.example",
        **values,
    )


def wait_for(database: Database, *recipients: str) -> None:
    with database.session() as session:
        for recipient in recipients:
            put(session, Letter(f"digest {recipient}", MessageKind.DIGEST, recipient, "每日候选", "…"), NOW)


def states(database: Database) -> dict[str, str]:
    with database.reading() as session:
        return {message.recipient: message.state.value for message in session.scalars(select(Message))}


def test_each_gets_it_once(database: Database, box: Mailbox) -> None:
    wait_for(database, "a@office.example", "b@office.example")
    assert send_due(database, settings(box), running_from(NOW)) == Sent(sent=2)
    assert send_due(database, settings(box), running_from(NOW + 24 * HOUR)) == Sent()
    assert sorted(box.recipients) == ["a@office.example", "b@office.example"]


def test_who_cannot_be_reached_holds_up_nobody(database: Database, box: Mailbox) -> None:
    box.refuse = {"gone@office.example": "550 no such user", "full@office.example": "452 mailbox full"}
    wait_for(database, "gone@office.example", "full@office.example", "a@office.example")
    assert send_due(database, settings(box), running_from(NOW)) == Sent(sent=1, later=1, given_up=1)
    assert states(database) == {
        "gone@office.example": "given_up",
        "full@office.example": "waiting",
        "a@office.example": "sent",
    }
    box.refuse = {}
    assert send_due(database, settings(box), running_from(NOW + HOUR)) == Sent(sent=1)


def test_a_server_that_is_down_is_tried_again_for_a_day(database: Database, box: Mailbox) -> None:
    wait_for(database, "a@office.example", "b@office.example")
    down = settings(box).model_copy(update={"smtp_port": 9})
    now = NOW
    while "waiting" in states(database).values():
        send_due(database, down, running_from(now))
        now += timedelta(minutes=30)
    assert timedelta(hours=22) < now - NOW <= timedelta(hours=26)
    assert set(states(database).values()) == {"given_up"}


def test_the_operator_hears_of_alerts_by_every_channel_daily_and_of_their_end(
    database: Database, box: Mailbox, hook: tuple[str, type[Hook]]
) -> None:
    url, handler = hook
    given = settings(box, operator_mail=["it@office.example"], alert_urls=[url])
    with database.session() as session:
        raise_alert(session, Case("blocked", "gsrb", "甘肃日报（gsrb）被网站防护拦截", NOW), NOW)
        raise_alert(session, Case("disk", "", "磁盘只剩 100 MB", NOW), NOW)
        assert put_alerts(session, given, NOW) == 0, "there may be more to tell in a moment"
        assert put_alerts(session, given, NOW + MINUTES) == 2
        assert put_alerts(session, given, NOW + HOUR) == 0
    assert send_due(database, given, running_from(NOW + HOUR)) == Sent(sent=2)
    assert box.recipients == ["it@office.example"]
    assert box.mails[0]["Subject"] == "拾遗 告警：被拦截、磁盘将满"
    assert "甘肃日报（gsrb）被网站防护拦截" in box.mails[0].get_content()
    assert "被网站防护拦截".encode() in handler.taken[0] or b"\\u88ab" in handler.taken[0]
    with database.session() as session:
        for alert in open_alerts(session):
            close_alert(alert, "over", NOW + 2 * HOUR)
        session.flush()
        assert put_alerts(session, given, NOW + 6 * HOUR) == 2
    send_due(database, given, running_from(NOW + 6 * HOUR))
    assert box.mails[1]["Subject"] == "拾遗 告警：2 项已恢复"


def test_a_channels_secret_stays_in_the_settings(
    database: Database, box: Mailbox, hook: tuple[str, type[Hook]]
) -> None:
    url, handler = hook
    handler.status = 500
    with database.session() as session:
        raise_alert(session, Case("disk", "", "磁盘只剩 100 MB", NOW), NOW)
        put_alerts(session, settings(box, alert_urls=[url]), NOW + MINUTES)
    assert list(states(database)) == [channel_name(url)]
    assert url not in channel_name(url)
    assert send_due(database, settings(box, alert_urls=[url]), running_from(NOW + MINUTES)) == Sent(later=1)
    assert send_due(database, settings(box), running_from(NOW + HOUR)) == Sent(given_up=1)


def test_without_anybody_to_tell_nothing_is_put_in_the_outbox(database: Database, box: Mailbox) -> None:
    with database.session() as session:
        raise_alert(session, Case("disk", "", "磁盘只剩 100 MB", NOW), NOW)
        assert put_alerts(session, settings(box), NOW + MINUTES) == 0
    assert states(database) == {}


def test_an_emergency_needs_no_database(box: Mailbox, hook: tuple[str, type[Hook]]) -> None:
    url, handler = hook
    given = settings(box, operator_mail=["it@office.example"], alert_urls=[url])
    assert cry(given, "服务停了", "请看日志", NOW) == []
    assert (box.recipients, len(handler.taken)) == (["it@office.example"], 1)
    handler.status = 500
    errors = cry(given.model_copy(update={"smtp_port": 9}), "服务停了", "请看日志", NOW)
    assert [error.partition(":")[0] for error in errors] == ["it@office.example", "channel"]
