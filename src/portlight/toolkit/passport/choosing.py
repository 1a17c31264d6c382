"""Between readings that the picture supports almost alike, the check digits may decide: one character, or nothing.

A reading is changed only when it then fits every digit the format has, the composite among them, in exactly one way.
A printed digit that is wrong stays wrong: to make it fit, the picture would have to speak for another character.
Names and sex have no digit and are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from portlight.toolkit import countries, mrz
from portlight.toolkit.passport.alphabet import ALIKE, ALPHABET
from portlight.toolkit.passport.decoding import Line

if TYPE_CHECKING:
    from portlight.toolkit.mrz import Layout, Zone
    from portlight.toolkit.passport.decoding import Floats

ALMOST = 0.15  # of the likeliest character's chance, for any other
ALMOST_ALIKE = 0.002  # for one drawn alike
BLIND = 1e-5  # for 0 and O: measured, the recogniser takes nearly every O among digits for a 0 at such odds
SURE = 0.6  # less than that, and the character is told as unsure
SURE_TWIN = 0.95  # where a look-alike would fit the same check digits: 6 and G are the same to them


def chosen(lines: Sequence[Line], *, on: date) -> tuple[Zone, tuple[str, ...]]:
    """The zone and its lines as they are told; what the picture leaves open is a problem `unsure` of its place."""
    listed = [_listed(line) for line in lines]
    texts = tuple(line.text for line in listed)
    zone = mrz.read(texts, on=on)
    if zone.format is None:
        return zone, texts
    form = zone.format
    if not agreeing(zone):
        zone, texts = _fitting(listed, zone, texts, on)
    doubts = tuple(mrz.Problem("unsure", at + 1, place + 1) for at, place in _doubts(listed, texts, form))
    return replace(zone, problems=(*zone.problems, *doubts)), texts


def _fitting(lines: Sequence[Line], zone: Zone, texts: tuple[str, ...], on: date) -> tuple[Zone, tuple[str, ...]]:
    """The one change of one character with which every digit agrees; nothing is changed when there are two."""
    fitting = []
    for at, place, char in _others(lines, mrz.LAYOUTS[lines[0].shape.format]):
        text = texts[at][:place] + char + texts[at][place + 1 :]
        other = (*texts[:at], text, *texts[at + 1 :])
        found = mrz.read(other, on=on)
        if agreeing(found) and len(found.problems) < len(zone.problems):
            fitting.append((found, other))
    return fitting[0] if len(fitting) == 1 else (zone, texts)


def agreeing(zone: Zone) -> bool:
    return all(said is not False for said in zone.checks.values())


def _listed(line: Line) -> Line:
    """A state that is on the list is preferred to one that is not, where the picture speaks for both."""
    layout = mrz.LAYOUTS[line.shape.format]
    chances = line.chances
    for span in (mrz.Span(1, 3, 5), layout.nationality):
        if span.line == line.shape.line:
            chances = _state(chances, span.first - 1)
    return replace(line, chances=chances)


def _state(chances: Floats, first: int) -> Floats:
    import numpy as np

    rows = chances[first : first + 3]
    best = [row.argsort()[-3:] for row in rows]
    every = {
        "".join(ALPHABET[at] for at in three): float(np.prod([row[at] for row, at in zip(rows, three, strict=True)]))
        for three in product(*best)
    }
    said = max(every, key=lambda code: every[code])
    known = [code for code in every if countries.known(code.rstrip("<")) or code == "D<<"]
    if not known or said in known:
        return chances
    other = max(known, key=lambda code: every[code])
    if every[other] < ALMOST * every[said]:
        return chances
    changed = chances.copy()
    for place, char in enumerate(other, first):
        if char != said[place - first]:
            at, to = ALPHABET.index(said[place - first]), ALPHABET.index(char)
            changed[place, [at, to]] = changed[place, [to, at]]
    return changed


def _doubts(lines: Sequence[Line], texts: Sequence[str], form: mrz.Format) -> Iterator[tuple[int, int]]:
    """Places that no digit settled: everywhere a likely other character, in numbers a look-alike of the same value."""
    covered = _covered(mrz.LAYOUTS[form])
    for at, (line, text) in enumerate(zip(lines, texts, strict=True)):
        for place, (row, char) in enumerate(zip(line.chances, text, strict=True)):
            settled = (at, place) in covered
            if settled:
                twins = [ALPHABET.index(one) for one in _SAME_VALUE.get(char, "")]
                if twins and row[twins].max() > (1 - SURE_TWIN) * row.max():
                    yield at, place
            elif row.max() < SURE:
                yield at, place


_SAME_VALUE = {"6": "G", "G": "6"}


def _covered(layout: Layout) -> set[tuple[int, int]]:
    """Places in fields that have a check digit, and the digits themselves."""
    return {
        (span.line - 1, place)
        for span in (layout.number, layout.birth, layout.expiry, *(layout.optional if layout.composite else ()))
        for place in range(span.first - 1, span.last + 1)
        if place < layout.lengths[span.line - 1]
    }


def _others(lines: Sequence[Line], layout: Layout) -> Iterator[tuple[int, int, str]]:
    """Every single change that the picture allows, at a place that some digit covers."""
    covered = _covered(layout)
    for at, place in sorted(covered):
        row = lines[at].chances[place]
        best = int(row.argmax())
        for other, char in enumerate(ALPHABET):
            alike = char in ALIKE.get(ALPHABET[best], "") or ALPHABET[best] in ALIKE.get(char, "")
            blind = layout.composite and {char, ALPHABET[best]} == {"0", "O"}
            enough = BLIND if blind else ALMOST_ALIKE if alike else ALMOST
            if other != best and row[other] >= enough * row[best]:
                yield at, place, char
