"""The desk with 20,000 articles and 2,000 candidates on SQLite, while a crawl is writing."""

import multiprocessing
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx2
import uvicorn
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from base.clock import CHINA
from base.settings import Settings
from commands.desk_server import listen
from desk import accounts
from desk.digest import compose, keep
from desk.web.app import create_app
from desk.web.context import Outside
from storage import users
from storage.archive import IssueRow, ItemRow, add_issue
from storage.articles import Content, Fetched, ensure_article, store_content
from storage.database import Database
from storage.models import (
    Article,
    ArticleState,
    Candidate,
    CandidateState,
    OutletState,
    Role,
    Story,
    StoryArticle,
    Verdict,
    VerdictKind,
    Version,
)
from storage.outlets import OutletRow, set_state, sync_outlets
from storage.search import index_versions

ARTICLES, CANDIDATES, OUTLETS, ITEMS = 20_000, 2_000, 25, 300
ITEMS_DRAFTED = 12
REQUESTS = 40
WRITES_A_SECOND = 20
NOW = datetime(2026, 11, 20, 8, 10, tzinfo=CHINA)
_CITIES = [
    "兰州",
    "嘉峪关",
    "金昌",
    "白银",
    "天水",
    "武威",
    "张掖",
    "平凉",
    "酒泉",
    "庆阳",
    "定西",
    "陇南",
    "临夏",
    "甘南",
]
_UNITS = ("人", "户", "个", "所", "万元", "场次", "件")
_DOMAINS = ["健康", "教育", "经济就业", "家庭", "法律", "福利", "安全"]
_CLAUSES = (
    "全省农村妇女“两癌”免费检查项目顺利推进",
    "各级妇联组织广泛开展家庭教育宣传活动",
    "有关部门联合印发通知",
    "帮助返乡妇女实现就近就地就业",
    "为困境儿童送去关爱和温暖",
    "举办巾帼电商带头人培训班",
    "推动普惠托育服务机构建设",
    "组织志愿者深入社区开展普法宣讲",
    "召开工作推进会安排部署下一阶段任务",
    "建立健全长效工作机制",
    "切实维护妇女儿童合法权益",
    "进一步提升基层医疗卫生服务能力",
)


def run(console: Console) -> dict[str, Any]:
    """Fill a database, serve it, measure each page; milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        database = Database(settings.database)
        database.upgrade()
        with console.status("filling the database"):
            _fill(database)
        with _writing(settings.database), _served(settings, database) as (client, csrf):
            found = {name: _measure(client, step) for name, step in _steps(csrf).items()}
            size = len(client.get("/").content)
        database.close()
    table = Table(
        "page", "median ms", "p95 ms", "CPU ms", title=f"desk: {ARTICLES} articles, {CANDIDATES} candidates"
    )
    for name, (middle, high, cpu) in found.items():
        table.add_row(name, f"{middle:.1f}", f"{high:.1f}", f"{cpu:.1f}")
    console.print(table)
    console.print(f"first page: {size / 1000:.0f} kB; load of the machine: {os.getloadavg()[0]:.1f}")
    return {
        "pages": {name: {"median": m, "p95": h, "cpu": c} for name, (m, h, c) in found.items()},
        "first_page_bytes": size,
    }


Step = Callable[[httpx2.Client, int], httpx2.Response]


def _steps(csrf: str) -> dict[str, Step]:
    def get(path: str) -> Step:
        return lambda client, number: client.get(path.format(n=number + 1))

    def decide(client: httpx2.Client, number: int) -> httpx2.Response:
        form = {"csrf": csrf, "candidate": f"{CANDIDATES - number}:0", "act": "later"}
        return client.post("/decide", data=form, headers={"HX-Request": "true"})

    return {
        "today": get("/"),
        "today, page 20": get("/?page=20"),
        "today, filtered": get("/?city=兰州&domain=教育"),
        "a candidate": get("/candidate/{n}"),
        "search, common word": get("/search?q=通知"),
        "search, rare word": get("/search?q=编号{n}"),
        "search, long word": get("/search?q=家庭教育宣传活动 兰州"),
        "search, nothing": get("/search?q=没有这个词"),
        "a decision": decide,
        "the draft": get("/draft"),
        "an item beside its source": lambda client, number: client.get(
            f"/draft/item/{number % ITEMS_DRAFTED + 1}"
        ),
        "the figures check": get("/draft/1/check"),
        "was it there?": get("/caught"),
        "the operator's page": get("/health"),
        "a feed": get("/feeds/candidates.atom"),
        "API: candidates": get("/api/candidates"),
        "API: an article": get("/api/articles/{n}"),
    }


def _measure(client: httpx2.Client, step: Step) -> tuple[float, float, float]:
    """Median and 95th percentile of the milliseconds from request to answer; the median of those of CPU time.

    The CPU time is this process's, server and client together: what others do on the machine is not in it.
    """
    taken, worked = [], []
    for number in range(REQUESTS):
        start, cpu = time.perf_counter(), time.process_time()
        answer = step(client, number)
        taken.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - cpu))
        answer.raise_for_status()
    return median(taken), quantiles(taken, n=20)[-1], median(worked)


def _body(rng: random.Random, number: int) -> str:
    lines = [f"{rng.choice(_CITIES)}市{rng.choice(_CLAUSES)}，编号{number}。"]
    for _ in range(rng.randint(4, 12)):
        lines.append("；".join(_said(rng) for _ in range(rng.randint(3, 6))) + "。")
    return "\n".join(lines)


def _said(rng: random.Random) -> str:
    """A clause; every fourth has a figure, which is what news have."""
    clause = rng.choice(_CLAUSES)
    return f"{clause}，涉及{rng.randint(3, 90000)}{rng.choice(_UNITS)}" if rng.random() < 0.25 else clause


def _fill(database: Database) -> None:
    rng = random.Random(1)
    with database.session() as session:
        names = [(f"outlet{n}", f"媒体{n}") for n in range(OUTLETS)]
        sync_outlets(session, [OutletRow(k, v, None, "site", "甘肃", True, None, {}) for k, v in names])
        for key, _ in names:
            set_state(session, key, OutletState.OK, None, NOW)
        rows = tuple(
            ItemRow(n, f"往期{n}：{rng.choice(_CLAUSES)}", _body(rng, n), "媒体1", None, "正文")
            for n in range(1, ITEMS + 1)
        )
        add_issue(session, IssueRow("f", "d", "09.txt", "简报", "简报", 9, date(2026, 11, 1), (), rows), NOW)
        users.add_user(session, "bench", accounts.hash_password("a long sentence"), Role.OPERATOR, NOW)
    for first in range(0, ARTICLES, 500):
        with database.session() as session:
            numbers = range(first + 1, first + 501)
            session.execute(insert(Article), [_article(rng, n) for n in numbers])
            session.execute(insert(Version), [_version(rng, n) for n in numbers])
            index_versions(session, list(session.query(Version).filter(Version.id > first)))
    with database.session() as session:
        for number in range(1, ARTICLES + 1):
            story = (number - 1) // 2 + 1 if number <= 2 * CANDIDATES else number
            if number > 2 * CANDIDATES or number % 2:
                session.add(Story(id=story, created_at=NOW))
            session.add(
                StoryArticle(
                    story_id=story, article_id=number, lead=number > 2 * CANDIDATES or number % 2 == 1
                )
            )
        session.flush()
        session.execute(insert(Verdict), [_verdict(rng, n) for n in range(1, ARTICLES + 1)])
        session.execute(insert(Candidate), [_candidate(rng, n) for n in range(1, CANDIDATES + 1)])
    with database.session() as session:
        before = NOW - timedelta(days=1)
        keep(session, compose(session, before.date(), before), html="", text="", carry=9, now=before)


def _article(rng: random.Random, number: int) -> dict[str, Any]:
    return {
        "id": number, "outlet_key": f"outlet{number % OUTLETS}", "native_key": str(number), "current": 1,
        "url": f"https://outlet.example/{number}", "state": ArticleState.LIVE, "first_seen_at": NOW,
        "published_on": NOW.date() - timedelta(days=rng.randint(0, 400)),
    }  # fmt: skip


def _version(rng: random.Random, number: int) -> dict[str, Any]:
    return {
        "id": number, "article_id": number, "number": 1, "digest": str(number),
        "title": f"{rng.choice(_CITIES)}{rng.choice(_CLAUSES)}", "body": _body(rng, number), "images": [], "attachments": [], "how": {"title": "h1"}, "reader": "bench/1",
        "fetched_at": NOW - timedelta(minutes=number),
    }  # fmt: skip


def _verdict(rng: random.Random, number: int) -> dict[str, Any]:
    return {
        "version_id": number, "kind": VerdictKind.COVERED if number % 10 == 0 else VerdictKind.NEW,
        "item_id": rng.randint(1, ITEMS), "score": 0.3, "confidence": 0.9, "unsure": False,
        "evidence": ["对照：甲——乙"], "related": [], "new_facts": [], "relevance": rng.random(), "reasons": [],
        "weights": "bench", "judged_at": NOW,
    }  # fmt: skip


def _candidate(rng: random.Random, number: int) -> dict[str, Any]:
    domain = rng.choice(_DOMAINS)
    return {
        "id": number, "story_id": number, "kind": VerdictKind.UPDATE if number % 9 == 0 else VerdictKind.NEW,
        "state": CandidateState.OPEN, "relevance": rng.random(), "reasons": [f"主题：{domain}", "妇联主办或参与"],
        "domains": [domain], "cities": [rng.choice(_CITIES)], "shown": 0, "created_at": NOW - timedelta(minutes=number), "revision": 0,
    }  # fmt: skip


@contextmanager
def _writing(url: str) -> Iterator[None]:
    """Another process that stores articles all the while, as a crawl does."""
    stop = multiprocessing.Event()
    writer = multiprocessing.Process(target=_write, args=(url, stop))
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


def _write(url: str, stop: Event) -> None:
    database, rng, number = Database(url), random.Random(2), ARTICLES
    while not stop.wait(1 / WRITES_A_SECOND):
        number += 1
        with database.session() as session:
            article = ensure_article(session, "outlet0", str(number), f"https://outlet.example/{number}", NOW)
            store_content(
                session, article, Content(_CLAUSES[0], _body(rng, number)), Fetched(NOW, {}, "bench/1")
            )
    database.close()


@contextmanager
def _served(settings: Settings, database: Database) -> Iterator[tuple[httpx2.Client, str]]:
    """The desk on a loopback port, and somebody signed in."""
    app = create_app(settings, database, lambda: NOW, Outside(lambda _: None, lambda _: "", lambda *_: b""))
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        cookie = accounts.sign_in(database, "bench", "a long sentence", "", NOW)
        visitor = accounts.visitor_of_cookie(database, cookie or "", NOW)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with httpx2.Client(base_url=address, cookies={"shiyi": cookie or ""}, timeout=60) as client:
            client.get("/candidate/1")  # the archive is read once
            csrf = visitor.csrf if visitor else ""
            accepted = [f"{number}:0" for number in range(1, ITEMS_DRAFTED + 1)]
            form = {"csrf": csrf, "candidate": accepted, "act": "accept"}
            client.post("/decide", data=form, headers={"HX-Request": "true"}).raise_for_status()
            yield client, csrf
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
