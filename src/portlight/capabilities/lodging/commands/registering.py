"""From a declaration to what stands: the slip at once, or the receipt and a place in the police station's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portlight.capabilities.lodging.commands import slips
from portlight.capabilities.lodging.commands.telling import Texts, tell, tell_filers
from portlight.capabilities.lodging.models import CURRENT, REPLACED, STANDING, Declaration
from portlight.capabilities.lodging.rules.values import Declared
from portlight.kernel.cases import commands as cases
from portlight.kernel.cases import queries as case_queries
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.documents import commands as documents
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused

_BY = machine("lodging")


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """What is known of a declaration that this very transaction has written, and need not be asked for."""

    case: CaseCard
    contact: int | None  # of its one filer
    photos: bool  # are used for it
    beside: bool  # something else of the same passport stands


def register(
    row: Declaration, declared: Declared, verdict: str, *, flags: Sequence[str], fresh: Fresh, texts: Texts, by: Actor,
    at: datetime,
) -> str:  # fmt: skip
    """What the table says of a new declaration; returns its step. The machine registers or refers; it never says no."""
    facts = {"flags": list(flags), "missing": row.missing}
    fresh = replace(fresh, case=cases.move_on(fresh.case, verdict, by=_BY, at=at, facts=facts))
    if verdict == "refer":
        _hand_out(row, declared, fresh.case, at)
    else:
        _stand(row, declared, fresh.case, beside=fresh.beside, photos=fresh.photos, by=by, at=at)
    tell([fresh.contact] if fresh.contact else [], row.pk, fresh.case.step, texts=texts, by=_BY, at=at)
    return fresh.case.step


def stand(row: Declaration, declared: Declared, *, texts: Texts, by: Actor, at: datetime) -> str:
    """The registration stands from now on; returns its slip. Who has moved in here has left where she was."""
    case = _case(row)
    slip = _stand(row, declared, case, beside=True, photos=True, by=by, at=at)
    tell_filers(row.pk, case.step, texts=texts, by=_BY, at=at)
    return slip


def _stand(
    row: Declaration, declared: Declared, case: CaseCard, *, beside: bool, photos: bool, by: Actor, at: datetime
) -> str:
    """`beside`, `photos`: what may be there of the same passport, and of this case."""
    slip = _hand_out(row, declared, case, at, state=CURRENT, registered_at=at)
    if beside:
        _end_earlier(row, by=by, at=at)
    if photos:
        documents.decided(case.about, at=at)
    record("lodging.registered", about=case.about, by=by, at=at, facts={"slip": slip})
    return slip


def supersede(case: int, *, by: Actor, at: datetime) -> None:
    """Another declaration by the same hand takes this one's place: its slip stands no longer, its case is closed.

    Refused: lodging.unknown unless it stands and `by` has declared it.
    """
    row = Declaration.objects.filter(pk=case, state__in=STANDING, filers__key=by.key).first()
    if row is None:
        raise Refused("lodging.unknown")
    Declaration.objects.filter(pk=case).update(state=REPLACED, ended_at=at)
    slips.take_back(row, ground="corrected", by=by, at=at)
    card = case_queries.by_id(case)
    if card is not None and card.closed_at is None:
        cases.move(case, "withdraw", by=by, at=at)
    record("lodging.ended", about=f"case:{case}", by=by, at=at, facts={"because": "corrected"})


def _hand_out(row: Declaration, declared: Declared, case: CaseCard, at: datetime, **also: Any) -> str:
    return slips.hand_out(row, declared, case, by=_BY, at=at, **also)


def _case(row: Declaration) -> CaseCard:
    card = case_queries.by_id(row.pk)
    if card is None:
        raise Refused("lodging.unknown")
    return card


def _end_earlier(row: Declaration, *, by: Actor, at: datetime) -> None:
    """Earlier registrations of the same paper end that somebody has made who has also made this one.

    What somebody else declared of her elsewhere stays, for an officer to compare.
    """
    earlier = Declaration.objects.filter(paper_index=row.paper_index, state=CURRENT, moved_in_at__lte=row.moved_in_at)
    own = earlier.exclude(pk=row.pk).filter(filers__key__in=row.filers.values("key")).distinct()
    for old in own:
        Declaration.objects.filter(pk=old.pk).update(state=REPLACED, ended_at=at)
        slips.take_back(old, ground="moved", by=_BY, at=at)
        cases.link(row.pk, old.pk, "continues", by=by, at=at)
        record("lodging.ended", about=f"case:{old.pk}", by=by, at=at, facts={"because": "moved", "case": row.pk})
