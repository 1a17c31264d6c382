"""Terms of the law about visas and permits, as values: how long, counted how, from what, and by which article.

Days told to a person are the counted days. A last day on a day off would be put off to the next working day (Ministry
of Public Security, Order 125, art. 35); whether that covers an application is open, and the earlier day harms nobody.
The codes are those of the office's list of terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal

from portlight.capabilities.permits.rules.articles import Article, law, reg
from portlight.toolkit import workdays
from portlight.toolkit.workdays import Calendar, Term, Unit

Event = Literal["stay-ends", "permit-ends", "entry", "change", "birth", "acceptance", "issue"]
Counts = Literal["before", "after"]


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """`before`: so long before the event at the latest. `after`: until so long after it; its own day is not counted."""

    code: str
    amount: int
    unit: Unit
    counts: Counts
    event: Event
    whose: Literal["person", "office", "paper"]
    source: tuple[Article, ...]


EXTENSION_ASKED = Deadline(
    code="DL01", amount=7, unit="days", counts="before", event="stay-ends", whose="person", source=law("29")
)
VISA_DECIDED = Deadline(
    code="DL02", amount=7, unit="working-days", counts="after", event="acceptance", whose="office",
    source=reg("13", "36"),
)  # fmt: skip
RESIDENCE_ASKED = Deadline(
    code="DL03", amount=30, unit="days", counts="after", event="entry", whose="person", source=law("30")
)
# LAW 30 says 15 days; REG 36 makes working days of them, without public holidays.
RESIDENCE_DECIDED = Deadline(
    code="DL04", amount=15, unit="working-days", counts="after", event="acceptance", whose="office",
    source=(*law("30"), *reg("18", "36")),
)  # fmt: skip
RESIDENCE_PROLONGED = Deadline(
    code="DL05", amount=30, unit="days", counts="before", event="permit-ends", whose="person", source=law("32")
)
CHANGE_TOLD = Deadline(
    code="DL06", amount=10, unit="days", counts="after", event="change", whose="person", source=law("33")
)
BIRTH_TOLD = Deadline(
    code="DL10", amount=60, unit="days", counts="after", event="birth", whose="person", source=law("40")
)
HEALTH_CERTIFICATE = Deadline(
    code="DL11", amount=6, unit="months", counts="after", event="issue", whose="paper", source=reg("16")
)
PORT_VISA = Deadline(
    code="DL12", amount=30, unit="days", counts="after", event="entry", whose="paper", source=law("20")
)
TEMPORARY_ENTRY = Deadline(
    code="DL13", amount=15, unit="days", counts="after", event="entry", whose="paper", source=law("23")
)
STAY_PERMIT = Deadline(
    code="DL14", amount=180, unit="days", counts="after", event="issue", whose="paper", source=law("34")
)
# The 24 and 72 hours of registration (DL07 to DL09) are the register's own.
DEADLINES = (
    EXTENSION_ASKED, VISA_DECIDED, RESIDENCE_ASKED, RESIDENCE_DECIDED, RESIDENCE_PROLONGED, CHANGE_TOLD, BIRTH_TOLD,
    HEALTH_CERTIFICATE, PORT_VISA, TEMPORARY_ENTRY, STAY_PERMIT,
)  # fmt: skip


def last_day(deadline: Deadline, event: date) -> date:
    """The last day on which it is in time. ValueError for a term in working days: that one needs a calendar."""
    if deadline.counts == "before":
        return workdays.latest(event, deadline.amount)
    if deadline.unit == "months":
        return workdays.months_after(event, deadline.amount)
    if deadline.unit != "days":
        raise ValueError(f"{deadline.code} is counted in {deadline.unit}")
    return event + workdays.DAY * deadline.amount


@dataclass(frozen=True)
class Decided:
    """The last day of the office's term. `provisional`: it lies in a year whose holidays are not published yet."""

    by: date
    provisional: bool


def decided_by(deadline: Deadline, accepted: date, calendar: Calendar) -> Decided:
    """When the office must have decided what it accepted on that day. The receipt is valid no longer than that."""
    noon = datetime.combine(accepted, time(12), UTC)  # working days know no hour: any hour of the day will do
    ends = workdays.end(Term(deadline.amount, deadline.unit), since=noon, calendar=calendar, zone=UTC)
    return Decided(ends.last_day, ends.provisional)


def open_until(day: date, calendar: Calendar) -> date:
    """`day` where the office works on it, or its last working day before: after that one finds a closed door."""
    while not calendar.works(day):
        day -= workdays.DAY
    return day
