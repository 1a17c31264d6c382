from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portlight.capabilities.lodging import commands, words


def remind_leaving(at: datetime) -> int:
    return commands.remind_leaving(at, texts=words.message)


def forget_unproved(at: datetime) -> int:
    return commands.forget_unproved(at)


def go_on_with_roster(*, key: str, facts: Mapping[str, Any], at: datetime) -> None:
    commands.go_on(key, texts=words.message, at=at)


def forget_rosters(at: datetime) -> int:
    return commands.forget_rosters(at)
