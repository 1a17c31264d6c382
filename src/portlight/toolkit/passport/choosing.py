"""Between readings that the picture supports almost alike, the check digits may decide: one character, or nothing.

A reading is changed only when it then fits every digit the format has, the composite among them, in exactly one way.
A printed digit that is wrong stays wrong: to make it fit, the picture would have to speak for another character.
Names and sex have no digit and are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from portlight.toolkit import mrz
from portlight.toolkit.passport.alphabet import ALIKE, ALPHABET
from portlight.toolkit.passport.decoding import Line

if TYPE_CHECKING:
    from portlight.toolkit.mrz import Layout, Zone

ALMOST = 0.15  # of the likeliest character's chance, for any other
ALMOST_ALIKE = 0.002  # for one drawn alike: between 0 and O the recogniser is always too sure


def chosen(lines: Sequence[Line], *, on: date) -> tuple[Zone, tuple[str, ...]]:
    """The zone and its lines as they are told."""
    texts = tuple(line.text for line in lines)
    zone = mrz.read(texts, on=on)
    if zone.format is None or all(said is not False for said in zone.checks.values()):
        return zone, texts
    fitting = []
    for at, place, char in _others(lines, mrz.LAYOUTS[zone.format]):
        text = texts[at][:place] + char + texts[at][place + 1 :]
        other = (*texts[:at], text, *texts[at + 1 :])
        found = mrz.read(other, on=on)
        if all(said is not False for said in found.checks.values()) and len(found.problems) < len(zone.problems):
            fitting.append((found, other))
    return fitting[0] if len(fitting) == 1 else (zone, texts)


def _others(lines: Sequence[Line], layout: Layout) -> Iterator[tuple[int, int, str]]:
    """Every single change that the picture allows, at a place that some digit covers."""
    covered = {
        (span.line - 1, place)
        for span in (layout.number, layout.birth, layout.expiry, *layout.optional)
        for place in range(span.first - 1, span.last + 1)
        if place < layout.lengths[span.line - 1]
    }
    for at, place in sorted(covered):
        row = lines[at].chances[place]
        best = int(row.argmax())
        for other, char in enumerate(ALPHABET):
            alike = char in ALIKE.get(ALPHABET[best], "") or ALPHABET[best] in ALIKE.get(char, "")
            if other != best and row[other] >= (ALMOST_ALIKE if alike else ALMOST) * row[best]:
                yield at, place, char
