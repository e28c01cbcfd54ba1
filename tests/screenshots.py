"""Pictures of the desk for docs/images: `python -m tests.screenshots HOME`, where HOME is that of a finished demo."""

import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import func, select

from base.clock import CHINA
from base.settings import Settings
from commands.desk_server import outside
from desk import accounts
from desk.web.app import create_app
from storage import users
from storage.database import Database
from storage.models import Candidate, Digest, Role, VerdictKind
from tests.desk.web.test_browser import CHROMIUM

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
LARGEST = 200_000
_NAME, _PASSWORD = "李编辑", "screenshots only"


def main() -> int:
    """Write the pictures; each in light and in dark, one from a phone."""
    with tempfile.TemporaryDirectory() as folder:
        home = shutil.copytree(sys.argv[1], Path(folder) / "home")  # somebody signs in and decides there
        database = Database(f"sqlite:///{home / 'shiyi.sqlite'}")
        database.require_current()
        _shoot(Settings(home=home), database)
        database.close()
    return 0


def _shoot(settings: Settings, database: Database) -> None:
    with _served(settings, database) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        candidate = _update(database)
        for scheme in ("light", "dark"):
            context = browser.new_context(
                base_url=address, color_scheme=scheme, viewport={"width": 1180, "height": 860}, locale="zh-CN"
            )
            page = _sign_in(context.new_page())
            page.keyboard.press("j")
            if scheme == "light":
                page.keyboard.press("a")
                page.wait_for_selector(".cand .done")
                page.locator("#said").evaluate("said => said.textContent = ''")
            _keep(page, f"desk-day-{scheme}")
            page.goto(f"/candidate/{candidate}")
            _keep(page, f"desk-candidate-{scheme}", whole=True)
            page.goto("/draft/item/1")
            _keep(page, f"desk-item-{scheme}")
            page.goto("/health")
            _keep(page, f"desk-health-{scheme}")
            context.close()
        context = browser.new_context(
            base_url=address, viewport={"width": 380, "height": 780}, locale="zh-CN"
        )
        _keep(_sign_in(context.new_page()), "desk-phone")
        browser.close()


def _update(database: Database) -> int:
    """A candidate that has something beside it: one that goes on from a past item."""
    with database.reading() as session:
        query = select(Candidate.id).where(Candidate.kind == VerdictKind.UPDATE)
        return session.scalars(query.order_by(Candidate.relevance.desc())).first() or 1


def _sign_in(page: Page) -> Page:
    page.goto("/sign-in")
    page.fill("#name", _NAME)
    page.fill("#password", _PASSWORD)
    page.click("button.chief")
    page.wait_for_load_state("networkidle")
    return page


def _keep(page: Page, name: str, *, whole: bool = False) -> None:
    """A small PNG: the pages have few colours."""
    shot = Image.open(BytesIO(page.screenshot(full_page=whole)))
    file = FOLDER / f"{name}.png"
    shot.convert("RGB").quantize(64).save(file, optimize=True)
    size = file.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{file} has {size} bytes, more than {LARGEST}.")
    sys.stdout.write(f"{file}: {size // 1000} kB\n")


@contextmanager
def _served(settings: Settings, database: Database) -> Iterator[str]:
    with database.session() as session:
        last = session.scalar(select(func.max(Digest.created_at)))
        now = last or datetime.now(CHINA)
        user = users.find_user(session, _NAME)
        hashed = accounts.hash_password(_PASSWORD)
        if user is None:
            users.add_user(session, _NAME, hashed, Role.OPERATOR, now)
        else:
            user.password, user.role = hashed, Role.OPERATOR
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(settings, database, lambda: now, outside(settings))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
