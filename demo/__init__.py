"""A replica of the provincial web on loopback, written by us, with a clock of its own.

`demo.replica.Replica` serves it, `demo.truth.load` says what was planted in it, `BULLETINS` are the two
issues that its readers have already printed. Nothing of the product is imported here.
"""

from pathlib import Path

_ISSUES = Path(__file__).parent / "bulletins"

BULLETINS: list[Path] = [_ISSUES / "2026-08.docx", _ISSUES / "2026-09.txt"]
