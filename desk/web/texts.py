"""Every text on the screen, by name, from one catalogue (`texts.zh.toml`): another language is another file.

Templates say `{{ t("today.title") }}`; `{count}` and the like are filled in from keywords.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def catalogue() -> Mapping[str, str]:
    """All texts by `table.name`."""
    tables = tomllib.loads(files("desk.web").joinpath("texts.zh.toml").read_text("utf-8"))
    return {f"{table}.{name}": said for table, texts in tables.items() for name, said in texts.items()}


def text(name: str, /, **values: Any) -> str:
    """The text of this name. KeyError for one that is not in the catalogue."""
    said = catalogue()[name]
    return said.format(**values) if values else said
