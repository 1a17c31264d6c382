"""What was read from the photo of a passport, as a form takes it: any room's page on which somebody waits for it.

`portal/_reading.html` is the wait, `portal/_read.html` what stands above the form: lines as found, advice, doubts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from portlight.faces.portal.persons import PORTAL
from portlight.faces.portal.words import DOUBTS
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


def read_of(number: int | None, at: datetime, *, why: str) -> Read | None:
    """What the reading of that number gave; None when there is none, or it is not read yet. `why`: a code for the
    timeline, which notes that it was looked at."""
    if number is None:
        return None
    try:
        card = documents.reading(number)
        if card.place is not None:
            return None
        told = documents.read(number, by=PORTAL, why=why, at=at)
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
    doubts = [gettext(DOUBTS[name]) for name in read.doubts if name in DOUBTS]
    return {"advice": advice, "doubts": " · ".join(doubts)}
