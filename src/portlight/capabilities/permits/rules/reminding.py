"""When somebody is reminded that a stay which the office knows of ends: early enough to apply, and once more."""

from __future__ import annotations

from datetime import date, timedelta

from portlight.capabilities.permits.rules.deadlines import RESIDENCE_PROLONGED
from portlight.capabilities.permits.rules.limits import RESIDENCE
from portlight.toolkit.workdays import DAY

LAST = DAY * 7  # the last word; for a visa that day is the last one to apply (LAW 29)
FIRST = DAY * 30
# LAW 32 asks for a longer residence permit thirty days before its end: a word on that very day would be too late.
FIRST_OF_PERMITS = DAY * RESIDENCE_PROLONGED.amount + LAST


def is_permit(matter: str) -> bool:
    """Whether what was granted is a residence permit, of which LAW 32 says when a longer one is asked for."""
    return matter in (*RESIDENCE, "residence-extension")


def next_day(matter: str, ends: date, *, after: date) -> date | None:
    """The first day after that one on which a reminder of this end is due; None when there is no more."""
    return next((ends - before for before in (_first(matter), LAST) if ends - before > after), None)


def _first(matter: str) -> timedelta:
    return FIRST_OF_PERMITS if is_permit(matter) else FIRST
