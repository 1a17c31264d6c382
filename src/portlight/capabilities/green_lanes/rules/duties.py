"""What an institution owes the office, and by when, for one of its people. Each with where it stands in the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LEFT = "left"  # who has left is reported without delay: the law names no number of days (REG 26)
EXTEND_PERMIT = "extend-permit"  # 30 days before a residence permit ends (LAW 32)
EXTEND_VISA = "extend-visa"  # 7 days before a visa's stay ends (LAW 29)
CHANGED = "changed"  # within 10 days of the change (LAW 33)
AHEAD = timedelta(days=14)  # how long before its last day somebody is reminded
_TERMS = {EXTEND_PERMIT: timedelta(days=30), EXTEND_VISA: timedelta(days=7)}


@dataclass(frozen=True)
class Duty:
    """`by`: the last day; None where the law says without delay."""

    code: str
    by: date | None
    source: str


def duty_to_extend(holds: str, ends_on: date) -> Duty | None:
    """By when a longer stay is asked for; None where the law names no number of days."""
    code = {"residence-permit": EXTEND_PERMIT, "visa": EXTEND_VISA}.get(holds)
    if code is None:
        return None
    return Duty(code, ends_on - _TERMS[code], "LAW 32" if code == EXTEND_PERMIT else "LAW 29")


def duty_to_change(holds: str, noticed_on: date) -> Duty | None:
    """A new passport is a changed item of a residence permit: ten days from the change, which is not later than when
    the list showed it."""
    return Duty(CHANGED, noticed_on + timedelta(days=10), "LAW 33") if holds == "residence-permit" else None


def duty_to_report() -> Duty:
    """Whoever employs or teaches foreigners reports without delay that one has left (REG 26)."""
    return Duty(LEFT, None, "REG 26")
