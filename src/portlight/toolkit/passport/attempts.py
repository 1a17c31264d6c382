"""One try at a group of lines: cut, which way up, recognised, and the format that explains them best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portlight.toolkit.mrz import LAYOUTS
from portlight.toolkit.passport import alphabet, decoding, models, strips

if TYPE_CHECKING:
    from portlight.toolkit.passport.decoding import Floats, Line
    from portlight.toolkit.passport.pictures import Pixels
    from portlight.toolkit.passport.spotting import Run

UNLIKELY = -0.8  # log-likelihood a character: below it the lines are no zone, or cannot be read
SOME = 2.5  # fillers: enough to tell which way they point


@dataclass(frozen=True)
class Attempt:
    """`weight`: how well the picture goes with the format's lines, as log-likelihood a character."""

    lines: tuple[Line, ...]
    weight: float
    cuts: tuple[Pixels, ...]
    height: float

    @property
    def legible(self) -> bool:
        return self.weight > UNLIKELY


def attempt(picture: Pixels, group: Sequence[Run]) -> Attempt:
    """Reads the lines of a group, whichever way up they stand."""
    level = strips.level(group)
    upright = _heard(picture, level, flipped=False)
    if upright is not None:
        best = _explained(*upright, level)
        if best.legible or upright[2] > SOME:
            return best
    turned = _heard(picture, level[::-1], flipped=True)
    other = _explained(*turned, level) if turned is not None else None
    if upright is None or (other is not None and other.weight > best.weight):
        return other or Attempt((), -99.0, (), 0.0)
    return best


def _heard(picture: Pixels, level: Sequence[Run], *, flipped: bool) -> tuple[list[Pixels], list[Floats], float] | None:
    """Cuts, what was heard, and how many fillers. None as soon as fillers are seen to point the wrong way."""
    cuts, every, right, wrong = [], [], 0.0, 0.0
    network = models.reader()
    for run in level:
        cut = strips.cut(picture, run, flipped=flipped)
        said = network((cut.astype("float32").transpose(2, 0, 1) / 127.5 - 1)[None])[0]
        heard = decoding.steps(said, network.characters)
        cuts.append(cut)
        every.append(heard)
        right += float(heard[:, alphabet.ALPHABET.index(alphabet.FILLER)].sum())
        wrong += decoding.backwards(said, network.characters)
        if wrong > SOME and wrong > right:
            return None
    return cuts, every, right


def _explained(cuts: Sequence[Pixels], heard: Sequence[Floats], fillers: float, level: Sequence[Run]) -> Attempt:
    """The format and the consecutive lines that go best with what was heard."""
    height = sum(run.height for run in level) / len(level)
    best = Attempt((), -99.0, tuple(cuts), height)
    for form, layout in LAYOUTS.items():
        count = len(layout.lengths)
        for at in range(len(heard) - count + 1):
            lines = tuple(
                decoding.decoded(said, shape)
                for said, shape in zip(heard[at : at + count], alphabet.shapes(form), strict=True)
                if len(said) > len(shape.allowed)
            )
            if len(lines) == count and (weight := _weight(lines)) > best.weight:
                best = Attempt(lines, weight, tuple(cuts[at : at + count]), height)
    return best


def _weight(lines: Sequence[Line]) -> float:
    return sum(line.weight for line in lines) / sum(len(line.shape.allowed) for line in lines)
