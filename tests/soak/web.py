"""The replica in a process of its own, with the month's articles: `python -m tests.soak.web 2022-12-30 30`."""

import json
import subprocess
import sys
import urllib.request
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self

from demo.replica import Replica
from tests.soak.scenario import library_of


class Web:
    """The replica, and the orders that it takes."""

    def __init__(self, first: date, days: int) -> None:
        command = [sys.executable, "-m", "tests.soak.web", first.isoformat(), str(days)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def clock(self, now: datetime) -> None:
        """What time it is out there."""
        self._order("clock", now=now.isoformat())

    def fault(self, host: str, kind: str, seconds: float) -> None:
        """Something is wrong at a host from now on."""
        self._order("fault", host=host, kind=kind, seconds=seconds)

    def clear(self, host: str) -> None:
        """All is well at a host again."""
        self._order("fault", clear=True, host=host)

    def _order(self, path: str, **values: Any) -> None:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/__replica__/{path}", json.dumps(values).encode()
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()


def main() -> None:
    """Serve until the parent is gone."""
    first, days = date.fromisoformat(sys.argv[1]), int(sys.argv[2])
    with Replica(datetime.combine(first, datetime.min.time()), articles=library_of(first, days)) as replica:
        sys.stdout.write(f"{replica.port}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
