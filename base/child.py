"""How a run's process begins: `python -m base.child PARENT MODULE ARGUMENT…` runs a module as its own.

On Linux the process ends when its parent does, however that was killed, so that nobody goes on working for
a service that is gone; and where memory is short it is the one to go, not the service.
"""

import ctypes
import os
import runpy
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_BADNESS = "500"


def main() -> None:
    """Take the parent's id and the module from the command line, and become that module."""
    parent, module = int(sys.argv[1]), sys.argv[2]
    if sys.platform == "linux":
        _end_with(parent)
    sys.argv = [module, *sys.argv[3:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with(parent: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before the request was made
        sys.exit(1)
    Path("/proc/self/oom_score_adj").write_text(_BADNESS)


if __name__ == "__main__":
    main()
