"""The catalogue: what is used is there, what is there is used, and no text stands elsewhere."""

import re
from pathlib import Path

import desk.web
from desk.day import Show
from desk.decide import REASONS, Act
from desk.submissions import Taken
from desk.web.help import KEYS
from desk.web.texts import catalogue, text
from storage.models import CandidateState, InboxState, MailState, Role, RunKind, RunState

FOLDER = Path(next(iter(desk.web.__path__)))
SOURCES = [*FOLDER.glob("templates/*.html"), *FOLDER.glob("*.py")]
# Names that are put together: the table, and every last part.
FAMILIES = {
    "today": ("candidates", "updates", "changed", "withdrawn", "covered", "folded"),
    "show": tuple(Show),
    "state": tuple(CandidateState),
    "reason": REASONS,
    "help": tuple(name for _, name in KEYS),
    "role": tuple(Role),
    "inbox": tuple(InboxState),
    "mail": tuple(MailState),
    "run": (*RunKind, RunState.FINISHED, RunState.FAILED, RunState.MISSED),
    "add": tuple(Taken),
    "filter": ("outlet", "domain", "city"),
    "draft": ("export_docx", "export_txt", "export_html"),
    "error": (
        "400",
        "401",
        "403",
        "404",
        "405",
        "409",
        "413",
        "422",
        "429",
        "500",
        "hint_403",
        "hint_404",
        "hint_500",
    ),
}


def used() -> set[str]:
    """Names that stand in templates and modules as they are."""
    said = "\n".join(file.read_text("utf-8") for file in SOURCES)
    names = set(re.findall(r'["\'](\w+\.\w+)["\']', said))
    return {name for name in names if name.partition(".")[0] in {n.partition(".")[0] for n in catalogue()}}


def put_together() -> set[str]:
    names = {f"{table}.{part}" for table, parts in FAMILIES.items() for part in parts}
    names |= {f"decide.said_{act}" for act in Act}
    return names


def test_every_text_that_is_used_is_in_the_catalogue() -> None:
    files = {"texts.zh.toml"}
    missing = {name for name in (used() | put_together()) - set(catalogue()) if name not in files}
    assert {name for name in missing if not name.endswith((".html", ".css", ".js", ".svg"))} == set()


def test_every_text_in_the_catalogue_is_used() -> None:
    fields = {name for name in catalogue() if name.startswith("field.")}  # by what a reader calls its fields
    assert set(catalogue()) - used() - put_together() - fields == set()


def test_no_text_stands_in_a_template_or_script() -> None:
    for file in [*SOURCES, *FOLDER.glob("static/desk.js"), *FOLDER.glob("static/rhythm.js")]:
        said = re.sub(r'"""[\s\S]*?"""|#[^\n"]*\n|{#[\s\S]*?#}', "", file.read_text("utf-8"))
        assert not re.search("[\u4e00-\u9fff]", said.replace("《", "").replace("》", "")), file.name


def test_texts_are_filled_in() -> None:
    assert text("today.more", count=3) == "另有 3 条"
