"""After the decision: the number of what the national system made, the fee, the hand-over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.permits.commands import letters, rows
from portlight.capabilities.permits.commands.telling import Texts, tell
from portlight.capabilities.permits.rules.making import Made, checked, courier_number
from portlight.capabilities.permits.rules.reminding import next_day
from portlight.kernel.cases import commands as cases
from portlight.kernel.documents import commands as documents
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, ActorKind, machine
from portlight.toolkit.refusals import Refused

_BY = machine("permits")


@transaction.atomic
def issue(
    case: int, made: Made, *, texts: Texts, by: Actor, at: datetime, seen: int | None = None,
    request_id: UUID | None = None,
) -> None:  # fmt: skip
    """The national system has made it: its number, and the lines of the sticker where it has them, come back.

    Refused: as cases.move and `rules.making.checked`, permits.unknown.
    """
    row, card = rows.application(case)
    if card.step != "issued":
        number = rows.opened(row).applicant.paper_number
        checked(made, paper_number=number, granted_until=row.granted_until, on=rows.local(at))
    cases.move(case, "issue", by=by, at=at, seen=seen, request_id=request_id)
    if card.step != "issued":
        ends = (made.until or row.granted_until) if row.granted_until else None
        rows.change(
            row, made=rows.sealed(made.to_json(), row.seal, column=f"{rows.TABLE}.made"), ends_on=ends,
            remind_on=next_day(row.matter, ends, after=rows.local(at)) if ends else None,
        )  # fmt: skip
        tell(card, "issued", texts=texts, by=_BY, at=at)


@transaction.atomic
def note_paid(case: int, reference: str, *, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The fee was paid outside; here stands by which reference. Refused: permits.unknown, permits.reference-odd,
    permits.paid-already, cases.not-yours, timeline.resend-differs."""
    given = [case, "paid", reference]
    if resent(by=by, request_id=request_id, given=given) is not None:
        return
    if by.kind is not ActorKind.STAFF:
        raise Refused("cases.not-yours")
    if not 3 <= len(reference) <= 64:
        raise Refused("permits.reference-odd", field="reference")
    row, card = rows.application(case)
    paid = type(row).objects.filter(pk=case, paid_at=None).update(paid_reference=reference, paid_at=at)
    if not paid:
        raise Refused("permits.paid-already")
    record("permits.paid", about=card.about, by=by, at=at, request_id=request_id, given=given, result=str(case),
           facts={"fen": row.fee_fen, "item": row.fee_item})  # fmt: skip


@transaction.atomic
def hand_over(
    case: int, *, courier: str = "", by: Actor, at: datetime, seen: int | None = None, request_id: UUID | None = None
) -> None:
    """Into her hands, or to the courier, whose number she can look it up by; the receipt has done its work.

    Refused: as cases.move, permits.unknown, permits.courier-odd.
    """
    number = courier_number(courier)
    row, card = rows.application(case)
    cases.move(case, "hand-over", by=by, at=at, seen=seen, request_id=request_id)
    if card.step != "handed-over":
        letters.take_back(row, by=by, at=at)
        rows.change(row, passport_held=False, courier_number=number)
        documents.decided(card.about, at=at)
