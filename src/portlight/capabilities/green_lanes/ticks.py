from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portlight.capabilities.green_lanes import commands, words
from portlight.toolkit.nameplate import Rebooked


def tell_people(*, key: str, facts: Mapping[str, Any], at: datetime) -> None:
    commands.tell_people(key, texts=words.message, at=at)


def go_on_with_papers(*, key: str, facts: Mapping[str, Any], at: datetime) -> None:
    commands.go_on_with_papers(key, at=at)


def follow(told: Rebooked) -> None:
    commands.follow(told, texts=words.message)


def remind_duties(at: datetime) -> int:
    return commands.remind_duties(at, texts=words.message)


def remind_times(at: datetime) -> int:
    return commands.remind_times(at, texts=words.message)


def forget_rosters(at: datetime) -> int:
    return commands.forget_rosters(at)
