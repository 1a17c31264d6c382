"""Rehearsal: carries messages to a table instead of to people, and shows each as its channel would."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, override

from portlight.channels.rehearsal import words
from portlight.channels.rehearsal.models import Letter
from portlight.delivery import port
from portlight.delivery.port import Copy, Desk, Limits, Parcel
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.markup import to_plain

_TOGETHER = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    copy: Copy
    late: str
    plain: str


class Rehearsal:
    kind = "rehearsal"
    label = words.LABEL
    cost = 0
    limits = Limits()
    inside = True
    idempotent = True  # a letter is unique by its delivery: asking again does no harm
    intrusive = False
    receipts = False
    routes: tuple[str, ...] = ()

    def prepare(self, copy: Copy) -> Sheet:
        late = ""
        if copy.wanted != copy.language and copy.wanted in LANGUAGES:
            with override(copy.wanted.lower()):
                late = gettext(words.NOT_YET) % {"language": LANGUAGES[copy.language].name}
        return Sheet(copy, late, to_plain(copy.text))

    async def carry(self, desk: Desk) -> None:
        while True:
            together: list[Parcel] = []
            while len(together) < _TOGETHER and (parcel := desk.next()) is not None:
                together.append(parcel)
                desk.intend(parcel)
            if not together:
                return
            Letter.objects.bulk_create([_letter(parcel) for parcel in together], ignore_conflicts=True)
            for parcel in together:
                desk.settle(parcel, port.accepted(f"letter-{parcel.delivery}"))

    async def close(self) -> None:
        return None


def _letter(parcel: Parcel) -> Letter:
    sheet: Sheet = parcel.template
    copy = sheet.copy
    return Letter(
        delivery=parcel.delivery, address=parcel.address, code=copy.code, about=copy.about, language=copy.language,
        late=sheet.late, title=copy.title, text=sheet.plain, drill=copy.drill, at=copy.at,
    )  # fmt: skip
