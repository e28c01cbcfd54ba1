"""Units for systemd, filled in for this machine: `shiyi init --systemd FOLDER`."""

import getpass
import sys
from pathlib import Path
from string import Template

from base.errors import ShiyiError, UsageError
from base.settings import Settings

_TEMPLATES = Path(__file__).resolve().parents[1] / "deploy"
_ENDINGS = (".service", ".timer")


def write_units(folder: Path, settings: Settings) -> list[Path]:
    """Write the units with this program, this home and this user. Raises ShiyiError."""
    program, home = Path(sys.prefix) / "bin" / "shiyi", settings.home.resolve()
    values = {
        "program": str(program),
        "root": str(Path(sys.prefix).parent),
        "home": str(home),
        "user": getpass.getuser(),
    }
    for path in values.values():
        if any(char.isspace() or char in "%\"'\\" for char in path):
            raise UsageError(f"systemd cannot be given {path!r}: choose a path without blanks and quotes.")
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for template in sorted(_TEMPLATES.iterdir()):
            if template.suffix in _ENDINGS:
                unit = folder / template.name
                unit.write_text(Template(template.read_text("utf-8")).substitute(values), "utf-8")
                written.append(unit)
    except OSError as error:
        raise ShiyiError(f"The units could not be written to {folder}: {error.strerror}.") from error
    return written
