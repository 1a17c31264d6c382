"""Is this message official?"""

from __future__ import annotations

from portlight.delivery.models import Message, Rendition
from portlight.delivery.queries.cards import OfficialCard
from portlight.delivery.texts import spelt


def is_official(code: str) -> OfficialCard | None:
    """What we know of the message with that code, however it is typed; None when we never sent one."""
    message = Message.objects.filter(code=spelt(code)).first()
    if message is None:
        return None
    titles = Rendition.objects.filter(message=message).exclude(title="").order_by("language")
    # A message to one person says nothing of its content to whoever holds the code.
    shown = dict(titles.values_list("language", "title")) if message.kind == "notice" else {}
    return OfficialCard(
        code=message.code, about=message.about if message.kind == "notice" else "", title=shown,
        announced_at=message.announced_at, not_after=message.not_after, drill=message.drill,
        recalled_at=message.recalled_at, kind=message.kind,
    )  # fmt: skip
