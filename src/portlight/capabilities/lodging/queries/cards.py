from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from portlight.capabilities.lodging.models import STANDING, Declaration, Filer
from portlight.capabilities.lodging.rules.values import Declared
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.one import one
from portlight.toolkit.pages import Page
from portlight.toolkit.sealed import open_sealed
from portlight.toolkit.statements import read

_COLUMN = "lodging_declaration.particulars"
_MINE = """
SELECT d.* FROM lodging_declaration d JOIN lodging_filer f ON f.declaration_id = d.case_id
WHERE d.case_id = %s AND f.key = %s
"""


@dataclass(frozen=True, kw_only=True)
class FiledCard:
    """A declaration without anything personal. `state`: waiting, current, left, replaced, void.

    `reason`: the code of why an officer has not registered it, or annulled it.
    """

    case: CaseCard
    state: str
    declared_for: str
    nationality: str
    district: str
    station: str
    moved_in_at: datetime
    leaving_on: date | None
    declared_at: datetime
    due_at: datetime
    late_by: int
    missing: tuple[str, ...]
    reason: str
    slip: str


@dataclass(frozen=True, kw_only=True)
class OpenedDeclaration:
    """What is sealed, opened for somebody who said why. Never kept, never put into a log."""

    card: FiledCard
    declared: Declared


def card(number: str) -> FiledCard | None:
    """The declaration of the case with this number; None when there is none."""
    found = cases.case(number)
    return of_case(found) if found else None


def of_case(found: CaseCard) -> FiledCard | None:
    row = one(Declaration.objects.filter(pk=found.id))
    return _card(row, found) if row else None


def mine(number: str, key: UUID | str) -> FiledCard | None:
    """The declaration with this number if somebody with this key has declared it. Otherwise None, as for one that does
    not exist.

    Whom it is about is not asked: a passport number is no proof, and whoever typed a stranger's first would see where
    she lives. She who declares herself at the same place, with the same particulars, has declared it too.
    """
    found = cases.case(number)
    row = one(read(Declaration, _MINE, found.id, str(key))) if found else None
    return _card(row, found) if row and found else None


def filed_by(key: UUID | str, *, after: int | None = None, size: int = 20) -> Page[FiledCard]:
    """What somebody has declared, the latest first."""
    filers = Filer.objects.filter(key=str(key)).order_by("-declaration_id")
    if after is not None:
        filers = filers.filter(declaration_id__lt=after)
    numbers = list(filers.values_list("declaration_id", flat=True)[: size + 1])
    return Page.of(cards_of(numbers), size=size, token=lambda one: str(one.case.id))


def worklist(
    *, queues: Sequence[str] = (), steps: Sequence[str] = ("checking", "asked", "completing"),
    overdue_at: datetime | None = None, after: str | None = None, size: int = 25,
) -> Page[FiledCard]:  # fmt: skip
    """What a police station has to do, the soonest due first. `queues` empty: of the whole city."""
    page = cases.worklist("lodging", queues=queues, steps=steps, overdue_at=overdue_at, after=after, size=size)
    known = {one.pk: one for one in Declaration.objects.filter(pk__in=[row.id for row in page.rows])}
    return Page(tuple(_card(known[row.id], row) for row in page.rows if row.id in known), page.next)


def contradicting(*, queues: Sequence[str] = (), after: int | None = None, size: int = 25) -> Page[FiledCard]:
    """Registrations of one passport at one place that name different people, the latest first, for an officer.

    `queues` empty: of the whole city.
    """
    same = Declaration.objects.filter(
        paper_index=OuterRef("paper_index"), place_index=OuterRef("place_index"), state__in=STANDING
    )
    rows = Declaration.objects.filter(contradicted=True, state__in=STANDING)
    rows = rows.filter(Exists(same.exclude(pk=OuterRef("pk")))).order_by("-case_id")
    if queues:
        rows = rows.filter(case__queue__in=list(queues))
    if after is not None:
        rows = rows.filter(case_id__lt=after)
    numbers = list(rows.values_list("case_id", flat=True)[: size + 1])
    return Page.of(cards_of(numbers), size=size, token=lambda one: str(one.case.id))


def opened(found: FiledCard, *, by: Actor, why: str, at: datetime) -> OpenedDeclaration:
    """Opens the particulars; the timeline notes who read them and why (a code). Who may, the caller asks before.

    Erased ones raise LookupError.
    """
    with transaction.atomic():
        row = Declaration.objects.get(pk=found.case.id)
        if row.particulars is None:
            raise LookupError(found.case.number)
        record("lodging.opened", about=found.case.about, by=by, at=at, facts={"why": why})
        told: dict[str, Any] = json.loads(open_sealed(row.particulars, column=_COLUMN, seal=row.seal))
    return OpenedDeclaration(card=found, declared=Declared.from_json(told))


def counts() -> dict[str, int]:
    """How many declarations are in each state."""
    return dict(Declaration.objects.values_list("state").annotate(n=Count("pk")).order_by())


def cards_of(numbers: Sequence[int]) -> list[FiledCard]:
    found = cases.cards(numbers)
    rows = {row.pk: row for row in Declaration.objects.filter(pk__in=numbers)}
    return [_card(rows[number], found[number]) for number in numbers if number in rows and number in found]


def _card(row: Declaration, found: CaseCard) -> FiledCard:
    return FiledCard(
        case=found, state=row.state, declared_for=row.declared_for, nationality=row.nationality,
        district=row.district_id, station=row.station_id or "", moved_in_at=row.moved_in_at, leaving_on=row.leaving_on,
        declared_at=row.declared_at, due_at=row.due_at, late_by=row.late_by, missing=tuple(row.missing),
        reason=row.reason, slip=row.slip,
    )  # fmt: skip
