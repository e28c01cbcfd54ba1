"""`make bench`: measures crawling and triage beside others in one run, and the desk's pages.

The figures of a run go to `<SHIYI_HOME>/bench.json`.
"""

import importlib
import json
import sys

from rich.console import Console

from base.settings import load_settings

PARTS = ("crawl", "triage", "desk")


def main() -> int:
    """Run all parts, or those named on the command line."""
    console = Console()
    found = {
        part: importlib.import_module(f"tests.bench.{part}").run(console) for part in sys.argv[1:] or PARTS
    }
    home = load_settings().home
    home.mkdir(parents=True, exist_ok=True)
    (home / "bench.json").write_text(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
