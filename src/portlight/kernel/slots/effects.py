"""What an emergency does to appointments: fewer or more places at its times. What is booked stands: an officer is told
which times are crowded then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_noop

from portlight.kernel.emergencies.queries import spans
from portlight.kernel.emergencies.rules.declaring import Parameter
from portlight.kernel.emergencies.rules.effects import Change, Effect, PlanRow
from portlight.kernel.emergencies.rules.lasting import Span, with_span, without
from portlight.kernel.slots.queries.crowded import AHEAD, CrowdedCard, crowded_by
from portlight.kernel.slots.queries.plans import ORDINARY, URGENT
from portlight.toolkit.actor import Actor

_CROWDED = "crowded"


def plan(change: Change, at: datetime, after: str) -> Iterator[PlanRow]:
    """Booked times ahead that this emergency, and no other before it, leaves too few places for."""
    values = {name: change.parameters[name] for name in (ORDINARY, URGENT) if name in change.parameters}
    if not values:
        return
    own = Span(emergency=change.emergency, since=change.since, until=change.until, values=values)
    since, until = max(at, change.since), min(change.until or at + AHEAD, at + AHEAD)
    others = spans(ORDINARY, URGENT, since=since, until=until) if since < until else ()
    last = int(after.removeprefix("time:") or 0)
    found = crowded_by(with_span(others, own), without(others, own), since=since, until=until, after=last)
    yield from (_row(card) for card in found)


def untouched(change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
    """Nothing: nobody's appointment is cancelled by the machine, and places follow from the parameters alone."""
    return set()


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
