"""`shiyi desk`: the editors' pages."""

import socket
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Annotated

import typer
import uvicorn

from base.clock import utcnow
from base.errors import ShiyiError
from base.settings import Settings
from commands.common import Now, console, moment, opened, outlet_of
from crawler.picture import fetch_picture
from crawler.raw import RawPages
from desk.web.app import create_app
from desk.web.context import Clock, Outside
from reading.encoding import decode
from storage.database import Database
from storage.users import all_users

HOST, PORT = "127.0.0.1", 8715


def desk(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = HOST,
    port: Annotated[int, typer.Option(min=1, max=65535)] = PORT,
    now: Now = None,
) -> None:
    """Serve the editors' pages until it is stopped."""
    with opened() as (settings, database):
        with database.reading() as session:
            if not all_users(session):
                console.print("Nobody can sign in yet; make the first user with `shiyi user add NAME`.")
        clock = _standing_still(moment(now)) if now else utcnow
        serve_desk(settings, database, listen(host, port), clock)


def serve_desk(settings: Settings, database: Database, listening: socket.socket, clock: Clock) -> None:
    """Say where the desk is, and serve it until it is stopped."""
    app = create_app(settings, database, clock, outside(settings))
    # uvicorn believes X-Forwarded-For and -Proto from this machine alone: there stands a proxy with TLS.
    config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=5)
    host, port = listening.getsockname()[:2]
    console.print(f"http://{f'[{host}]' if ':' in host else host}:{port}/", markup=False)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket for the desk. Raises ShiyiError where the address is taken."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        server = socket.create_server((host, port), family=family)
    except OSError as error:
        raise ShiyiError(
            f"The desk cannot listen on {host}:{port}: {error.strerror or error}. Is it running already? "
            "Another port: `shiyi desk --port 8725`."
        ) from error
    # Connections inherit it; asyncio sees to it for its own sockets alone. Without it each answer waits 40 ms.
    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return server


def _standing_still(at: datetime) -> Clock:
    return lambda: at


def outside(settings: Settings) -> Outside:
    """What the desk is told of the rest of the house."""
    return Outside(outlet_of, partial(_raw_text, settings), partial(fetch_picture, settings))


def _raw_text(settings: Settings, name: str) -> str:
    return decode(RawPages(settings.home).read(name)).text
