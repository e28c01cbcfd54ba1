"""`shiyi outlet check` and `outlet add`: prove a declaration, or write a new one."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from base.settings import load_settings
from commands.common import Json, Now, console, moment, print_json

app = typer.Typer(no_args_is_help=True, help="One outlet: prove its declaration, or declare a new one.")


@app.command("check")
def check(
    key: Annotated[str, typer.Argument(metavar="KEY", show_default=False)],
    save: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep a list and an article as a fixture.")
    ] = None,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Read the lists and three articles, field by field; stores nothing. Exit code 3: something is wrong."""
    from crawler.check import check_outlet

    load_settings()
    found = check_outlet(key, moment(now), save=save, log_level="WARNING")
    if as_json:
        print_json(found)
    else:
        _show(found)
    if found["state"] != "ok":
        raise typer.Exit(3)


@app.command("add")
def add(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="The page that lists its articles.", show_default=False)
    ],
    key: Annotated[str, typer.Option(prompt=True, help="A short name: small letters, digits, _.")],
    name: Annotated[str, typer.Option(prompt=True, help="Its Chinese name.")],
    column: Annotated[str, typer.Option(help="The name of this list.")] = "要闻",
    province: Annotated[str, typer.Option(help="甘肃, 内蒙古, … or 全国.")] = "甘肃",
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Find the family that reads a list, and write the declaration of the outlet."""
    from spiders.scaffold import add_outlet

    load_settings()
    written = add_outlet(url, moment(now), key=key, name=name, column=column, province=province)
    if as_json:
        print_json(written)
        return
    console.print(
        f"{written['file']}: family {written['family']}, {written['rows']} rows, the first: {written['first']}\n"
        f"Next: shiyi outlet check {key} --save tests/spiders/fixtures/{key} (docs/add-an-outlet.md)",
        markup=False,
    )


def _show(found: dict[str, Any]) -> None:
    console.print(f"{found['outlet']}: {found['state']} {found['note'] or ''}", style="bold", markup=False)
    for column in found["columns"]:
        console.print(
            f"{column['name']} {column['url']}: {column['outcome']}{_why(column)}; {column['rows']} rows, "
            f"{column['articles']} lead to articles, {column['dated']} dated",
            markup=False,
        )
    for article in found["articles"]:
        console.print(f"\n{article['url']}: HTTP {article['status']}, {article['kind']}", markup=False)
        for name, field in article["fields"].items():
            value = field["value"] if isinstance(field["value"], str) else "、".join(field["value"])
            console.print(Text(f"  {name}: {value[:80]!r}  ({field['how']})"))
        for name in article["missing"]:
            console.print(Text(f"  {name}: missing", style="red"))


def _why(column: dict[str, Any]) -> str:
    return f" ({column['why']})" if column["why"] else ""
