"""What the police station does with a declaration it has to see, and what the person answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.lodging.commands import rows, slips
from portlight.capabilities.lodging.commands.registering import stand
from portlight.capabilities.lodging.commands.telling import Texts, tell_filers
from portlight.capabilities.lodging.models import CURRENT, VOID, Declaration
from portlight.capabilities.lodging.rules.checks import check_days
from portlight.capabilities.lodging.rules.values import Stay
from portlight.capabilities.lodging.rules.verdicts import ASKABLE, REJECTABLE
from portlight.kernel.cases import commands as cases
from portlight.kernel.documents import commands as documents
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.refusals import Refused


@transaction.atomic
def accept(
    case: int, *, texts: Texts, by: Actor, at: datetime, seen: int | None = None, request_id: UUID | None = None
) -> str:
    """Registers what was checked; returns the slip's number. Refused: as cases.move, lodging.unknown."""
    row, card = rows.declaration(case)
    was = card.step
    cases.move(case, "accept", by=by, at=at, seen=seen, request_id=request_id)
    if was == "registered":  # sent again
        return row.slip
    Declaration.objects.filter(pk=case).update(missing=[])
    return stand(row, rows.opened(row), texts=texts, by=by, at=at)


@transaction.atomic
def ask(
    case: int, wanted: Sequence[str], *, texts: Texts, by: Actor, at: datetime, seen: int | None = None,
    request_id: UUID | None = None,
) -> None:  # fmt: skip
    """Asks for everything that is missing, once. Refused: as cases.move, lodging.unknown, lodging.reason-unknown."""
    if not wanted or any(one not in ASKABLE for one in wanted):
        raise Refused("lodging.reason-unknown", field="wanted")
    _, card = rows.declaration(case)
    cases.move(case, "ask", by=by, at=at, seen=seen, reason=",".join(sorted(set(wanted))), request_id=request_id)
    if card.step != "asked":
        Declaration.objects.filter(pk=case).update(missing=sorted(set(wanted)))
        tell_filers(case, "asked", texts=texts, by=by, at=at)


@transaction.atomic
def complete(
    case: int, *, stay: Stay, leaving_on: date | None, photos: Sequence[UUID] = (), draft: str = "",
    texts: Texts, by: Actor, at: datetime, request_id: UUID | None = None,
) -> str:  # fmt: skip
    """What was missing is handed in: the registration is complete, or the police station looks again. Returns the step.

    Refused: as cases.move, documents.*, lodging.unknown, lodging.dates-reversed, lodging.still-missing.
    """
    row, card = rows.declaration(case)
    before = rows.opened(row)
    declared = replace(before, stay=stay, lodging=replace(before.lodging, leaving_on=leaving_on))
    check_days(declared, moved_in=rows.local(row.moved_in_at))
    name = "answer" if card.step == "asked" else "complete"
    if name == "complete" and (stay.kind == "unknown" or leaving_on is None):
        raise Refused("lodging.still-missing")
    step = cases.move(case, name, by=by, at=at, request_id=request_id)
    if card.step == step:  # sent again
        return step
    for photo in photos:
        documents.use(photo, about=card.about, slot="visa-page", owner=card.subject, draft=draft, by=by, at=at)
    rows.keep(row, declared, missing=[])
    if step == "registered":
        stand(row, declared, texts=texts, by=by, at=at)
    return step


@transaction.atomic
def reject(
    case: int, reason: str, *, texts: Texts, by: Actor, at: datetime, seen: int | None = None,
    request_id: UUID | None = None,
) -> None:  # fmt: skip
    """An officer does not register it, and says why.

    Refused: as cases.move, lodging.unknown, lodging.reason-unknown.
    """
    _known(reason)
    _end(case, "reject", reason, texts, by, at, seen, request_id)


@transaction.atomic
def annul(
    case: int, reason: str, *, texts: Texts, by: Actor, at: datetime, seen: int | None = None,
    request_id: UUID | None = None,
) -> None:  # fmt: skip
    """An officer ends a registration that was wrong from the beginning, as one of two that contradict each other.

    Its case stays closed as it was. Refused: lodging.unknown, lodging.reason-unknown, lodging.not-current,
    cases.not-yours, cases.changed-meanwhile, timeline.resend-differs.
    """
    _known(reason)
    given = [case, "annul", reason]
    if resent(by=by, request_id=request_id, given=given) is not None:
        return
    row, card = rows.declaration(case)
    if by.kind is not ActorKind.STAFF:
        raise Refused("cases.not-yours")
    if seen is not None and seen != card.revision:
        raise Refused("cases.changed-meanwhile")
    now_void = Declaration.objects.filter(pk=case, state=CURRENT).update(state=VOID, reason=reason, ended_at=at)
    if not now_void:
        raise Refused("lodging.not-current")
    slips.take_back(row, ground="annulled", by=by, at=at)
    record("lodging.annulled", about=card.about, by=by, at=at, request_id=request_id, given=given, result=str(case),
           facts={"reason": reason})  # fmt: skip
    tell_filers(case, "rejected", texts=texts, by=by, at=at)


@transaction.atomic
def withdraw(case: int, *, texts: Texts, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The person takes her declaration back. Refused: as cases.move, lodging.unknown."""
    _end(case, "withdraw", "", texts, by, at, None, request_id)


def _known(reason: str) -> None:
    if reason not in REJECTABLE:
        raise Refused("lodging.reason-unknown", field="reason")


def _end(
    case: int, name: str, reason: str, texts: Texts, by: Actor, at: datetime, seen: int | None, request_id: UUID | None
) -> None:
    row, card = rows.declaration(case)
    step = cases.move(case, name, by=by, at=at, seen=seen, reason=reason, request_id=request_id)
    if card.step == step:  # sent again
        return
    Declaration.objects.filter(pk=case).update(state=VOID, reason=reason, ended_at=at)
    slips.take_back(row, ground=step, by=by, at=at)
    documents.decided(card.about, at=at)
    tell_filers(case, step, texts=texts, by=by, at=at)
