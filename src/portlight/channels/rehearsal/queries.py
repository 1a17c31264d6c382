"""The letters of the rehearsal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portlight.channels.rehearsal.models import Letter
from portlight.toolkit.pages import Page


@dataclass(frozen=True, kw_only=True)
class LetterCard:
    number: int
    address: str
    code: str
    about: str
    language: str
    late: str
    title: str
    text: str
    drill: bool
    at: datetime


def letters(*, address: str = "", code: str = "", before: str | None = None, size: int = 50) -> Page[LetterCard]:
    """The newest first; of one address, of one message, or all."""
    found = Letter.objects.order_by("-id")
    if address:
        found = found.filter(address=address)
    if code:
        found = found.filter(code=code)
    if before and before.isdecimal():
        found = found.filter(id__lt=int(before))
    cards = [
        LetterCard(
            number=one.pk, address=one.address, code=one.code, about=one.about, language=one.language, late=one.late,
            title=one.title, text=one.text, drill=one.drill, at=one.at,
        )
        for one in found[: size + 1]
    ]  # fmt: skip
    return Page.of(cards, size=size, token=lambda card: str(card.number))


def count(*, code: str = "") -> int:
    return Letter.objects.filter(**({"code": code} if code else {})).count()
