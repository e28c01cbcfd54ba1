"""The command line: `shiyi --help`. Errors become one sentence on stderr; no traceback reaches a user.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 done but some outlets were blocked or failed.
"""

import os
import sys
import tempfile
import traceback
from importlib import import_module
from io import TextIOWrapper
from types import TracebackType

import typer

from base.errors import ShiyiError

# The words of the command line, in the order of `shiyi --help`, and where in `commands/` each is.
COMMANDS = {
    "init": "service:init",
    "db": "service:db",
    "outlets": "watch:outlets",
    "outlet": "outlet:app",
    "crawl": "watch:crawl",
    "inbox": "watch:inbox",
    "mailbox": "mailbox:mailbox",
    "bulletin": "archive:app",
    "article": "watch:article",
    "triage": "judge:triage",
    "assess": "judge:assess",
    "digest": "desk:digest",
    "draft": "issue:app",
    "caught": "issue:caught",
    "desk": "desk_server:desk",
    "user": "users:app",
    "demo": "tour:demo",
    "tick": "service:tick_once",
    "serve": "service:serve_forever",
    "worker": "service:work_forever",
    "health": "health:health",
    "alerts": "alerts:app",
    "outbox": "post:outbox",
    "retention": "upkeep:retention",
    "backup": "backup:backup",
    "restore": "backup:restore_from",
}

_HELP = (
    "Reads what the outlets of a bulletin publish, and shows its editors what the bulletin has not covered."
)


def build(word: str | None = None) -> typer.Typer:
    """The application; with only the command `word`, if it is one.

    The service starts a process for each run: importing every command would cost it seconds each time.
    """
    app = typer.Typer(no_args_is_help=True, add_completion=False, help=_HELP)
    app.callback()(_shiyi)
    for name in (word,) if word in COMMANDS else COMMANDS:
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(f"commands.{module}"), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _shiyi() -> None:
    """Without a callback, an application of one command would take no command's name."""


def main() -> None:
    """The entry of `shiyi` and of `python -m shiyi`."""
    sys.excepthook = _unexpected
    _prepare_output()
    try:
        # Typer's own way in would put its exception hook in the place of ours.
        command = typer.main.get_command(build(sys.argv[1] if len(sys.argv) > 1 else None))
        code = command.main(standalone_mode=False)
    except ShiyiError as error:
        _fail(str(error), error.exit_code)
    except typer.TyperException as error:
        _fail(error.format_message(), 2)
    except (typer.Abort, KeyboardInterrupt):
        _fail("Stopped.", 130)
    except BrokenPipeError:  # the reader of our output has left, e.g. `shiyi digest | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:  # a full disk, a folder that may not be written to
        _fail(f"{error.filename or 'The output'} cannot be used: {error.strerror or error}.", 1)
    sys.exit(code if isinstance(code, int) else 0)


def _prepare_output() -> None:
    """Whatever the terminal's encoding, what it cannot show is a question mark, not an error.

    A stream that the caller closed is replaced: a file opened later would take its number, and its output.
    """
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = getattr(sys, name)
        if stream is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8"))
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _fail(sentence: str, code: int) -> None:
    if sentence:  # none where help was shown instead
        print(sentence, file=sys.stderr)
    sys.exit(code)


def _unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A mistake of our own: the traceback goes to a file, the user gets a sentence that names it."""
    with tempfile.NamedTemporaryFile("w", prefix="shiyi-error-", suffix=".txt", delete=False) as file:
        traceback.print_exception(kind, error, trace, file=file)
    print(f"Shiyi made a mistake ({kind.__name__}); please report it with {file.name}.", file=sys.stderr)


if __name__ == "__main__":
    main()
