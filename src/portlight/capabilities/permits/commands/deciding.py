"""The decision: granted, or refused after the person has read the reasons and could answer them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.permits.commands import letters, rows
from portlight.capabilities.permits.commands.telling import Texts, tell
from portlight.capabilities.permits.kinds import REPLY
from portlight.capabilities.permits.queries.fees import due_fee
from portlight.capabilities.permits.rules.granting import check_granted
from portlight.capabilities.permits.rules.matters import MATTERS
from portlight.capabilities.permits.rules.reasons import REFUSED_FOR
from portlight.kernel.cases import commands as cases
from portlight.kernel.clocks import queries as clocks
from portlight.kernel.documents import commands as documents
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused

LONGEST_REPLY = 4000  # characters
_BY = machine("permits")


@transaction.atomic
def grant(
    case: int, *, until: date | None = None, texts: Texts, by: Actor, at: datetime, seen: int | None = None,
    request_id: UUID | None = None,
) -> None:  # fmt: skip
    """A named officer grants it, for so long as the law allows; a fee that depends on the length is known from here on.
    What was granted is made by the national system next.

    Refused: as cases.move and `rules.granting.check_granted`, permits.unknown.
    """
    row, card = rows.application(case)
    applied = rows.opened(row)
    if card.step != "granted":
        check_granted(MATTERS[row.matter], applied.stay, until, on=rows.local(at))
    facts = {"until": until.isoformat() if until else None}
    cases.move(case, "grant", by=by, at=at, seen=seen, request_id=request_id, facts=facts)
    if card.step == "granted":
        return
    fee = due_fee(MATTERS[row.matter], nationality=row.nationality, until=until, on=rows.local(at))
    due = {"fee_item": fee.item, "fee_fen": fee.fen} if fee and row.paid_at is None else {}
    rows.change(row, granted_until=until, decided_at=at, decided_by=UUID(by.key), reason="", **due)
    letters.letter(row, applied, card, "granted", by=by, at=at)
    tell(card, "decided", texts=texts, by=_BY, at=at)


@transaction.atomic
def intend(
    case: int, reason: str, *, texts: Texts, by: Actor, at: datetime, seen: int | None = None,
    request_id: UUID | None = None,
) -> None:  # fmt: skip
    """The person reads in her language why a refusal is intended, and has five working days to answer.

    Refused: as cases.move, permits.unknown, permits.reason-unknown.
    """
    _known(reason)
    row, card = rows.application(case)
    cases.move(case, "intend", by=by, at=at, seen=seen, reason=reason, request_id=request_id)
    if card.step != "intended":
        rows.change(row, reason=reason)
        tell(card, "intended", texts=texts, by=_BY, at=at)


@transaction.atomic
def reply(case: int, text: str, *, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """What the person says to the reasons. Refused: as cases.move, permits.unknown, permits.reply-empty,
    permits.story-long."""
    said = text.strip()
    if not said:
        raise Refused("permits.reply-empty", field="text")
    if len(said) > LONGEST_REPLY:
        raise Refused("permits.story-long", field="text", most=LONGEST_REPLY)
    row, card = rows.application(case)
    cases.move(case, "reply", by=by, at=at, request_id=request_id)
    if card.step != "replied":
        rows.change(row, reply=rows.sealed(said, row.seal, column=f"{rows.TABLE}.reply"))


@transaction.atomic
def refuse(
    case: int, reason: str, *, texts: Texts, by: Actor, at: datetime, seen: int | None = None,
    request_id: UUID | None = None,
) -> None:  # fmt: skip
    """A named officer refuses, once the person has answered or the time to answer is over. Final (LAW 36): the letter
    names no appeal, but the last lawful day, how to leave and what would be new.

    Refused: as cases.move, permits.unknown, permits.reason-unknown, permits.reply-open.
    """
    _known(reason)
    row, card = rows.application(case)
    if card.step == "intended" and any(one.name == REPLY.name and at < one.until for one in clocks.running(card.about)):
        raise Refused("permits.reply-open")
    cases.move(case, "refuse", by=by, at=at, seen=seen, reason=reason, request_id=request_id)
    if card.step == "refused":
        return
    rows.change(row, reason=reason, decided_at=at, decided_by=UUID(by.key), granted_until=None)
    letters.letter(row, rows.opened(row), card, "refused", by=by, at=at)
    documents.decided(card.about, at=at)
    tell(card, "decided", texts=texts, by=_BY, at=at)


@transaction.atomic
def withdraw(case: int, *, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The person takes it back; the receipt stands no longer. Refused: as cases.move, permits.unknown."""
    row, card = rows.application(case)
    cases.move(case, "withdraw", by=by, at=at, request_id=request_id)
    if card.step != "withdrawn":
        letters.take_back(row, by=by, at=at)
        documents.decided(card.about, at=at)


def _known(reason: str) -> None:
    if reason not in REFUSED_FOR:
        raise Refused("permits.reason-unknown", field="reason")
