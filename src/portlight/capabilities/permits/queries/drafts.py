"""Applications on their way, as whoever types them sees them, on any device."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portlight.capabilities.permits.models import Draft
from portlight.capabilities.permits.rules.papers import slot_of
from portlight.kernel.documents import queries as documents
from portlight.kernel.documents.queries import DocumentCard
from portlight.toolkit.sealed import open_sealed


@dataclass(frozen=True, kw_only=True)
class DraftCard:
    key: UUID
    matter: str
    changed_at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DraftWhole:
    """`typed`: what each page has checked, days as ISO 8601."""

    card: DraftCard
    typed: Mapping[str, Any]

    @property
    def about(self) -> str:
        """How its papers are kept before there is a case."""
        return f"draft:{self.card.key}"


def of_owner(owner: UUID, *, at: datetime) -> tuple[DraftCard, ...]:
    """What somebody has begun and not filed, the latest first. One query, nothing opened."""
    rows = Draft.objects.filter(owner=owner, case=None, until__gt=at).order_by("-changed_at")[:50]
    return tuple(_card(row) for row in rows)


def draft(key: UUID, owner: UUID, *, at: datetime) -> DraftWhole | None:
    """One, if it is this owner's and still there."""
    row = Draft.objects.filter(pk=key, owner=owner, case=None, until__gt=at).first()
    if row is None or row.typed is None:
        return None
    typed = json.loads(open_sealed(row.typed, column=row.typed.column, seal=row.seal))
    return DraftWhole(card=_card(row), typed=typed)


def became(key: UUID, owner: UUID) -> int | None:
    """The number of the case that this draft has become, for whoever presses the button again."""
    return Draft.objects.filter(pk=key, owner=owner).values_list("case_id", flat=True).first()


def _card(row: Draft) -> DraftCard:
    return DraftCard(key=row.key, matter=row.matter, changed_at=row.changed_at, until=row.until)


def papers_of(owner: UUID, wanted: Iterable[str]) -> tuple[DocumentCard, ...]:
    """What she has handed in for earlier applications and would serve again, the latest first."""
    return tuple(one for one in documents.owned(owner, slots=[slot_of(one) for one in wanted]) if one.serves)
