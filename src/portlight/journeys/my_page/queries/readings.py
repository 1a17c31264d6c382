"""Who opened something sealed about a person, when and why: the notes the rooms make at every reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from portlight.journeys.my_page import words
from portlight.kernel.cases import queries as cases
from portlight.kernel.documents import queries as documents
from portlight.kernel.timeline import queries as timeline
from portlight.kernel.timeline.queries import EventCard
from portlight.toolkit.nameplate import own_pages
from portlight.toolkit.pages import Page

_MOST_CASES = 200


@dataclass(frozen=True, kw_only=True)
class ReadingLine:
    at: datetime
    who: str
    what: str
    why: str
    case: str  # its number, where the reading was of a case


def readings_of(person: UUID, *, before: str | None = None, size: int = 25) -> Page[ReadingLine]:
    """By others than herself, the latest first: of her file, of the cases about her, of what she handed in."""
    about = {f"person:{person}": ""} | {card.about: card.number for card in cases.of_person(person, size=_MOST_CASES)}
    about |= {f"document:{card.key}": "" for card in documents.owned(person)}
    kinds = {kind: told for own in own_pages() for kind, told in own.readings.items()}
    reasons = {code: told for own in own_pages() for code, told in own.reasons.items()}
    page = timeline.of_kinds(list(kinds), about=list(about), before=before, size=size, but_by=str(person))
    return Page(tuple(_line(event, kinds, reasons, about) for event in page.rows), page.next)


def _line(event: EventCard, kinds: dict[str, str], reasons: dict[str, str], about: dict[str, str]) -> ReadingLine:
    code = str(event.facts.get("why", ""))
    known = reasons.get(code)
    return ReadingLine(
        at=event.at, who=gettext(words.WHO.get(event.by_kind, words.WHO["machine"])),
        what=gettext(kinds.get(event.kind, words.OTHER_READING)),
        why=gettext(known) if known else gettext(words.OTHER_REASON).format(code=code), case=about.get(event.about, ""),
    )  # fmt: skip
