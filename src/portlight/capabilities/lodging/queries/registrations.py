"""What became of a roster's rows: their cases and the slips that stand now."""

from __future__ import annotations

from dataclasses import dataclass

from portlight.capabilities.lodging.models import BatchRow, Declaration, Filer
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.papers import queries as papers
from portlight.toolkit.actor import Actor
from portlight.toolkit.pages import Page


@dataclass(frozen=True, kw_only=True)
class RegistrationCard:
    """A row that became a case, without anything personal. `state`: done, or before when it was one already."""

    row: int
    state: str
    case: CaseCard
    slip: str  # number of the paper that stands now, empty when none does


def registrations(number: str, by: Actor, *, after: int = 0, size: int = 100) -> Page[RegistrationCard]:
    """The registered rows of a roster that `by` handed in, in the order of the sheet. Three queries."""
    found = BatchRow.objects.filter(
        batch__number=number, batch__owner_kind=by.kind.value, batch__owner_key=by.key, case__isnull=False,
        row__gt=after,
    )  # fmt: skip
    rows = list(found.order_by("row").values_list("row", "state", "case")[: size + 1])
    known = cases.cards([case for _, _, case in rows])
    slips = dict(Declaration.objects.filter(pk__in=list(known), filers__key=by.key).values_list("pk", "slip"))
    told = [
        RegistrationCard(row=row, state=state, case=known[case], slip=slips.get(case, "")) for row, state, case in rows
    ]
    return Page.of(told, size=size, token=lambda one: str(one.row))


def has_slip(slip: str, by: Actor) -> bool:
    """Whether this paper stands for something that `by` has declared."""
    found = papers.card(slip)
    case = found.about.removeprefix("case:") if found else ""
    if not case.isdecimal():
        return False
    return Filer.objects.filter(declaration_id=int(case), declaration__slip=slip, key=by.key).exists()
