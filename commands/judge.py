"""`shiyi triage` and `shiyi assess`: the judgement, on the database and on files."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from base.clock import china_date, parse_moment
from base.errors import BadFile
from bulletins.dates import find_date
from bulletins.marks import squeeze
from bulletins.model import Kind
from bulletins.read import read_bulletin
from commands.common import Json, Now, console, moment, opened, print_json, read_file
from desk import catchrate
from desk.letters import put_notices
from tracking.runner import track
from triage.assess import assess_all
from triage.model import Article
from triage.runner import triage_new

BULLETIN_FILES = (".txt", ".docx", ".doc", ".wps", ".rtf", ".pdf", ".html", ".htm")


def triage(as_json: Json = False, now: Now = None) -> None:
    """Say what changed, give verdicts, stories and candidates for all that is new, measure past issues."""
    with opened() as (settings, database):
        at = moment(now)
        with database.session() as session:
            tracked = track(session, at)
            put_notices(session, settings, at)
        judged = triage_new(database, settings, at)
        with database.session() as session:
            catchrate.record(session, at)
    counts = {"changed": tracked.changed, "withdrawn": tracked.withdrawn} | judged.as_counts()
    if as_json:
        print_json({"counts": counts})
        return
    for name, count in counts.items():
        console.print(f"{name}: {count}")


def assess(
    bulletins: Annotated[
        list[Path],
        typer.Option(metavar="PATH…", help="Past issues, or folders of them.", show_default=False),
    ],
    articles: Annotated[
        Path,
        typer.Option(metavar="FILE", help="One JSON object a line: id, title, text, ...", show_default=False),
    ],
    # An option takes one value; what follows the first path of `--bulletins a.txt b.txt` arrives here.
    more: Annotated[list[Path] | None, typer.Argument(metavar="[PATH…]", hidden=True)] = None,
) -> None:
    """The same judgement on files; stores nothing. Writes one JSON object a line."""
    files = list(_bulletin_files([*bulletins, *(more or [])]))
    read = [(file.name, read_bulletin(read_file(file), file.name)) for file in files]
    issues = [(name, issue) for name, issue in read if issue.kind is not Kind.NEWSPAPER]
    for name in [name for name, issue in read if issue.kind is Kind.NEWSPAPER]:
        typer.echo(f"{name} is left out: what a newspaper printed is not 已刊.", err=True)
    given = dict(_articles(articles))
    names = {article.id: name for name, article in given.items()}
    for judgement in assess_all(issues, list(given.values())):
        print_json({**judgement, "id": names[str(judgement["id"])]})


def _bulletin_files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.iterdir() if file.suffix.lower() in BULLETIN_FILES)
            if not found:
                raise BadFile(f"The folder {path} holds no bulletin ({', '.join(BULLETIN_FILES)}).")
            yield from found
        else:
            yield path


def _articles(file: Path) -> Iterator[tuple[str | int, Article]]:
    """The articles with their ids as given: text, or numbers as a database has them."""
    try:
        text = read_file(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(f"{file} is not UTF-8; it should hold one JSON object a line.") from None
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{file}, line {number}"
        given, article = _article(line, where)
        if article.id in seen:
            raise BadFile(f"{where}: the id {article.id} stands twice.")
        seen.add(article.id)
        yield given, article


def _article(line: str, where: str) -> tuple[str | int, Article]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{where} is no JSON: {error}.") from None
    if not isinstance(value, dict):
        raise BadFile(f"{where} is no JSON object.")
    given = value.get("id")
    if not isinstance(given, str | int) or isinstance(given, bool):
        raise BadFile(f"{where} has no text or number called id.")
    for name in ("title", "text"):
        if not isinstance(value.get(name), str):
            raise BadFile(f"{where} has no text called {name}.")
    return given, Article(
        id=str(given),
        title=value["title"],
        text=value["text"],
        outlet=_optional(value, "outlet", where),
        published=_day(_optional(value, "published", where), where),
        url=_optional(value, "url", where),
    )


def _optional(value: dict[str, Any], name: str, where: str) -> str | None:
    found = value.get(name)
    if found is None or isinstance(found, str):
        return found or None
    raise BadFile(f"{where}: {name} is no text.")


def _day(text: str | None, where: str) -> date | None:
    """The day in China of a moment, or a day in any form that bulletins write."""
    if text is None:
        return None
    try:
        return china_date(parse_moment(text))
    except (ValueError, OverflowError):
        day = find_date(squeeze(text))
    if day is None:
        raise BadFile(f"{where}: published is no date such as 2026-11-20: {text}.")
    return day
