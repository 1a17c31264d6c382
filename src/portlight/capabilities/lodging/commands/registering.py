"""From a declaration to what stands: the slip at once, or the receipt and a place in the police station's list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portlight.capabilities.lodging.commands import slips
from portlight.capabilities.lodging.commands.telling import Texts, tell_filers
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


def register(
    row: Declaration, declared: Declared, verdict: str, *, flags: Sequence[str], texts: Texts, by: Actor, at: datetime
) -> str:
    """What the table says of a new declaration; returns its step. The machine registers or refers; it never says no."""
    step = cases.move(row.pk, verdict, by=_BY, at=at, facts={"flags": list(flags), "missing": row.missing})
    if verdict == "refer":
        _hand_out(row, declared, _case(row), at)
        tell_filers(row.pk, step, texts=texts, by=_BY, at=at)
    else:
        stand(row, declared, texts=texts, by=by, at=at)
    return step


def stand(row: Declaration, declared: Declared, *, texts: Texts, by: Actor, at: datetime) -> str:
    """The registration stands from now on; returns its slip. Who has moved in here has left where she was."""
    Declaration.objects.filter(pk=row.pk).update(state=CURRENT, registered_at=at)
    case = _case(row)
    slip = _hand_out(row, declared, case, at)
    _end_earlier(row, by=by, at=at)
    documents.decided(f"case:{row.pk}", at=at)
    record("lodging.registered", about=f"case:{row.pk}", by=by, at=at, facts={"slip": slip})
    tell_filers(row.pk, case.step, texts=texts, by=_BY, at=at)
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


def _hand_out(row: Declaration, declared: Declared, case: CaseCard, at: datetime) -> str:
    return slips.hand_out(row, declared, case, by=_BY, at=at)


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
