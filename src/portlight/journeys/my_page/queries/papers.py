from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from portlight.kernel.papers import queries as papers
from portlight.kernel.papers.queries import PaperCard
from portlight.toolkit import nameplate


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    card: PaperCard
    title: str
    good: bool  # neither withdrawn nor over


def papers_of(person: UUID, *, at: datetime) -> tuple[PaperLine, ...]:
    """Slips and receipts she holds, the latest first."""
    return tuple(_line(card, at) for card in papers.held_by(person))


def paper_of(number: str, person: UUID, *, at: datetime) -> PaperLine | None:
    """One of them; None for somebody else's, as for one that does not exist."""
    card = papers.card(number)
    return _line(card, at) if card is not None and card.holder == person else None


def _line(card: PaperCard, at: datetime) -> PaperLine:
    kind = nameplate.papers().get(card.kind)
    over = card.valid_until is not None and card.valid_until <= at
    return PaperLine(
        card=card, title=gettext(kind.title) if kind else card.kind, good=card.revoked_at is None and not over
    )
