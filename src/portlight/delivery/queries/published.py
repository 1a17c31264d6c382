"""What the public outlets list: the newest text of each notice in one language."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from portlight.delivery import postings, rules
from portlight.delivery.models import Posting, Rendition
from portlight.delivery.port import Posted


def published(language: str, *, outlet: str, most: int = 200) -> tuple[Posted, ...]:
    """The notices that have been or are just being brought out on `outlet` in `language`, newest first."""
    brought_out = Posting.objects.filter(outlet=outlet, language=language, message=OuterRef("message_id")).exclude(
        state="failed"
    )
    found = (
        Rendition.objects.filter(Exists(brought_out), language=language, message__kind="notice")
        .exclude(message__purpose="withdrawal")
        .select_related("message")
        .order_by("-message_id")[: 5 * most]
    )
    seen: set[str] = set()
    listed: list[Posted] = []
    for rendition in found:
        message = rendition.message
        if message.about in seen or len(listed) >= most:
            continue
        seen.add(message.about)
        listed.append(
            Posted(
                about=message.about, slug=str(message.facts.get("slug") or rules.slug_of(message.about)),
                language=language, facts=message.facts, texts={language: postings.edition(message, rendition)},
                withdrawn_at=message.recalled_at,
            )
        )  # fmt: skip
    return tuple(listed)
