"""`shiyi bulletin …`: past issues, read and kept."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from base.errors import UsageError
from base.text import squash
from bulletins.identity import content_digest, fingerprint
from bulletins.model import Issue, Kind
from bulletins.read import issue_json, read_bulletin
from commands.common import Json, Now, console, moment, opened, print_json, read_file
from desk.digest import issue_name
from storage.archive import AddedAs, IssueRow, ItemRow, add_issue
from storage.articles import Content, Fetched, ensure_article, store_content
from storage.models import Outlet

app = typer.Typer(no_args_is_help=True, help="Past issues of the bulletin.")

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="txt, docx, doc, pdf or html.", show_default=False)
]

_ADDED = {
    AddedAs.NEW: "kept",
    AddedAs.KNOWN: "was kept already",
    AddedAs.CORRECTED: "kept as the corrected reading; the older one stays in the archive, unused",
}


@app.command("read")
def read(files: Files, as_json: Json = False) -> None:
    """Parse and show; store nothing."""
    issues = [(file, read_bulletin(read_file(file), file.name)) for file in files]
    if as_json:
        print_json([issue_json(issue, file.name) for file, issue in issues])
        return
    for number, (file, issue) in enumerate(issues):
        if number:
            console.print()
        _show(file, issue)


@app.command("add")
def add(
    files: Files,
    as_articles_of: Annotated[
        str | None,
        typer.Option(
            metavar="OUTLET", help="Take the stories of a newspaper page as that outlet's articles."
        ),
    ] = None,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Parse and keep in the archive. All files are read before any is kept."""
    issues = [(file, read_bulletin(read_file(file), file.name)) for file in files]
    for file, issue in issues:
        if (issue.kind is Kind.NEWSPAPER) != (as_articles_of is not None):
            raise UsageError(_newspaper(file, issue))
    with opened() as (_, database), database.session() as session:
        results: list[dict[str, Any]] = []
        for file, issue in issues:
            if as_articles_of:
                count = _keep_stories(session, issue, as_articles_of, moment(now))
                results.append({"file": str(file), "articles": count})
                continue
            kept, added = add_issue(session, _row(issue, file), moment(now))
            results.append({"file": str(file), "issue": kept.id, "added": added, "items": len(issue.items)})
    if as_json:
        print_json(results)
        return
    for result in results:
        said = (
            f"{result['articles']} articles kept"
            if "articles" in result
            else _ADDED[AddedAs(result["added"])]
        )
        console.print(f"{result['file']}: {said}", markup=False)


def _newspaper(file: Path, issue: Issue) -> str:
    if issue.kind is Kind.NEWSPAPER:
        return (
            f"{file} is a newspaper page, not a bulletin issue: what a newspaper printed is not 已刊. "
            "To take its stories as that paper's articles: shiyi bulletin add --as-articles-of OUTLET FILE."
        )
    return (
        f"{file} is a bulletin issue ({issue.kind}), not a newspaper page; add it without --as-articles-of."
    )


def _row(issue: Issue, file: Path) -> IssueRow:
    return IssueRow(
        fingerprint=fingerprint(issue),
        digest=content_digest(issue),
        file=file.name,
        kind=issue.kind,
        title=issue.title,
        number=issue.number,
        issued_on=issue.date,
        warnings=issue.warnings,
        items=tuple(ItemRow(**asdict(item)) for item in issue.items),
    )


def keep_issues(session: Session, files: Iterable[Path], at: datetime) -> list[str]:
    """Keep bulletin issues in the archive; their names as editors say them."""
    names = []
    for file in files:
        issue = read_bulletin(read_file(file), file.name)
        add_issue(session, _row(issue, file), at)
        names.append(issue_name(issue.kind, issue.number, issue.date))
    return names


def _keep_stories(session: Session, issue: Issue, outlet_key: str, at: datetime) -> int:
    if session.get(Outlet, outlet_key) is None:
        raise UsageError(f"There is no outlet with the key {outlet_key}; `shiyi outlets` lists them.")
    for item in issue.items:
        key = hashlib.sha256(squash(item.title + item.body).encode()).hexdigest()
        article = ensure_article(session, outlet_key, key, f"urn:sha256:{key}", at)
        content = Content(item.title, item.body, author=item.byline, published_on=issue.date)
        store_content(session, article, content, Fetched(at, {"body": "file"}, "bulletins/1"))
    return len(issue.items)


def _show(file: Path, issue: Issue) -> None:
    number = f" 第{issue.number}期" if issue.number is not None else ""
    console.print(f"{file}: {issue.kind}{number} {issue.date or '无日期'}", style="bold", markup=False)
    table = Table("", "", "标题", "来源", "字数", box=None, pad_edge=False)
    for item in issue.items:
        said = item.source or item.byline or ""
        table.add_row(str(item.position), item.section, Text(item.title), Text(said), str(len(item.body)))
    console.print(table)
    for warning in issue.warnings:
        console.print(f"注意：{warning}", markup=False)
