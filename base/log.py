"""The service's log: lines for a person, or a JSON object a line for a collector. Always on stderr."""

import json
import logging
import sys
from datetime import UTC, datetime

from base.clock import china
from base.settings import Settings

NAME = "shiyi"


def configure(settings: Settings) -> None:
    """Write what the service logs on stderr, as the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if settings.log_format == "json" else _Plain())
    logger = logging.getLogger(NAME)
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


class _Plain(logging.Formatter):
    """2026-11-20 07:45:01 WARNING crawl gsrb: 超过时限，已停止."""

    def format(self, record: logging.LogRecord) -> str:
        moment = china(datetime.fromtimestamp(record.created, UTC))
        text = f"{moment:%Y-%m-%d %H:%M:%S} {record.levelname} {record.getMessage()}"
        return f"{text}\n{self.formatException(record.exc_info)}" if record.exc_info else text


class _Json(logging.Formatter):
    """{"at", "level", "message"} and what the caller gave as `extra={"fields": {...}}`."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        values = {"at": moment, "level": record.levelname.lower(), "message": record.getMessage()}
        values |= getattr(record, "fields", {})
        if record.exc_info:
            values["exception"] = self.formatException(record.exc_info)
        return json.dumps(values, ensure_ascii=False, default=str)
