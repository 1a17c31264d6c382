from __future__ import annotations

from datetime import datetime

from portlight.capabilities.permits import commands, words


def remind_of_stays(at: datetime) -> int:
    return commands.remind(at, texts=words.message)
