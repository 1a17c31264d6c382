"""One try at a group of lines: cut, which way up, recognised, and the format that explains them best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from portlight.toolkit.mrz import LAYOUTS, Format
from portlight.toolkit.passport import alphabet, decoding, glyphs, models, strips

if TYPE_CHECKING:
    from portlight.toolkit.passport.decoding import Floats, Line
    from portlight.toolkit.passport.pictures import Pixels
    from portlight.toolkit.passport.spotting import Run
    from portlight.toolkit.passport.strips import Fitted

UNLIKELY = -0.8  # log-likelihood a character: below it the lines are no zone, or cannot be read
CLEAR = -0.2  # above it no other length is tried
LOOSER = 2.0  # height of a strip over that of its capitals, for the second reading
_LENGTHS: dict[tuple[int, ...], tuple[Format, ...]] = {
    (44, 44): ("TD3", "MRVA"), (36, 36): ("TD2", "MRVB"), (30, 30, 30): ("TD1",),
}  # fmt: skip
ZONE = 12.0  # fillers: no address and no title has so many; where long names leave fewer, other lines are tried too
SOME = 2.5  # fillers: enough to tell which way they point


@dataclass(frozen=True)
class Attempt:
    """`weight`: how well the picture goes with the format's lines, as log-likelihood a character; `fillers`: how many
    were heard, whatever the format would have."""

    lines: tuple[Line, ...]
    weight: float
    cuts: tuple[Pixels, ...]
    places: tuple[Fitted, ...] = ()
    flipped: bool = False
    fillers: float = 0.0

    @property
    def legible(self) -> bool:
        return self.weight > UNLIKELY

    @property
    def zone(self) -> bool:
        """Whether this is the zone, well read or not: nothing else on a paper is full of fillers."""
        return self.legible and self.fillers > ZONE

    @property
    def letter(self) -> float:
        """Height of the capitals in the picture, in its pixels."""
        return sum(place.letter for place in self.places) / max(len(self.places), 1)


@dataclass(frozen=True)
class _Heard:
    places: tuple[Fitted, ...]
    cuts: tuple[Pixels, ...]
    steps: tuple[Floats, ...]
    fillers: float
    flipped: bool


NOTHING = Attempt((), -99.0, ())


def attempt(picture: Pixels, group: Sequence[Run]) -> Attempt:
    """Reads the lines of a group, whichever way up they stand."""
    places = strips.alike([strips.fitted(picture, run) for run in strips.level(group)])
    upright = _listened(picture, places, flipped=False)
    best = _explained(upright) if upright else NOTHING
    if best.legible or (upright and upright.fillers > SOME):
        return best
    turned = _listened(picture, places[::-1], flipped=True)
    other = _explained(turned) if turned else NOTHING
    return other if other.weight > best.weight else best


def again(picture: Pixels, found: Attempt, which: Sequence[int]) -> Attempt:
    """Some of its lines read once more from a looser cut, both readings counting alike."""
    lines = list(found.lines)
    for at in which:
        cut = strips.cut(picture, found.places[at], flipped=found.flipped, room=LOOSER)
        heard = _asked(cut)[0]
        other = decoding.spaced(heard, decoding.decoded(heard, lines[at].shape))
        lines[at] = replace(lines[at], chances=(lines[at].chances + other.chances) / 2)
    return replace(found, lines=glyphs.told_apart(lines, found.cuts))


def _listened(picture: Pixels, places: Sequence[Fitted], *, flipped: bool) -> _Heard | None:
    """None as soon as fillers are seen to point the wrong way."""
    cuts, every, right, wrong = list[Any](), list[Any](), 0.0, 0.0
    for place in places:
        cuts.append(strips.cut(picture, place, flipped=flipped))
        heard, backwards = _asked(cuts[-1])
        every.append(heard)
        right += float(heard[:, alphabet.ALPHABET.index(alphabet.FILLER)].sum())
        wrong += backwards
        if wrong > SOME and wrong > right:
            return None
    return _Heard(tuple(places), tuple(cuts), tuple(every), right, flipped)


def _asked(cut: Pixels) -> tuple[Floats, float]:
    """Of one strip the steps of the zone's alphabet, and how many fillers point the wrong way."""
    network = models.reader()
    said = network((cut.astype("float32").transpose(2, 0, 1) / 127.5 - 1)[None])[0]
    return decoding.steps(said, network.characters), decoding.backwards(said, network.characters)


def _explained(heard: _Heard) -> Attempt:
    """The format and the consecutive lines that go best with what was heard; likely lengths are tried first."""
    best = replace(NOTHING, cuts=heard.cuts, places=heard.places, flipped=heard.flipped)
    count = max(float(decoding.count(said)) for said in heard.steps)
    for lengths in sorted(_LENGTHS, key=lambda one: (abs(one[0] - count), -len(one))):
        for at in range(len(heard.steps) - len(lengths) + 1):
            part = slice(at, at + len(lengths))
            lines = _lined(heard.steps[part], _LENGTHS[lengths])
            if lines and (weight := _weight(lines)) > best.weight:
                even = [decoding.spaced(said, line) for said, line in zip(heard.steps[part], lines, strict=True)]
                best = Attempt(
                    glyphs.told_apart(even, heard.cuts[part]),
                    weight,
                    heard.cuts[part],
                    heard.places[part],
                    heard.flipped,
                    heard.fillers,
                )
        if best.weight > CLEAR:
            break
    return best


def _lined(heard: Sequence[Floats], forms: Sequence[Format]) -> tuple[Line, ...]:
    """The lines in the one of these formats whose first line goes best: a visa's begins with V, and nothing else's."""
    if any(len(said) <= length for said, length in zip(heard, LAYOUTS[forms[0]].lengths, strict=True)):
        return ()
    firsts = [decoding.decoded(heard[0], alphabet.shapes(form)[0]) for form in forms]
    best = max(firsts, key=lambda line: line.weight)
    rest = alphabet.shapes(best.shape.format)[1:]
    return (best, *(decoding.decoded(said, shape) for said, shape in zip(heard[1:], rest, strict=True)))


def _weight(lines: Sequence[Line]) -> float:
    return sum(line.weight for line in lines) / sum(len(line.shape.allowed) for line in lines)
