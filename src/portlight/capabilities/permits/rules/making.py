"""What the national system made, as its number comes back to this office."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portlight.toolkit import mrz
from portlight.toolkit.refusals import Refused

MRV = ("MRV-A", "MRV-B")
_COURIER = re.compile(r"[0-9A-Za-z-]{6,40}")


@dataclass(frozen=True, kw_only=True)
class Made:
    """A sticker or a card. `lines`: the two lines of a visa sticker (ICAO Doc 9303-7), where it has them."""

    number: str
    issued_on: date
    until: date | None
    lines: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number, "issued_on": self.issued_on.isoformat(),
            "until": self.until.isoformat() if self.until else None, "lines": list(self.lines),
        }  # fmt: skip

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Made:
        until = told["until"]
        return cls(
            number=told["number"], issued_on=date.fromisoformat(told["issued_on"]),
            until=date.fromisoformat(until) if until else None, lines=tuple(told["lines"]),
        )  # fmt: skip


def checked(made: Made, *, paper_number: str, granted_until: date | None, on: date) -> Made:
    """What was typed from the sticker, if it can be the one that was granted.

    Refused, each with its field: permits.sticker-odd, permits.issued-later, permits.not-as-granted, permits.lines-odd
    (not two lines of a visa, or a check digit that is wrong), permits.lines-of-another.
    """
    if not 4 <= len(made.number) <= 20 or not made.number.isalnum():
        raise Refused("permits.sticker-odd", field="number")
    if made.issued_on > on:
        raise Refused("permits.issued-later", field="issued_on")
    if granted_until is not None and made.until is not None and made.until > granted_until:
        raise Refused("permits.not-as-granted", field="until", granted=granted_until)
    if made.lines:
        _check_lines(made.lines, paper_number, on)
    return made


def courier_number(typed: str) -> str:
    """The number of a courier's consignment as it is kept, in capitals and without the spaces of the label; empty where
    none was typed. Refused: permits.courier-odd (6 to 40 letters, digits, hyphens)."""
    number = "".join(typed.split()).upper()
    if number and not _COURIER.fullmatch(number):
        raise Refused("permits.courier-odd", field="courier")
    return number


def _check_lines(lines: Sequence[str], paper_number: str, on: date) -> None:
    zone = mrz.read(lines, on=on)
    if zone.format not in MRV or not zone.valid:
        raise Refused("permits.lines-odd", field="lines")
    said = str(zone.fields.get("document_number") or "")
    if said and said.replace("<", "") != paper_number:
        raise Refused("permits.lines-of-another", field="lines")
