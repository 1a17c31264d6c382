"""What happens to a registration that stands: longer, or over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.lodging.commands import rows, slips
from portlight.capabilities.lodging.models import CURRENT, LEFT, Declaration
from portlight.capabilities.lodging.rules.checks import check_days
from portlight.kernel.cases import commands as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.places import queries as places
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


@transaction.atomic
def extend(case: int, leaving_on: date, *, by: Actor, at: datetime, request_id: UUID | None = None) -> str:
    """She stays longer, or will leave earlier: another slip takes the old one's place. Returns its number.

    Refused: lodging.unknown, lodging.not-current, lodging.dates-reversed, lodging.leaving-too-far.
    """
    given = [case, leaving_on.isoformat()]
    if (done := resent(by=by, request_id=request_id, given=given)) is not None:
        return done
    row, card = _current(case)
    declared = rows.opened(row)
    declared = replace(declared, lodging=replace(declared.lodging, leaving_on=leaving_on))
    check_days(declared, moved_in=rows.local(row.moved_in_at))
    if leaving_on < rows.local(at):
        raise Refused("lodging.dates-reversed", field="leaving_on")
    rows.keep(row, declared, reminded_at=None)
    slip = slips.hand_out(row, declared, card, by=by, at=at)
    record("lodging.extended", about=card.about, by=by, at=at, request_id=request_id, given=given, result=slip,
           facts={"until": leaving_on.isoformat(), "slip": slip})  # fmt: skip
    return slip


@transaction.atomic
def leave(case: int, left_on: date, *, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """She has left: the registration ends with that day and its slip stands no longer.

    Refused: lodging.unknown, lodging.not-current, lodging.dates-reversed.
    """
    given = [case, "left", left_on.isoformat()]
    if resent(by=by, request_id=request_id, given=given) is not None:
        return
    row, card = _current(case)
    if not rows.local(row.moved_in_at) <= left_on <= rows.local(at):
        raise Refused("lodging.dates-reversed", field="left_on")
    declared = rows.opened(row)
    rows.keep(row, replace(declared, lodging=replace(declared.lodging, leaving_on=left_on)), state=LEFT, ended_at=at)
    slips.take_back(row, ground="left", by=by, at=at)
    record("lodging.left", about=card.about, by=by, at=at, request_id=request_id, given=given, result=str(case),
           facts={"on": left_on.isoformat()})  # fmt: skip


@transaction.atomic
def pass_on(case: int, station: str, *, by: Actor, at: datetime) -> None:
    """To the police station of the place: its code is known now. Refused: lodging.unknown, lodging.station-unknown."""
    row, card = rows.declaration(case)
    found = places.station(station)
    if found is None or found.district != row.district_id:
        raise Refused("lodging.station-unknown", field="station")
    Declaration.objects.filter(pk=case).update(station=station)
    cases.pass_to(card.id, f"station:{station}", by=by, at=at)


def _current(case: int) -> tuple[Declaration, CaseCard]:
    row, card = rows.declaration(case)
    if row.state != CURRENT:
        raise Refused("lodging.not-current")
    return row, card
