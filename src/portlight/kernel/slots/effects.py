"""What an emergency does to appointments: fewer or more places at its times, counted by day. What is booked stands: an
officer is told which times are crowded then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from portlight.kernel.emergencies.queries import spans
from portlight.kernel.emergencies.rules.declaring import Parameter
from portlight.kernel.emergencies.rules.effects import Change, Effect, PlanRow
from portlight.kernel.emergencies.rules.lasting import Span, with_span, without
from portlight.kernel.slots.queries.crowded import AHEAD, CrowdedCard, crowded_by
from portlight.kernel.slots.queries.plans import ORDINARY, URGENT, office_day
from portlight.kernel.slots.queries.resized import ResizedDay, resized
from portlight.toolkit.actor import Actor

_CROWDED, _FEWER, _MORE = "crowded", "fewer-places", "more-places"
TOLD = timedelta(days=60)  # of an emergency without a last day, so much is counted


def plan(change: Change, at: datetime, after: str) -> Iterator[PlanRow]:
    """Booked times ahead that this emergency, and no other before it, leaves too few places for."""
    own = _own(change)
    if own is None:
        return
    since, until = max(at, change.since), min(change.until or at + AHEAD, at + AHEAD)
    others = spans(ORDINARY, URGENT, since=since, until=until) if since < until else ()
    last = int(after.removeprefix("time:") or 0)
    found = crowded_by(with_span(others, own), without(others, own), since=since, until=until, after=last)
    yield from (_row(card) for card in found)


def untouched(change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
    """Nothing: nobody's appointment is cancelled by the machine, and places follow from the parameters alone."""
    return set()


def plan_days(change: Change, at: datetime, after: str) -> Iterator[PlanRow]:
    """Days of the emergency, of its first two months, with another number of places: the same whenever it is asked.
    Nothing once the emergency is in force, as places follow from the parameters alone."""
    own = _own(change)
    if own is None:
        return
    until = min(change.until or change.since + TOLD, change.since + TOLD)
    others = spans(ORDINARY, URGENT, since=change.since, until=until)
    if own.emergency in {one.emergency for one in others}:
        return
    last = office_day(until - timedelta(microseconds=1))
    for day in resized(with_span(others, own), others, since=office_day(change.since), until=last):
        row = _day(day)
        if row.key > after:
            yield row


def follows(change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
    """All of them: whoever asks for a time finds as many places as the parameters say."""
    return {row.key for row in rows}


def _own(change: Change) -> Span | None:
    values = {name: change.parameters[name] for name in (ORDINARY, URGENT) if name in change.parameters}
    if not values:
        return None
    return Span(emergency=change.emergency, since=change.since, until=change.until, values=values)


def _day(day: ResizedDay) -> PlanRow:
    where = {"service": day.service, "place": day.place, "on": day.on.isoformat()}
    return PlanRow(
        key=f"{day.on.isoformat()} {day.place} {day.service}", what=_MORE if day.places > day.before else _FEWER,
        before={**where, "places": day.before}, after={**where, "places": day.places},
    )  # fmt: skip


def _row(card: CrowdedCard) -> PlanRow:
    """Without how many come: who books or cancels meanwhile changes no row."""
    where = {"service": card.service, "place": card.place, "starts_at": card.starts_at.isoformat()}
    return PlanRow(
        key=f"time:{card.key:012d}", what=_CROWDED, before={**where, "places": card.before},
        after={**where, "places": card.places}, by_hand=True,
    )  # fmt: skip


_USED = gettext_noop("Times that begin while it lasts. What is booked stands, and nobody is cancelled by the machine.")
PARAMETERS = (
    Parameter(
        name=ORDINARY, kind="number", most=200, used=_USED,
        label=gettext_noop("Places for ordinary appointments, in per cent of the usual number"),
    ),
    Parameter(
        name=URGENT, kind="number", most=200, used=_USED,
        label=gettext_noop("Places kept for urgent appointments, in per cent of the usual number"),
    ),
)  # fmt: skip
TIMES = Effect(
    name="slots.times", label=gettext_noop("Times with more appointments than places"),
    said={_CROWDED: gettext_noop("More people come than there are places for: an officer looks")},
    plan=plan, apply=untouched, undo=untouched,
)  # fmt: skip
DAYS = Effect(
    name="slots.days", label=gettext_noop("Days with another number of places"),
    said={_FEWER: gettext_noop("Fewer places"), _MORE: gettext_noop("More places")},
    plan=plan_days, apply=follows, undo=follows,
)  # fmt: skip
