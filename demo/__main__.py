"""`python -m demo --port 8720 --at 2026-11-19T08:00`: the replica, to look at by hand."""

import argparse
import sys
import time
from datetime import datetime

from demo.replica import Replica


def main() -> None:
    """Serves until Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="python -m demo", description="Serves the replica of the provincial web."
    )
    parser.add_argument("--port", type=int, default=8720)
    parser.add_argument("--at", type=datetime.fromisoformat, default=datetime(2026, 11, 19, 8, 0))  # noqa: DTZ001
    parser.add_argument("--bulk", type=int, default=0, help="add this many generated articles")
    options = parser.parse_args()
    with Replica(options.at, port=options.port, bulk=options.bulk) as replica:
        sys.stdout.write(
            f"http://127.0.0.1:{replica.port}/ at {replica.now:%Y-%m-%d %H:%M}; Ctrl-C ends it\n"
        )
        sys.stdout.flush()
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
