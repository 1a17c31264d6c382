"""Who has entered and what came of it, in numbers: nobody is listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from portlight.capabilities.lodging.models import Entrant


@dataclass(frozen=True, kw_only=True)
class EntryDay:
    """Of the people who entered on a day: how many can be told, were told, were told late, have declared."""

    on: date
    entered: int
    reachable: int
    reminded: int
    late: int
    declared: int


def entry_days(*, most: int = 14) -> tuple[EntryDay, ...]:
    """The latest days first. One query."""
    rows = Entrant.objects.values("entered_on").annotate(
        n=Count("pk"), reachable=Count("contact"), reminded=Count("reminded_at"), late=Count("late_reminded_at"),
        declared=Count("declared_at"),
    ).order_by("-entered_on")[:most]  # fmt: skip
    return tuple(
        EntryDay(on=row["entered_on"], entered=row["n"], reachable=row["reachable"], reminded=row["reminded"],
                 late=row["late"], declared=row["declared"])
        for row in rows
    )  # fmt: skip
