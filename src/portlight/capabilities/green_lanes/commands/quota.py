"""How many times an institution has taken, by day and by week: changed by conditional updates alone.

Everybody changes days before weeks, and the earlier one first: two at once never wait for each other.
"""

from __future__ import annotations

from datetime import date

from django.db.models import F

from portlight.capabilities.green_lanes.models import Taken
from portlight.capabilities.green_lanes.queries.agreements import Quota
from portlight.capabilities.green_lanes.rules.agreements import week_of
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import insert_unless


def take(organisation: int, quota: Quota, on: date, wanted: int) -> int:
    """Takes up to `wanted` of what is left of the day and of its week; how many it took."""
    spans = (("day", on, quota.day), ("week", week_of(on), quota.week))
    for span, day, _ in spans:
        _ensure(organisation, span, day)
    while wanted:
        rows = [Taken.objects.filter(organisation_id=organisation, span=span, day=day) for span, day, _ in spans]
        left = [most - row.values_list("count", flat=True).get() for row, (_, _, most) in zip(rows, spans, strict=True)]
        wanted = min(wanted, *left)
        if wanted <= 0:
            return 0
        day_row, week_row = rows
        if not day_row.filter(count__lte=quota.day - wanted).update(count=F("count") + wanted):
            continue
        if week_row.filter(count__lte=quota.week - wanted).update(count=F("count") + wanted):
            return wanted
        day_row.update(count=F("count") - wanted)
    return 0


def used_up(quota: Quota, *, field: str) -> Refused:
    """The refusal, with the numbers as they hold now: as agreed, or as an emergency has lowered them."""
    code = "lanes.quota-used" if quota.share >= 100 else "lanes.quota-lowered"
    return Refused(code, field=field, day=quota.day, week=quota.week)


def give_back(organisation: int, on: date) -> None:
    """One time less, of the day and of its week."""
    for span, day in (("day", on), ("week", week_of(on))):
        _less(organisation, span, day)


def shift(organisation: int, before: date, after: date, *, within: Quota | None) -> bool:
    """One time goes from a day to another one. False where `within` leaves no more there: the caller refuses, and
    nothing of it stands. Without `within` it is counted all the same: the office's own act is not the institution's."""
    spans = (
        ("day", before, after, within.day if within else None),
        ("week", week_of(before), week_of(after), within.week if within else None),
    )
    for span, left, wanted, most in spans:
        if left < wanted:
            _less(organisation, span, left)
        if left != wanted and not _more(organisation, span, wanted, most):
            return False
        if wanted < left:
            _less(organisation, span, left)
    return True


def _more(organisation: int, span: str, day: date, most: int | None) -> bool:
    _ensure(organisation, span, day)
    row = Taken.objects.filter(organisation_id=organisation, span=span, day=day)
    return bool((row if most is None else row.filter(count__lt=most)).update(count=F("count") + 1))


def _less(organisation: int, span: str, day: date) -> None:
    counted = Taken.objects.filter(organisation_id=organisation, span=span, day=day, count__gt=0)
    counted.update(count=F("count") - 1)


def _ensure(organisation: int, span: str, day: date) -> None:
    insert_unless(Taken(organisation_id=organisation, span=span, day=day), "organisation_id", "span", "day")
