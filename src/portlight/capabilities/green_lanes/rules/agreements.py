"""What an office and an institution agree on, and what of it cannot be meant. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

MOST_A_DAY, MOST_A_WEEK, LONGEST_PROMISE = 500, 2_500, 15
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """`per_day`, `per_week`: times it may book. `promise`: working days to an answer. `days`, `opens`, `closes`: hours
    kept for it, ISO weekdays. `visits`: how often in a month an officer comes. `guarantees`: it guarantees the costs of
    its people (REG 19(1)(3)). `contact`: the account that answers for it. From `since` until before `until`."""

    organisation: UUID
    contact: UUID
    per_day: int
    per_week: int
    promise: int
    since: date
    until: date
    days: tuple[int, ...] = ()
    opens: time | None = None
    closes: time | None = None
    visits: int = 0
    guarantees: bool = False


def fault(terms: Terms) -> tuple[str, str] | None:
    """What is wrong, as a refusal's code and the field; None when nothing is."""
    hours = terms.opens is not None and terms.closes is not None and terms.opens < terms.closes
    wrong = (
        (not 1 <= terms.per_day <= MOST_A_DAY, "lanes.quota-odd", "per_day"),
        (not terms.per_day <= terms.per_week <= MOST_A_WEEK, "lanes.quota-odd", "per_week"),
        (not 1 <= terms.promise <= LONGEST_PROMISE, "lanes.promise-odd", "promise"),
        (not terms.since < terms.until <= terms.since + LONGEST, "lanes.term-odd", "until"),
        (bool(terms.days) != hours, "lanes.hours-odd", "opens"),
        (not 0 <= terms.visits <= 31, "lanes.quota-odd", "visits"),
    )
    return next(((code, field) for found, code, field in wrong if found), None)


def share_of(agreed: int, share: int) -> int:
    """So many per cent of an agreed number, rounded down; one stays while there is any share."""
    return max(1, agreed * share // 100) if agreed and share else 0


def week_of(day: date) -> date:
    """The Monday of its week, under which a week's quota is counted."""
    return day - timedelta(days=day.weekday())
