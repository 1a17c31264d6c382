"""The way on: drafts of a roster as frozen values, for whoever files them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from portlight.capabilities.green_lanes.models import CURRENT, DRAFT, FILED, REVOKED, Row
from portlight.capabilities.green_lanes.queries.members import OF_ROW, opened
from portlight.capabilities.green_lanes.rules.people import Person


@dataclass(frozen=True, kw_only=True)
class DraftCard:
    """What shall be filed for somebody: who she is and what she holds as the roster said when it was drafted, what is
    wanted, and what the law lets the institution do (`file`, `guarantee`, `come`, `refer`), with the row and the
    version of the table that said so, and by which `ground` (REG 19; empty: none). `papers`: the key under which her
    papers are kept (`documents.of`); `told`: the address at which she was told, None where nobody could tell her."""

    draft: int
    batch: UUID
    organisation: UUID
    row: int
    person: Person
    matter: str
    right: str
    right_row: int
    right_version: int
    ground: str
    booking: str
    told: int | None

    @property
    def papers(self) -> str:
        return papers_of(self.draft)


def papers_of(row: int) -> str:
    """The subject of the papers of a draft, as documents keep them until they are used for a case."""
    return f"draft:lane-row:{row}"


def revoked(cases: Iterable[int]) -> frozenset[int]:
    """Which of these cases an institution filed for somebody who has revoked since: hers alone now. One query."""
    rows = Row.objects.filter(case_id__in=list(cases), state=FILED, member__state=REVOKED)
    return frozenset(rows.values_list("case_id", flat=True))


def drafts_of(batch: UUID, *, after: int = 0, size: int = 100) -> tuple[DraftCard, ...]:
    """The drafts of a roster that are neither filed nor revoked, in its order, from the row after `after`. One query.

    Opened without a note: shown to nobody, they go into the filing, which notes itself.
    """
    rows = Row.objects.select_related("batch__organisation", "member").filter(
        batch__number=batch, state=DRAFT, member__state=CURRENT, row__gt=after
    )
    cards = []
    for row in rows.order_by("row")[:size]:
        person = opened(row.particulars, OF_ROW, row.seal)
        if person is None or row.member is None:
            continue
        cards.append(
            DraftCard(
                draft=row.pk, batch=row.batch.number, organisation=row.batch.organisation.key, row=row.row,
                person=person, matter=row.matter, right=row.right, right_row=row.right_row,
                right_version=row.right_version, ground=row.ground, booking=row.booking,
                told=row.member.address_id if row.member.told_at else None,
            )
        )  # fmt: skip
    return tuple(cards)
