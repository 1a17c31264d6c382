from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from portlight.capabilities.lodging import commands, words
from portlight.toolkit.actor import machine


def remind_leaving(at: datetime) -> int:
    return commands.remind_leaving(at, texts=words.message)


def go_on_with_roster(*, key: str, facts: Mapping[str, Any], at: datetime) -> None:
    commands.go_on(key, texts=words.message, at=at)


def forget_rosters(at: datetime) -> int:
    return commands.forget_rosters(at)


def remind_entrants(at: datetime) -> int:
    return commands.remind_entrants(at, texts=words.entrant_message, pace=_pace())


def forget_entrants(at: datetime) -> int:
    return commands.forget_entrants(at, by=machine("lodging"))


def forget_codes(at: datetime) -> int:
    return commands.forget_codes(at, by=machine("lodging"))


def _pace() -> commands.Pace:
    return commands.Pace(
        after=timedelta(hours=settings.LODGING_REMIND_HOURS), late=settings.LODGING_REMIND_LATE == "on",
        grace=timedelta(hours=settings.LODGING_REMIND_GRACE),
    )  # fmt: skip
