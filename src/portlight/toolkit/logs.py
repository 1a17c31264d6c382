"""What a log line is: one line of text, or one JSON object per line with what the process was at.

`at_work(request=…)`, `at_work(lease=…, code=…)` says what that is. Codes and numbers of rows only: no name, no address.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

_at_work: ContextVar[dict[str, str | int] | None] = ContextVar("portlight_at_work", default=None)


def at_work(**on: str | int) -> None:
    """From now on, in this thread or task: what the lines are about. Nothing given: nothing any more."""
    _at_work.set(on or None)


def configured(*, level: str, form: str, requests: bool) -> dict[str, Any]:
    """Django's LOGGING: all to standard error, as text (`line`) or one object a line (`json`), from `level` on.

    `requests`: a line per answer of the web (face, room, status, milliseconds).
    """
    return {
        "version": 1, "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
            "json": {"()": JsonLines},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "loggers": {
            "portlight.web": {"level": "INFO" if requests else "WARNING"},
            # These write a line per step, the addresses of people in it.
            "mail.log": {"level": "ERROR"}, "flufl.bounce": {"level": "ERROR"},
            "pikepdf": {"level": "WARNING"},  # says at every start that it has started
        },
        "root": {"handlers": ["console"], "level": level},
    }  # fmt: skip


class JsonLines(logging.Formatter):
    """`{"time": …, "level": …, "logger": …, "message": …, …}`; a traceback stands under "error"."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, str | int] = {
            **(_at_work.get() or {}),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "logger": record.name, "message": record.getMessage(),
        }  # fmt: skip
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
