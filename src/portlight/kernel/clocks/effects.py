"""What an emergency does to periods: days on which the office is closed or open, and every end that they move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_noop

from portlight.kernel.clocks.commands import reckon_days, say_moved, term_of
from portlight.kernel.clocks.models import RUNNING, Clock, OwnDay
from portlight.kernel.clocks.queries import calendar
from portlight.kernel.emergencies.rules.declaring import Parameter
from portlight.kernel.emergencies.rules.effects import Change, Effect, PlanRow
from portlight.kernel.timeline.commands import record, record_each
from portlight.toolkit import workdays
from portlight.toolkit.actor import Actor

_PAGE = 500
_DAY = timedelta(days=1)
_CLOSED, _OPEN = "clocks.closed", "clocks.open"
_SET, _MOVED = "day-set", "end-moved"


def plan(change: Change, at: datetime, after: str) -> Iterator[PlanRow]:
    """First the days, then the running periods whose end they move, in the order of their numbers."""
    days, now = _days(change), calendar()
    if not days:
        return
    before = dict(OwnDay.objects.filter(day__in=days).values_list("day", "works"))
    for day, works in sorted(days.items()):
        row = PlanRow(key=f"day:{day}", what=_SET, before={"works": before.get(day)}, after={"works": works})
        if row.key > after and before.get(day, now.works(day)) != works:
            yield row
    yield from _moved(days, now.with_days(days), int(after.removeprefix("period:")) if _of_period(after) else 0)


def apply(change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
    """A day that says by now what it said, a period that nobody has touched."""
    done = {row.key for row in rows if row.what == _SET and _set(change, row, row.before, row.after, by, at)}
    ends = [(row, row.before, row.after) for row in rows if row.what == _MOVED]
    return done | _moved_to(ends, by, at)


def undo(change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
    """The ends first; then each day, with every period that counts it reckoned anew: also those begun meanwhile."""
    ends = [
        (row, {**row.after, "version": row.before["version"] + 1}, row.before) for row in rows if row.what == _MOVED
    ]
    done = _moved_to(ends, by, at)
    for row in (row for row in rows if row.what == _SET):
        if _set(change, row, row.after, row.before, by, at):
            done.add(row.key)
            reckon_days([_day(row)], at)
    return done


def _moved(days: dict[date, bool], then: workdays.Calendar, last: int) -> Iterator[PlanRow]:
    zone = timezone.get_default_timezone()
    first, behind = (datetime.combine(day, time.min, zone) for day in (min(days), max(days) + _DAY))
    running = Clock.objects.filter(state=RUNNING, until__gt=first, since__lt=behind).exclude(unit="hours")
    while rows := list(running.filter(pk__gt=last).order_by("pk")[:_PAGE]):
        last = rows[-1].pk
        for clock in rows:
            ends = workdays.end(term_of(clock), since=clock.since, calendar=then, zone=zone)
            if ends.until != clock.until:
                yield PlanRow(
                    key=f"period:{clock.pk:012d}", what=_MOVED,
                    before={"until": clock.until.isoformat(), "provisional": clock.provisional,
                            "version": clock.version, "about": clock.about},
                    after={"until": ends.until.isoformat(), "provisional": ends.provisional},
                )  # fmt: skip


def _moved_to(ends: Sequence[tuple[PlanRow, Any, Any]], by: Actor, at: datetime) -> set[str]:
    """Each period that is as `before` says gets the end of `after`. One lock for the page, as short as it."""
    if not ends:
        return set()
    keys = [int(row.key.removeprefix("period:")) for row, *_ in ends]
    clocks = {clock.pk: clock for clock in Clock.objects.select_for_update().filter(pk__in=keys, state=RUNNING)}
    moved, told, done = [], [], set()
    for (row, before, after), key in zip(ends, keys, strict=True):
        clock, until = clocks.get(key), parse_datetime(after["until"])
        if clock is None or until is None or clock.version != before["version"]:
            continue
        told.append((clock.about, {"clock": clock.name, "from": clock.until, "until": until}))
        clock.until, clock.provisional, clock.version = until, after["provisional"], clock.version + 1
        moved.append(clock)
        done.add(row.key)
    Clock.objects.bulk_update(moved, ["until", "provisional", "version"])
    record_each("clocks.reckoned", told, by=by, at=at)
    say_moved([subject for subject, _ in told])
    return done


def _set(change: Change, row: PlanRow, before: Any, after: Any, by: Actor, at: datetime) -> bool:
    day = _day(row)
    now = OwnDay.objects.filter(day=day).values_list("works", flat=True).first()
    if now != before["works"]:
        return False
    if after["works"] is None:
        OwnDay.objects.filter(day=day).delete()
    else:
        why = f"emergency:{change.emergency}"
        OwnDay.objects.update_or_create(day=day, defaults={"works": after["works"], "why": why})
    facts = {"day": day, "works": after["works"], "emergency": change.emergency}
    record("clocks.day-set", about=f"clocks:{day}", by=by, at=at, facts=facts)
    return True


def _days(change: Change) -> dict[date, bool]:
    """A day named in both is open: somebody comes to a closed door otherwise."""
    told = change.parameters
    return {**dict.fromkeys(told.get(_CLOSED, ()), False), **dict.fromkeys(told.get(_OPEN, ()), True)}


def _day(row: PlanRow) -> date:
    return date.fromisoformat(row.key.removeprefix("day:"))


def _of_period(key: str) -> bool:
    return key.startswith("period:")


_USED = gettext_noop("Working days of every period; the office’s calendar.")
PARAMETERS = (
    Parameter(name=_CLOSED, kind="days", label=gettext_noop("Days on which the office is closed"), used=_USED),
    Parameter(name=_OPEN, kind="days", label=gettext_noop("Days on which the office is open all the same"), used=_USED),
)
DAYS = Effect(
    name="clocks.days", label=gettext_noop("Days and periods"),
    said={_SET: gettext_noop("Working day or day off set"), _MOVED: gettext_noop("End of a period moves")},
    plan=plan, apply=apply, undo=undo,
)  # fmt: skip
