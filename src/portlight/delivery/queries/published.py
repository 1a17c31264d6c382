"""What the public outlets list: the newest text of each notice in one language."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from portlight.delivery import postings, rules
from portlight.delivery.models import Message, Posting, Rendition
from portlight.delivery.port import Posted


def published(language: str, *, outlet: str, most: int = 200) -> tuple[Posted, ...]:
    """The notices that have been or are just being brought out on `outlet` in `language`, newest first.

    A text that was corrected in other languages only, so far, is marked as superseded. Two queries.
    """
    brought_out = Posting.objects.filter(outlet=outlet, language=language, message=OuterRef("message_id")).exclude(
        state="failed"
    )
    found = (
        Rendition.objects.filter(Exists(brought_out), language=language, message__kind="notice")
        .exclude(message__purpose="withdrawal")
        .select_related("message")
        .order_by("-message_id")[: 5 * most]
    )
    newest: dict[str, Rendition] = {}
    for rendition in found:
        if rendition.message.about not in newest and len(newest) < most:
            newest[rendition.message.about] = rendition
    current = _current(list(newest))
    return tuple(_posted(one, language, current[one.message.about]) for one in newest.values())


def _current(abouts: list[str]) -> dict[str, Message]:
    """The newest version of each, in whatever language."""
    versions = Message.objects.filter(about__in=abouts, kind="notice").exclude(purpose="withdrawal").order_by("id")
    return {message.about: message for message in versions}


def _posted(rendition: Rendition, language: str, current: Message) -> Posted:
    message = rendition.message
    superseded = (message.thread_id or message.id) != (current.thread_id or current.id)
    return Posted(
        about=message.about, slug=str(message.facts.get("slug") or rules.slug_of(message.about)), language=language,
        facts=message.facts, withdrawn_at=current.recalled_at,
        texts={language: postings.edition(message, rendition, superseded=superseded)},
    )  # fmt: skip
