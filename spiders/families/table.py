"""docs/outlets.md, made from the declarations: `python -m spiders.families.table`."""

from collections.abc import Mapping
from pathlib import Path

from crawler.outlet import Outlet
from crawler.spider import OutletSpider

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "outlets.md"
_HEAD = """# The outlets

Made by `python -m spiders.families.table` from the declarations in `spiders/`; a test fails when it is stale.
None of the addresses was tried on the live sites: `shiyi outlet check KEY` does that, and says what it finds.
An outlet that is off can be switched on in `shiyi.toml` (`[outlets.KEY]`, `enabled = true`).

| key | outlet | province | kind | family | columns | hosts | on | note |
|---|---|---|---|---|---|---|---|---|
"""


def render(spiders: Mapping[str, type[OutletSpider]]) -> str:
    """The document's text."""
    lines = [_line(spider.outlet, _family(spider)) for spider in spiders.values()]
    columns = [_columns(spider.outlet) for spider in spiders.values() if spider.outlet.columns]
    return _HEAD + "\n".join(lines) + "\n\n## Columns\n\n" + "\n".join(columns) + "\n"


def _family(spider: type[OutletSpider]) -> str:
    return spider.__bases__[0].__module__.rpartition(".")[2]


def _line(outlet: Outlet, family: str) -> str:
    hosts = ", ".join(outlet.hosts) or "-"
    note = "；".join(filter(None, (outlet.off_reason, outlet.note)))
    names = "、".join((outlet.name, *outlet.aliases))
    cells = (
        f"`{outlet.key}`",
        names,
        outlet.province,
        str(outlet.kind),
        family,
        str(len(outlet.columns)),
        hosts,
        "yes" if outlet.enabled else "no",
        note,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _columns(outlet: Outlet) -> str:
    rows = "\n".join(f"- {column.name}: <{column.url}>" for column in outlet.columns)
    return f"### {outlet.name} (`{outlet.key}`)\n\n{rows}\n"


if __name__ == "__main__":
    import spiders

    DOCUMENT.write_text(render(spiders.spiders()), encoding="utf-8")
