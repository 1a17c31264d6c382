"""What was sent to one person of what is said to many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portlight.delivery import rules
from portlight.delivery.models import Delivery, Message, Rendition

_LOOKED_AT = 200  # of the latest messages to many: the ledger has no index by person, and needs none for sending


@dataclass(frozen=True, kw_only=True)
class ReceivedCard:
    """A notice planned for her, in the language it was sent in. `slug` leads to its page."""

    code: str
    slug: str
    language: str
    title: str
    channel: str
    at: datetime


def received(person: int, *, most: int = 10) -> tuple[ReceivedCard, ...]:
    """Of the latest notices those addressed to this person (her row), the latest first. Three queries."""
    latest = list(Message.objects.filter(kind="notice", recalled_at=None).order_by("-id")[:_LOOKED_AT])
    known = {message.pk: message for message in latest}
    mine: dict[int, Delivery] = {}
    for row in Delivery.objects.filter(message_id__in=list(known), person_id=person).order_by("-message_id", "id"):
        mine.setdefault(row.message_id, row)
    wanted = list(mine.values())[:most]
    titles = {
        (one.message_id, one.language): one.title
        for one in Rendition.objects.filter(message_id__in=[row.message_id for row in wanted])
    }
    return tuple(
        ReceivedCard(
            code=known[row.message_id].code, language=row.language, channel=row.channel,
            slug=str(known[row.message_id].facts.get("slug") or rules.slug_of(known[row.message_id].about)),
            title=titles.get((row.message_id, row.language), ""), at=known[row.message_id].announced_at,
        )
        for row in wanted
    )  # fmt: skip
