"""Is this message official?"""

from __future__ import annotations

from portlight.delivery.models import Message, Rendition
from portlight.delivery.queries.cards import OfficialCard
from portlight.delivery.texts import spelt
from portlight.toolkit.languages import language_for
from portlight.toolkit.markup import to_html


def is_official(code: str, *, language: str = "") -> OfficialCard | None:
    """What we sent under that code, however it is typed, in `language` or the next best; None when we sent nothing.

    A message to one person says nothing of its content to whoever holds its code.
    """
    message = Message.objects.filter(code=spelt(code)).first()
    if message is None:
        return None
    texts = {one.language: one for one in Rendition.objects.filter(message=message)}
    shown = texts[language_for((language,), texts) or next(iter(texts))]
    public = message.kind == "notice"
    return OfficialCard(
        code=message.code, about=message.about if public else "", language=shown.language,
        title=shown.title if public else "", text=shown.text if public else "",
        text_html=to_html(shown.text) if public else "", announced_at=message.announced_at,
        not_after=message.not_after, drill=message.drill, recalled_at=message.recalled_at, kind=message.kind,
    )  # fmt: skip
