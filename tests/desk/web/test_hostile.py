"""Whatever a page or a form said comes out as text, on every page of the desk."""

from html.parser import HTMLParser

import pytest

from desk.catchrate import record
from desk.digest import compose, keep
from desk.draft import candidate_accepted
from storage.articles import Content, Fetched, ensure_article, store_content
from storage.database import Database
from storage.mailbox import MailRow, folder, note_mail
from storage.models import Alert, Candidate, InboxLink, InboxState, Outlet, Verdict
from tests.desk.web.conftest import Browser
from tests.desk.web.content import NOW, Maker
from tests.desk.web.test_today import DAY

SCRIPTS = {
    "a script": "<script>alert(1)</script>",
    "a handler": '"><img src=x onerror=alert(1)>',
    "a handler in single quotes": "'><svg onload='alert(1)'>",
    "the end of a text area": "</textarea></title></style></script><script>alert(1)</script>",
    "htmx attributes": "<b hx-get=/sign-out hx-trigger=load hx-on:load=alert(1)>x</b>",
    "a template": "{{ visitor.csrf }}{% for x in y %}${alert(1)}",
    "a comment": "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->--!><script>alert(1)</script>",
    "a frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object>",
}
UNSEEN = {
    "text that runs backwards": "\u202e反转\u2066",
    "zero-width characters": "甲\u200b\u200d\ufeff乙",
    "control characters": "甲\x00\x07\x1b乙\x85",
    "tag characters": "甲\U000e0041乙",
}
PAGES = (
    "/",
    "/?show=folded",
    "/?outlet=%22%3E%3Cscript%3E",
    f"/day/{DAY}",
    "/days",
    "/candidate/1",
    "/candidate/1?version=1",
    "/article/1",
    "/article/3",
    "/search?q=的",
    "/search?q=%3Cscript%3Ealert(1)%3C/script%3E&outlet=%22%3E&since=%3Cb%3E",
    "/draft",
    "/draft/item/1",
    "/draft/1/check",
    "/caught",
    "/add",
    "/health",
    "/account",
    "/help",
    "/sign-in?next=%22%3E%3Cscript%3E",
)
OUR_SCRIPTS = {
    "/static/htmx.min.js",
    "/static/desk.js",
    "/static/echarts.min.js",
    "/static/rhythm.js",
    "/static/draft.js",
}


class Reader(HTMLParser):
    """What a browser would make of a page: its scripts, handlers, frames, and where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what may do harm."""
        values = dict(attrs)
        self.tags.add(tag)
        if tag == "script" and (values.get("src") or "").partition("?")[0] not in OUR_SCRIPTS:
            self.bad.append(f"script {attrs}")
        if tag in ("iframe", "object", "embed", "style", "base", "svg", "math", "img"):
            self.bad.append(tag)
        for name, value in attrs:
            scheme = (value or "").partition(":")[0].strip().lower()
            if name.startswith("on") or name == "style" or name.startswith(("hx-on", "data-hx")):
                self.bad.append(f"{tag} {name}")
            if name.startswith("hx-") and value not in ("/decide", "none", "true", "innerHTML"):
                self.bad.append(f"{tag} {name}={value}")
            if name in ("href", "src", "action", "formaction") and scheme in (
                "javascript",
                "data",
                "vbscript",
            ):
                self.bad.append(f"{tag} {name}={value}")


def fill(database: Database, said: str, url: str = "javascript:alert(1)//") -> None:
    """Put the words wherever words from outside are kept."""
    with database.session() as session:
        maker = Maker(session)
        maker.outlets(said[:80])
        session.get_one(Outlet, "union").state_note = said
        maker.item(said, said)
        maker.everything(said, f"{said}的\n第二段的{said}")
        article = ensure_article(session, "paper", "odd", url, NOW)
        content = Content(said, said, said, said, said, images=(url,), attachments=(url, said))
        store_content(session, article, content, Fetched(NOW, {said[:20]: said}, said[:60]))
        accepted = maker.candidate(article.versions[0], domain=said, city=said)
        candidate_accepted(session, accepted, NOW, by=said[:40])
        for candidate in session.query(Candidate):
            candidate.reasons = [said]
        for verdict in session.query(Verdict):
            verdict.evidence, verdict.related, verdict.new_facts = [said], [said], [said]
        session.add(Alert(kind=said[:40], subject=said[:80], text=said, opened_at=NOW, last_case_at=NOW))
        session.add(
            InboxLink(
                url=said[:200],
                outlet_key="paper",
                by=said[:80],
                added_at=NOW,
                state=InboxState.FAILED,
                note=said,
            )
        )
        folder(session, "office", 1)
        note_mail(session, "office", MailRow("m", 1, said[:200], said[:80], said, NOW, refused=said))
        session.flush()
        keep(session, compose(session, DAY, NOW), html="", text="", carry=7, now=NOW)
        record(session, NOW)


def check(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.bad == []
    return reader


@pytest.mark.parametrize("said", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_nothing_that_was_read_is_run(operator: Browser, database: Database, said: str) -> None:
    fill(database, said)
    operator.get("/")
    operator.post("/decide", {"candidate": ["1:0"], "act": "reject", "reason": said[:200]})
    operator.get("/account")
    operator.post("/account/token", {"name": said[:40]})
    for path in PAGES:
        answer = operator.get(path)
        assert answer.status_code == 200, path
        check(answer.text)
    for answer in (
        operator.post("/add/links", {"links": said}),
        operator.post("/add/piece", {"unit": said, "title": said, "body": said, "published": said}),
        operator.post("/decide", {"candidate": ["1:0"], "act": "reject", "reason": said[:200]}),
        operator.post("/decide", {"candidate": ["1:1"], "act": "undo"}, **{"HX-Request": "true"}),
    ):
        check(answer.text)


@pytest.mark.parametrize("said", UNSEEN.values(), ids=UNSEEN.keys())
def test_nothing_unseen_turns_a_page_around(operator: Browser, database: Database, said: str) -> None:
    fill(database, said.replace("\x00", ""))
    for path in PAGES:
        page = operator.get(path).text
        for char in "\u202e\u2066\u200b\u200d\ufeff\x00\x07\x1b\x85\U000e0041":
            assert char not in page, (path, char.encode("unicode_escape"))


def test_a_title_of_a_megabyte_fits_every_page(operator: Browser, database: Database) -> None:
    fill(database, "长" * 50_000)
    with database.session() as session:
        maker = Maker(session, count=50)
        version = maker.article("长" * 1_000_000)
        candidate = maker.candidate(version)
        candidate_accepted(session, candidate, NOW, by="李编辑")
        own = (f"/candidate/{candidate.id}", f"/article/{version.article_id}", "/draft/item/2")
        pages = (*PAGES, *own, "/search?q=长")
    for path in pages:
        answer = operator.get(path)
        assert answer.status_code == 200, path
        check(answer.text)
        whole = any(name in path for name in ("candidate", "article", "item"))
        assert len(answer.text) < (500_000 if whole else 50_000), path


def test_a_stored_page_is_never_a_page(operator: Browser, database: Database) -> None:
    fill(database, "甲")
    answer = operator.get("/article/1/raw/1")
    assert "<script>" in answer.text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
