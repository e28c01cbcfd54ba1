"""The log: readable by a person or by a program."""

import json
import logging
from pathlib import Path
from typing import Literal

import pytest

from base.log import NAME, configure
from base.settings import Settings


@pytest.mark.parametrize("form", ["plain", "json"])
def test_a_line_says_when_how_grave_and_what(
    form: Literal["plain", "json"], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(Settings(home=tmp_path, log_format=form))
    logging.getLogger(NAME).warning("crawl %s: %s", "gsrb", "超过时限\n已停止", extra={"fields": {"run": 7}})
    written = capsys.readouterr().err
    if form == "json":
        values = json.loads(written)
        assert values.pop("at").endswith("+00:00")
        assert values == {"level": "warning", "message": "crawl gsrb: 超过时限\n已停止", "run": 7}
    else:
        assert " WARNING crawl gsrb: 超过时限" in written


@pytest.mark.parametrize("form", ["plain", "json"])
def test_a_failure_is_logged_with_its_trace(
    form: Literal["plain", "json"], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(Settings(home=tmp_path, log_format=form))
    try:
        raise ValueError("nothing to divide")
    except ValueError:
        logging.getLogger(NAME).exception("a pass failed")
    assert "nothing to divide" in capsys.readouterr().err
