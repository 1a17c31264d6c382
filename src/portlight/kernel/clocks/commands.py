"""Starting, pausing, prolonging and ending periods; and what happens when a day changes or a period runs out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from portlight.kernel.clocks.models import LAPSED, PAUSED, RUNNING, STOPPED, Clock, OwnDay
from portlight.kernel.clocks.queries import calendar
from portlight.kernel.clocks.rules import ClockRule, counted_from, left_of
from portlight.kernel.timeline.commands import record, record_each
from portlight.kernel.work.commands import later
from portlight.toolkit import workdays
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.nameplate import plates
from portlight.toolkit.refusals import Refused
from portlight.toolkit.workdays import End, Term, Unit

_BY = machine("clocks")
_PAGE = 500
_DAY = timedelta(days=1)


def start(rule: ClockRule, *, about: str, since: datetime, by: Actor, at: datetime) -> int:
    """Begin to count `rule` for `about` from `since`; returns the clock's number.

    Refused: clocks.runs-already.
    """
    zone, days = timezone.get_default_timezone(), calendar()
    counted = counted_from(rule, since, days, zone)
    ends = workdays.end(rule.term, since=counted, calendar=days, zone=zone)
    try:
        with transaction.atomic():
            clock = Clock.objects.create(
                about=about, name=rule.name, kind=rule.kind, source=rule.source, amount=rule.term.amount,
                unit=rule.term.unit, at_liberty=rule.term.at_liberty, since=counted, until=ends.until,
                provisional=ends.provisional, then=rule.then,
            )  # fmt: skip
            _told("clocks.started", clock, by, at, {"since": counted, "source": rule.source})
    except IntegrityError:
        raise Refused("clocks.runs-already", clock=rule.name) from None
    return int(clock.pk)


def pause(rule: ClockRule, *, about: str, ground: str, by: Actor, at: datetime) -> None:
    """Stop counting on one of the rule's own grounds. What is left is kept.

    Refused: clocks.no-such-ground, clocks.not-running, clocks.over, clocks.changed-meanwhile.
    """
    article = _ground(rule.pauses, ground)
    with transaction.atomic():
        clock = _one(rule, about, RUNNING, "clocks.not-running")
        _still_open(clock, at)
        left = left_of(
            term_of(clock), since=clock.since, until=clock.until, at=at, calendar=calendar(),
            zone=timezone.get_default_timezone(),
        )  # fmt: skip
        _change(clock, state=PAUSED, amount=left.amount, unit=left.unit)
        _told("clocks.paused", clock, by, at, {"ground": ground, "article": article, "left": left.amount})


def resume(rule: ClockRule, *, about: str, by: Actor, at: datetime) -> None:
    """Count on from `at`, with what was left. Refused: clocks.not-paused, clocks.changed-meanwhile."""
    with transaction.atomic():
        clock = _one(rule, about, PAUSED, "clocks.not-paused")
        ends = _end(term_of(clock), at)
        _change(clock, state=RUNNING, since=at, until=ends.until, provisional=ends.provisional)
        _told("clocks.resumed", clock, by, at, {})


def extend(rule: ClockRule, *, about: str, ground: str, by: Actor, at: datetime) -> None:
    """Make it longer on one of the rule's own grounds, each once.

    Refused: clocks.no-such-ground, clocks.not-running, clocks.over, clocks.extended-already, clocks.changed-meanwhile.
    """
    article = _ground({name: one.source for name, one in rule.extensions.items()}, ground)
    with transaction.atomic():
        clock = _one(rule, about, RUNNING, "clocks.not-running")
        _still_open(clock, at)
        if ground in clock.extended:
            raise Refused("clocks.extended-already", clock=rule.name)
        amount = clock.amount + rule.extensions[ground].term.amount
        ends = _end(Term(amount, cast("Unit", clock.unit), clock.at_liberty), clock.since)
        _change(
            clock, amount=amount, until=ends.until, provisional=ends.provisional, extended=[*clock.extended, ground]
        )
        _told("clocks.extended", clock, by, at, {"ground": ground, "article": article})


def stop(rule: ClockRule, *, about: str, by: Actor, at: datetime) -> bool:
    """What it waited for is done, in time or late. False when no such clock is open: doing it twice changes nothing."""
    with transaction.atomic():
        clock = Clock.objects.filter(about=about, name=rule.name, state__in=(RUNNING, PAUSED, LAPSED)).first()
        if clock is None:
            return False
        _change(clock, state=STOPPED, ended_at=clock.ended_at or at)  # what had run out stays missed
        _told("clocks.stopped", clock, by, at, {"in_time": at < clock.until})
    return True


def set_day(day: date, *, works: bool, why: str, by: Actor, at: datetime) -> int:
    """The office works, or does not, on `day`, whatever is published; every clock that counts it is reckoned anew.

    Returns how many ends have moved. Refused: clocks.why-missing.
    """
    why = " ".join(why.split())[:200]
    if not why:
        raise Refused("clocks.why-missing", field="why")
    with transaction.atomic():
        OwnDay.objects.update_or_create(day=day, defaults={"works": works, "why": why})
        moved = reckon_days([day], at)
        facts = {"day": day.isoformat(), "works": works, "moved": moved}
        record("clocks.day-set", about=f"clocks:{day.isoformat()}", by=by, at=at, facts=facts)
    return moved


def reckon_provisional(*, by: Actor, at: datetime) -> int:
    """When a new year came with the product, what was provisional is reckoned anew. Returns how many moved."""
    with transaction.atomic():
        return _reckon(Clock.objects.filter(state=RUNNING, provisional=True), at)


def reckon_days(days: Sequence[date], at: datetime) -> int:
    """Every running clock that counts one of the days is reckoned by the calendar as it is. Returns how many moved."""
    moved = 0
    for day in days:
        begins = datetime.combine(day, time.min, timezone.get_default_timezone())
        moved += _reckon(Clock.objects.filter(state=RUNNING, until__gt=begins, since__lt=begins + _DAY), at)
    return moved


def lapse_due(at: datetime, *, most: int = 200) -> int:
    """Those whose end has come: each is marked, told to the timeline, and what follows it is asked for. Once each."""
    ended = 0
    for clock in Clock.objects.filter(state=RUNNING, until__lte=at).order_by("until", "id")[:most]:
        with transaction.atomic():
            mine = Clock.objects.filter(pk=clock.pk, version=clock.version, state=RUNNING)
            if not mine.update(state=LAPSED, ended_at=clock.until, version=F("version") + 1):
                continue
            _told("clocks.lapsed", clock, _BY, at, {})
            if clock.then:
                later(kind=clock.then, key=clock.about, due_at=at, at=at, facts={"clock": clock.name})
        ended += 1
    return ended


def _reckon(clocks: Any, at: datetime) -> int:
    """Page by page, by key; clocks of hours ask no calendar."""
    last, moved = 0, 0
    days, zone = calendar(), timezone.get_default_timezone()
    while rows := list(clocks.exclude(unit="hours").filter(pk__gt=last).order_by("pk")[:_PAGE]):
        last = rows[-1].pk
        changed, told = [], []
        for clock in rows:
            ends = workdays.end(term_of(clock), since=clock.since, calendar=days, zone=zone)
            if (ends.until, ends.provisional) == (clock.until, clock.provisional):
                continue
            moved += ends.until != clock.until
            told.append((clock.about, {"clock": clock.name, "from": clock.until, "until": ends.until}))
            clock.until, clock.provisional, clock.version = ends.until, ends.provisional, clock.version + 1
            changed.append(clock)
        Clock.objects.bulk_update(changed, ["until", "provisional", "version"])
        record_each("clocks.reckoned", told, by=_BY, at=at)
        say_moved([subject for subject, _ in told])
    return moved


def say_moved(subjects: Sequence[str]) -> None:
    """Rooms that keep the soonest end of a subject look at these again."""
    for plate in plates():
        if plate.moved_clocks and subjects:
            plate.moved_clocks(subjects)


def _end(term: Term, since: datetime) -> End:
    return workdays.end(term, since=since, calendar=calendar(), zone=timezone.get_default_timezone())


def term_of(clock: Clock) -> Term:
    """What its end is reckoned from, beside `since`."""
    return Term(clock.amount, cast("Unit", clock.unit), clock.at_liberty)


def _one(rule: ClockRule, about: str, state: str, refusal: str) -> Clock:
    clock = Clock.objects.filter(about=about, name=rule.name, state=state).first()
    if clock is None:
        raise Refused(refusal, clock=rule.name)
    return clock


def _still_open(clock: Clock, at: datetime) -> None:
    if at >= clock.until:
        raise Refused("clocks.over", clock=clock.name)


def _ground(grounds: Mapping[str, str], ground: str) -> str:
    if ground not in grounds:
        raise Refused("clocks.no-such-ground", ground=ground)
    return grounds[ground]


def _change(clock: Clock, **change: Any) -> None:
    mine = Clock.objects.filter(pk=clock.pk, version=clock.version, state=clock.state)
    if not mine.update(**change, version=F("version") + 1):
        raise Refused("clocks.changed-meanwhile", clock=clock.name)
    for name, value in change.items():
        setattr(clock, name, value)


def _told(kind: str, clock: Clock, by: Actor, at: datetime, facts: Mapping[str, Any]) -> None:
    record(kind, about=clock.about, by=by, at=at, facts={"clock": clock.name, "until": clock.until, **facts})
