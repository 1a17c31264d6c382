"""What was read from the photo, as the form takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from portlight.capabilities.lodging import words
from portlight.capabilities.lodging.portal.draft import Draft
from portlight.faces.portal.persons import PORTAL
from portlight.faces.words import sentence
from portlight.kernel.documents import queries as documents
from portlight.toolkit import countries
from portlight.toolkit.refusals import Refused

_SEXES = {"M": "M", "F": "F"}
_FIELDS = {
    "surname": "surname", "given_names": "given_names", "nationality": "nationality", "birth_date": "birth_date",
    "document_number": "paper_number", "expiry_date": "paper_until",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Read:
    """`fields` fill the form; `doubts` names check digits that do not fit; `advice` says what to do about the photo.

    `strip`: the lines as they were found, a picture in base64.
    """

    fields: Mapping[str, str]
    doubts: tuple[str, ...]
    advice: tuple[str, ...]
    strip: str

    def told(self) -> dict[str, str]:
        return {**self.fields, "doubts": ",".join(self.doubts)}


def read_of(draft: Draft, at: datetime) -> Read | None:
    """What the photo of this draft gave; None when there is none, or it is not read yet."""
    if draft.reading is None:
        return None
    try:
        card = documents.reading(draft.reading)
        if card.place is not None:
            return None
        told = documents.read(draft.reading, by=PORTAL, why="declare", at=at)
    except Refused:  # erased meanwhile
        return None
    return _read(told) if told else Read(fields={}, doubts=(), advice=(card.advice,) if card.advice else (), strip="")


def _read(told: Mapping[str, Any]) -> Read:
    zone = told.get("zone") or {}
    found = zone.get("fields") or {}
    fields = {ours: str(found[name]) for name, ours in _FIELDS.items() if found.get(name)}
    if "nationality" in fields:
        fields["nationality"] = countries.printed(fields["nationality"])
    if zone:
        fields["sex"] = _SEXES.get(str(found.get("sex") or ""), "X")
    doubts = tuple(name for name, fits in (zone.get("checks") or {}).items() if fits is False)
    return Read(
        fields=fields, doubts=doubts, advice=tuple(told.get("advice") or ()), strip=str(told.get("strip") or "")
    )


def told_of(read: Read | None) -> dict[str, Any]:
    """The advice and the doubts in the reader's language."""
    if read is None:
        return {"advice": [], "doubts": ""}
    advice = [sentence(Refused(f"passport.{code}")) for code in read.advice]
    doubts = [gettext(words.DOUBTS[name]) for name in read.doubts if name in words.DOUBTS]
    return {"advice": advice, "doubts": " · ".join(doubts)}
