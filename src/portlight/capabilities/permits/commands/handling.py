"""Before a decision: one request for all that is missing, acceptance by a named officer, or none with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.permits.commands import letters, rows
from portlight.capabilities.permits.commands.filing import take_papers
from portlight.capabilities.permits.commands.telling import Texts, tell
from portlight.capabilities.permits.kinds import DECIDE, RECEIPT_ENDS
from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.rules.deadlines import RESIDENCE_DECIDED, decided_by
from portlight.capabilities.permits.rules.matters import MATTERS, Matter
from portlight.capabilities.permits.rules.reasons import ASKABLE, NOT_ACCEPTED_FOR
from portlight.capabilities.permits.rules.triage import ORDER
from portlight.kernel.cases import commands as cases
from portlight.kernel.cases import queries as case_queries
from portlight.kernel.clocks import queries as clocks
from portlight.kernel.documents import commands as documents
from portlight.kernel.staff import queries as staff
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, ActorKind, machine
from portlight.toolkit.refusals import Refused

_BY = machine("permits")


@transaction.atomic
def ask(
    case: int, wanted: Sequence[str], *, texts: Texts, by: Actor, at: datetime, seen: int | None = None,
    request_id: UUID | None = None,
) -> None:  # fmt: skip
    """Everything that is missing, once (REG 13, 18): a second request is no move of the table.

    Refused: as cases.move, permits.unknown, permits.reason-unknown.
    """
    if not wanted or any(one not in ASKABLE for one in wanted):
        raise Refused("permits.reason-unknown", field="wanted")
    row, card = rows.application(case)
    told = sorted(set(wanted))
    cases.move(case, "ask", by=by, at=at, seen=seen, reason=",".join(told), request_id=request_id)
    if card.step != "asked":
        rows.change(row, missing=told, asked_at=at)
        tell(card, "asked", texts=texts, by=_BY, at=at)


@transaction.atomic
def answer(
    case: int, papers: Sequence[tuple[str, UUID]] = (), *, owner: UUID | None = None, by: Actor, at: datetime,
    request_id: UUID | None = None,
) -> None:  # fmt: skip
    """What was asked for is handed in; an officer looks again. Refused: as cases.move, documents.*, permits.unknown."""
    _, card = rows.application(case)
    cases.move(case, "answer", by=by, at=at, request_id=request_id)
    if card.step != "answered":
        take_papers(card, papers, draft=card.about, owner=owner, by=by, at=at)


@transaction.atomic
def accept(
    case: int, *, passport_held: bool, texts: Texts, by: Actor, at: datetime, seen: int | None = None,
    request_id: UUID | None = None,
) -> str:  # fmt: skip
    """A named officer accepts the application; the law's term begins and the receipt is handed out. Returns its number,
    empty where the matter has no term of the law and so no receipt. Legal basis: LAW 30; REG 13, 18, 36.

    Refused: as cases.move, permits.unknown.
    """
    row, card = rows.application(case)
    cases.move(case, "accept", by=by, at=at, seen=seen, request_id=request_id,
               facts={"passport_held": passport_held})  # fmt: skip
    if card.step == "accepted":  # sent again
        return row.receipt
    rows.change(row, accepted_at=at, accepted_by=UUID(by.key), passport_held=passport_held, missing=[])
    number = _receipt(row, MATTERS[row.matter], by=by, at=at)
    tell(card, "accepted", texts=texts, by=_BY, at=at)
    return number


def _receipt(row: Application, matter: Matter, *, by: Actor, at: datetime) -> str:
    if matter.decided is None:
        return ""
    which = "residence" if matter.decided is RESIDENCE_DECIDED else "visa"
    until = decided_by(matter.decided, rows.local(at), clocks.calendar()).by
    rows.change(row, receipt_until=until)
    for rule in (DECIDE[which], RECEIPT_ENDS[which]):
        cases.begin(row.pk, rule.name, since=at, by=by, at=at)
    card = case_queries.by_id(row.pk)
    if card is None:
        raise Refused("permits.unknown")
    officer = staff.names([by.key]).get(by.key, "")
    return letters.receipt(row, rows.opened(row), card, until=until, officer=officer or by.key[:8], by=by, at=at)


@transaction.atomic
def put_in_order(case: int, rank: str, *, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """A named officer gives an urgent application another place than the table did; the timeline says who and what.

    Refused: cases.not-yours, permits.unknown, permits.reason-unknown, permits.not-urgent, timeline.resend-differs.
    """
    given = [case, "order", rank]
    if resent(by=by, request_id=request_id, given=given) is not None:
        return
    if by.kind is not ActorKind.STAFF:
        raise Refused("cases.not-yours")
    if rank not in ORDER:
        raise Refused("permits.reason-unknown", field="rank")
    row, card = rows.application(case)
    if row.lane != "urgent" or card.closed_at is not None:
        raise Refused("permits.not-urgent")
    facts = {"from": row.rank, "to": ORDER[rank]}
    rows.change(row, rank=ORDER[rank])
    record("permits.put-in-order", about=card.about, by=by, at=at, request_id=request_id, given=given,
           result=str(case), facts=facts)  # fmt: skip


@transaction.atomic
def not_accept(
    case: int, reason: str, *, texts: Texts, by: Actor, at: datetime, seen: int | None = None,
    request_id: UUID | None = None,
) -> None:  # fmt: skip
    """A named officer does not accept it, and says why. Refused: as cases.move, permits.unknown,
    permits.reason-unknown."""
    if reason not in NOT_ACCEPTED_FOR:
        raise Refused("permits.reason-unknown", field="reason")
    row, card = rows.application(case)
    cases.move(case, "not-accept", by=by, at=at, seen=seen, reason=reason, request_id=request_id)
    if card.step == "not-accepted":
        return
    rows.change(row, reason=reason, decided_at=at, decided_by=UUID(by.key))
    letters.letter(row, rows.opened(row), card, "not-accepted", by=by, at=at)
    documents.decided(card.about, at=at)
    tell(card, "decided", texts=texts, by=_BY, at=at)
