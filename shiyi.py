"""The command line: `shiyi --help`. Errors become one sentence on stderr; no traceback reaches a user.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 done but some outlets were blocked or failed.
"""

import os
import sys
import tempfile
import traceback
from types import TracebackType

import typer

from base.errors import ShiyiError
from commands import (
    alerts,
    archive,
    backup,
    desk,
    desk_server,
    draft,
    health,
    issue,
    judge,
    post,
    service,
    tour,
    upkeep,
    users,
    watch,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.command("init")(service.init)
app.add_typer(service.db, name="db")
app.command("outlets")(watch.outlets)
app.command("crawl")(watch.crawl)
app.add_typer(watch.inbox, name="inbox")
app.add_typer(archive.app, name="bulletin")
app.add_typer(watch.article, name="article")
app.command("triage")(judge.triage)
app.command("assess")(judge.assess)
app.command("digest")(desk.digest)
app.add_typer(draft.app, name="draft")
app.command("caught")(issue.caught)
app.command("desk")(desk_server.desk)
app.add_typer(users.app, name="user")
app.command("demo")(tour.demo)
app.command("tick")(service.tick_once)
app.command("serve")(service.serve_forever)
app.command("health")(health.health)
app.add_typer(alerts.app, name="alerts")
app.command("outbox")(post.outbox)
app.command("retention")(upkeep.retention)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore_from)


def main() -> None:
    """The entry of `shiyi` and of `python -m shiyi`."""
    sys.excepthook = _unexpected
    try:
        code = app(standalone_mode=False)
    except ShiyiError as error:
        _fail(str(error), error.exit_code)
    except typer.TyperException as error:
        _fail(error.format_message(), 2)
    except (typer.Abort, KeyboardInterrupt):
        _fail("Stopped.", 130)
    except BrokenPipeError:  # the reader of our output has left, e.g. `shiyi digest | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(sentence: str, code: int) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(code)


def _unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A mistake of our own: the traceback goes to a file, the user gets a sentence that names it."""
    with tempfile.NamedTemporaryFile("w", prefix="shiyi-error-", suffix=".txt", delete=False) as file:
        traceback.print_exception(kind, error, trace, file=file)
    print(f"Shiyi made a mistake ({kind.__name__}); please report it with {file.name}.", file=sys.stderr)


if __name__ == "__main__":
    main()
