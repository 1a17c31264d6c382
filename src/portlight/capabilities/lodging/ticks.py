from __future__ import annotations

from datetime import datetime

from portlight.capabilities.lodging import commands, words


def remind_leaving(at: datetime) -> int:
    return commands.remind_leaving(at, texts=words.message)


def forget_unproved(at: datetime) -> int:
    return commands.forget_unproved(at)
