"""What a log line is: one line of text, or one JSON object per line with what the process was at.

`at_work(request=…)`, `at_work(lease=…, code=…)` says what that is. Codes and numbers of rows only: no name, no address.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

_at_work: ContextVar[dict[str, str | int] | None] = ContextVar("portlight_at_work", default=None)


def at_work(**on: str | int) -> None:
    """From now on, in this thread or task: what the lines are about. Nothing given: nothing any more."""
    _at_work.set(on or None)


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
