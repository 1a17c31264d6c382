"""A line of known length from the recogniser's own probabilities: what each position most likely holds, given them all.

The recogniser was trained with connectionist temporal classification: at every step of the picture it gives a
probability for each character and for a blank. Summing over all ways in which exactly n characters can be laid over
the steps (forward and backward over a trellis of n positions) gives, for every position, how likely each character
is. Position classes are the trellis's walls: a date has no letters. Nothing else is preferred.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from portlight.toolkit.passport.alphabet import ALIASES, ALIKE, ALPHABET, FILLER, Shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FLOOR = 1e-6  # of a character's probability at a step: softmax leaves nothing quite impossible
FILLERS = 1e-3  # the same for a filler: what the recogniser drops from a line is nearly always one of a run of them
SPREAD = 0.6  # of the pitch: how far letters stand from where even spacing puts them
TWIN = 0.05  # of a look-alike's probability counts for the character of the right class


@dataclass(frozen=True)
class Line:
    """`chances[position, character]` sum to 1 in each row; `steps` say where each position stands.

    `weight` is the log-likelihood of all ways in which a line of this shape can be laid over the steps.
    """

    shape: Shape
    chances: Floats
    weight: float
    steps: Floats

    @property
    def text(self) -> str:
        return "".join(ALPHABET[at] for at in self.chances.argmax(1))

    @property
    def sure(self) -> Floats:
        best: Floats = self.chances.max(1)
        return best


@cache
def _columns(characters: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
    where = {char: at for at, char in enumerate(characters, 1)}
    return tuple(tuple(where[form] for form in char + ALIASES.get(char, "") if form in where) for char in ALPHABET)


def steps(said: Floats, characters: tuple[str, ...]) -> Floats:
    """Of a line's output (steps, all characters) the 37 of the zone and, last, everything else as blank."""
    import numpy as np

    kept = np.stack([said[:, list(columns)].sum(1) for columns in _columns(characters)], 1)
    blank = np.maximum(1 - kept.sum(1), said[:, 0])
    return np.concatenate([kept, blank[:, None]], 1).astype(np.float64)


def count(heard: Floats) -> int:
    """About how many characters: runs of steps on which the same one is likeliest."""
    best = heard.argmax(1)
    return int(((best != len(ALPHABET)) & (best != [-1, *best[:-1]])).sum())


def backwards(said: Floats, characters: tuple[str, ...]) -> float:
    """How many fillers were heard that point the wrong way: the line stands on its head."""
    return float(said[:, [at for at, char in enumerate(characters, 1) if char in ">＞〉›"]].sum())


def decoded(heard: Floats, shape: Shape, expected: Floats | None = None) -> Line:
    """The chances of every position of a line of this shape. `expected`: how likely each position is at each step."""
    import numpy as np

    emit = np.maximum(heard[:, :-1], FLOOR)
    emit[:, ALPHABET.index(FILLER)] = np.maximum(emit[:, ALPHABET.index(FILLER)], FILLERS)
    table = np.empty((len(heard), len(shape.allowed), len(ALPHABET)))
    for allowed in set(shape.allowed):
        table[:, [at for at, one in enumerate(shape.allowed) if one == allowed]] = (emit @ _classed(allowed))[:, None]
    if expected is not None:
        table *= expected[:, :, None]
    both_ways = np.stack([table, table[::-1, ::-1]]), np.stack([heard[:, -1], heard[::-1, -1]])
    (there, back), (rest, still), (weight, _) = _swept(*both_ways)
    chances, places = _joined(table, heard[:, -1:], (there, rest), (back[::-1, ::-1], still[::-1, ::-1]))
    return Line(shape, chances, float(weight), places)


def spaced(heard: Floats, line: Line) -> Line:
    """The same line once more as type of one width, where the signs that were heard count up to its length.

    Without it nothing says in which of two runs a filler was dropped, for a blank is as long as it likes.
    """
    import numpy as np

    places = _lattice(heard, len(line.steps))
    if places is None:
        return line
    pitch = (places[-1] - places[0]) / (len(places) - 1)
    away = (np.arange(len(heard))[:, None] - places[None]) / (SPREAD * pitch)
    return decoded(heard, line.shape, np.exp(-0.5 * np.minimum(away**2, 40.0)))


def _lattice(heard: Floats, length: int) -> Floats | None:
    """Where each of `length` signs stands: those heard, and between them as many as the width of a gap has room for."""
    import numpy as np

    best = heard.argmax(1)
    starts = np.flatnonzero((best != len(ALPHABET)) & (best != np.concatenate([[-1], best[:-1]])))
    if len(starts) < length // 2:
        return None
    pitch = float(np.median(np.diff(starts)))
    known, steps_ = [0], [float(starts[0])]
    for start in starts[1:]:
        apart = (start - steps_[-1]) / pitch
        if apart < 0.5:
            continue  # one sign heard twice
        if apart < 1.5:
            pitch += 0.15 * (apart - 1) * pitch  # in perspective it changes along the line
        known.append(known[-1] + max(1, round(apart)))
        steps_.append(float(start))
    return np.interp(np.arange(length), known, steps_) if known[-1] == length - 1 else None


def _swept(tables: Floats, blanks: Floats) -> tuple[Floats, Floats, Floats]:
    """Forward, each table by itself: the share of ways that stand on each character, and between two, at every step;
    and their log sum. Half of the time of a reading is spent here: arrays are filled in place."""
    import numpy as np

    ways, count_, length, size = tables.shape
    kept, rests = np.empty_like(tables), np.empty((ways, count_, length + 1))
    scales, came, ones = np.empty((count_, ways)), np.empty((ways, length, size)), np.ones(size)
    on, sums, between = np.zeros_like(came), np.zeros((ways, length)), np.zeros((ways, length + 1))
    between[:, 0] = 1.0
    for step in range(count_):
        # onto a character: it goes on, or a blank came before, or another character stood before
        before = between[:, :-1].copy()
        before[:, 1:] += sums[:, :-1]
        np.add(on, before[:, :, None], out=came)
        came[:, 1:] -= on[:, :-1]
        dark = blanks[:, step, None]
        rest = np.multiply(between, dark, out=rests[:, step])
        rest[:, 1:] += sums * dark
        on = np.multiply(came, tables[:, step], out=kept[:, step])
        sums = on @ ones
        scales[step] = sums.sum(1) + rest.sum(1)
        part = 1 / scales[step][:, None]
        on *= part[:, :, None]
        rest *= part
        between, sums = rest, sums * part
    return kept, rests, np.log(scales).sum(0) + np.log(np.maximum(sums[:, -1] + between[:, -1], 1e-300))


def _joined(
    table: Floats, blank: Floats, there: tuple[Floats, Floats], back: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """A position's chances: the steps that each character holds it, over all ways there and all ways on; and where."""
    import numpy as np

    both = there[0] * back[0] / np.maximum(table, 1e-300)
    rest = there[1] * back[1] / np.maximum(blank, 1e-300)
    every = both.sum((1, 2)) + rest.sum(1)
    both /= np.maximum(every, 1e-300)[:, None, None]
    held, total = both.sum(2), both.sum(0)
    where: Floats = np.arange(len(held)) @ held / np.maximum(held.sum(0), 1e-300)
    chances: Floats = total / np.maximum(total.sum(1, keepdims=True), 1e-300)
    return chances, where


@cache
def _classed(allowed: str) -> Floats:
    """From what was heard to what may stand: a look-alike that may not stand there speaks for the one that may."""
    import numpy as np

    return np.array([
        [
            0.0 if char not in allowed else 1.0 if other == char else
            TWIN if other in ALIKE.get(char, "") and other not in allowed else 0.0
            for char in ALPHABET
        ]
        for other in ALPHABET
    ])  # fmt: skip
