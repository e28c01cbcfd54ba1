"""Errors that a person can act on.

Every error that may reach a user is a `ShiyiError`; its text is one clear sentence that says what is wrong
and what to do. `shiyi.py` prints it to stderr and exits with its `exit_code`; no traceback is shown.
"""


class ShiyiError(Exception):
    """The work failed (exit code 1)."""

    exit_code = 1


class UsageError(ShiyiError):
    """The command, a setting or an argument is wrong (exit code 2)."""

    exit_code = 2


class BadFile(ShiyiError):
    """A file cannot be read as what it should be; names the file and says what would help."""


class TooLarge(BadFile):
    """A file is (or unpacks to) more than the stated limit."""
