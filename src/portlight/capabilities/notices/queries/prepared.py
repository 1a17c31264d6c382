"""Prepared notices: which there are, and how far they are signed."""

from __future__ import annotations

from dataclasses import dataclass

from portlight.capabilities.notices.models import Prepared, PreparedText
from portlight.toolkit.languages import CODES, language_for
from portlight.toolkit.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class PreparedCard:
    key: str
    severity: str
    topic: str
    slots: dict[str, str]  # name → type
    signed: tuple[str, ...]
    unsigned: tuple[str, ...]
    language: str  # of the title and body shown
    title: str
    body: str

    @property
    def ready(self) -> bool:
        return not self.unsigned


def prepared_list(*, language: str) -> tuple[PreparedCard, ...]:
    """All of them in the reader's language, in two queries."""
    texts: dict[str, list[PreparedText]] = {}
    for text in PreparedText.objects.order_by("prepared_id"):
        texts.setdefault(text.prepared_id, []).append(text)
    return tuple(_card(sheet, texts.get(sheet.key, []), language) for sheet in Prepared.objects.order_by("key"))


def prepared(key: str, *, language: str) -> PreparedCard:
    """One of them. Refused("notices.prepared-unknown")."""
    sheet = Prepared.objects.filter(pk=key).first()
    if sheet is None:
        raise Refused("notices.prepared-unknown", key=key)
    return _card(sheet, list(PreparedText.objects.filter(prepared=sheet)), language)


def _card(sheet: Prepared, texts: list[PreparedText], language: str) -> PreparedCard:
    by_language = {text.language: text for text in texts}
    shown = by_language[language_for((language,), by_language) or next(iter(by_language))]
    return PreparedCard(
        key=sheet.key,
        severity=sheet.severity,
        topic=sheet.topic,
        slots=sheet.slots,
        signed=tuple(code for code in CODES if code in by_language and by_language[code].signed_at),
        unsigned=tuple(code for code in CODES if code not in by_language or not by_language[code].signed_at),
        language=shown.language,
        title=shown.title,
        body=shown.body,
    )
