"""What lodging knows of one person, for her own page: what she has declared, and whether a list says she entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portlight.capabilities.lodging.models import STANDING, Declaration, Entrant, Filer
from portlight.capabilities.lodging.queries.cards import FiledCard, cards_of
from portlight.capabilities.lodging.rules.reminding import TERM
from portlight.kernel.people import queries as people

_MOST = 200


@dataclass(frozen=True, kw_only=True)
class EntryCard:
    """A list says that she entered at this moment, and nothing was declared since. LAW 39(2) counts from moving in."""

    entered_at: datetime
    until: datetime


def standing(key: UUID) -> tuple[FiledCard, ...]:
    """What she has declared and what stands, the latest first."""
    return tuple(card for card in declared(key) if card.state in STANDING)


def declared(key: UUID) -> tuple[FiledCard, ...]:
    """Everything she has declared, for herself or others, the latest first."""
    numbers = Filer.objects.filter(key=str(key)).order_by("-declaration_id").values_list("declaration_id", flat=True)
    return tuple(cards_of(list(numbers[:_MOST])))


def entered(key: UUID, *, at: datetime) -> EntryCard | None:
    """Her latest entry, when a list tells of it and she has not declared since."""
    indexes = people.paper_indexes(key)
    if not indexes:
        return None
    row = Entrant.objects.filter(paper_index__in=indexes, declared_at=None).order_by("-entered_at").first()
    if row is None or row.entered_at > at:
        return None
    declared_since = Declaration.objects.filter(paper_index__in=indexes, declared_at__gte=row.entered_at)
    if declared_since.exists():
        return None
    return EntryCard(entered_at=row.entered_at, until=row.entered_at + TERM)


def missing(case: int) -> tuple[str, ...]:
    """Codes of what a declaration still lacks."""
    found = Declaration.objects.filter(pk=case).values_list("missing", flat=True).first()
    return tuple(found or ())
