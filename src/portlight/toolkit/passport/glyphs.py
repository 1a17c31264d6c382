"""Is this round sign in a number a zero or the letter O? The line's own zeros say what a zero looks like here.

Measured: the recogniser takes nearly every O that stands among digits for a 0, at odds of 1,000 to 1 and more, so its
probabilities say nothing. But dates and check digits hold digits only, so their zeros are known, in the same print,
light and blur. A sign in a number that differs from them much more than they differ from one another is an O.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from portlight.toolkit.mrz import LAYOUTS
from portlight.toolkit.passport.alphabet import ALPHABET, DIGITS, FILLER, LETTERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from portlight.toolkit.passport.decoding import Line
    from portlight.toolkit.passport.pictures import Pixels

    Glyph = NDArray[np.float32]

STEP = 8  # pixels of the strip for one step of the recogniser
WIDE, HIGH = 20, 30  # of a glyph as it is compared
ROUND = (ALPHABET.index("0"), ALPHABET.index("O"))
LEAST = 2  # known zeros, else nothing is said
FAR, CLEARLY = 2.2, 0.05  # times the known zeros' own mean distance, and at least this much more
NEARER = 1.5  # times as far from a zero as from an O of the name


def told_apart(lines: Sequence[Line], cuts: Sequence[Pixels]) -> tuple[Line, ...]:
    """The lines, with what the round signs in the number look like beside the zeros of the dates and the O of names."""
    import numpy as np

    zeros, letters = _known(lines, cuts, "0", DIGITS + FILLER), _known(lines, cuts, "O", LETTERS + FILLER)
    if len(zeros) < (1 if letters else LEAST):
        return tuple(lines)
    limit, zero = _limit(zeros), np.mean(zeros, 0)
    layout, done = LAYOUTS[lines[0].shape.format], list(lines)
    row = layout.number.line - 1
    for at in range(layout.number.first - 1, layout.number.last):
        if int(done[row].chances[at].argmax()) in ROUND:
            glyph = _glyph(cuts[row], done[row], at)
            away = _distance(glyph, zero)
            nearer = bool(letters) and away > NEARER * _distance(glyph, np.mean(letters, 0)) + 0.01
            done[row] = _settled(done[row], at, letter=away > limit or nearer)
    return tuple(done)


def _known(lines: Sequence[Line], cuts: Sequence[Pixels], char: str, among: str) -> list[Glyph]:
    """How a sign looks at places where its class leaves no other that is drawn alike."""
    return [
        _glyph(cut, line, at)
        for line, cut in zip(lines, cuts, strict=True)
        for at, allowed in enumerate(line.shape.allowed)
        if not set(allowed) - set(among) and line.text[at] == char and line.chances[at].max() > 0.5
    ]


def _limit(zeros: Sequence[Glyph]) -> float:
    """How far from the mean of the known zeros a sign may stand and still be one."""
    import numpy as np

    if len(zeros) < LEAST:
        return 2.0  # no correlation is that low: nothing is too far
    own = [_distance(one, np.mean([other for other in zeros if other is not one], 0)) for one in zeros]
    mean = float(np.mean(own))
    return max(FAR * mean, float(np.max(own)) * 1.15, mean + CLEARLY)


def _settled(line: Line, at: int, *, letter: bool) -> Line:
    """An O where it was seen to be none of the zeros. Like them it stays what the recogniser heard."""
    if not letter or line.chances[at].argmax() == ROUND[1]:
        return line
    chances = line.chances.copy()
    both = chances[at, list(ROUND)].sum()
    chances[at, ROUND[0]], chances[at, ROUND[1]] = 0.2 * both, 0.8 * both
    return replace(line, chances=chances)


def _glyph(cut: Pixels, line: Line, at: int) -> Glyph:
    """The sign at this position, centred on its ink, brought to one size; ink is positive, mean nothing, length one."""
    import cv2
    import numpy as np

    where = np.arange(len(line.steps))
    pitch, first = np.polyfit(where, line.steps, 1)
    near = slice(max(at - 4, 0), at + 5)
    shift = float(np.median(line.steps[near] - (first + pitch * where[near])))
    middle, half = (first + pitch * at + shift + 0.5) * STEP, pitch * STEP * 0.5
    grey = 255 - cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY).astype(np.float32)
    for _ in range(2):
        patch = cv2.getRectSubPix(grey, (max(4, round(2 * half)), grey.shape[0] - 8), (middle, (grey.shape[0] - 1) / 2))
        ink = np.maximum(patch - np.median(patch), 0).sum(0)
        if ink.sum() > 0:
            middle += float((ink * (np.arange(len(ink)) - (len(ink) - 1) / 2)).sum() / ink.sum())
    small = cv2.resize(patch, (WIDE, HIGH), interpolation=cv2.INTER_LINEAR)
    small = small - small.mean()
    done: Glyph = (small / max(float(np.linalg.norm(small)), 1e-6)).astype(np.float32)
    return done


def _distance(one: Glyph, other: Glyph) -> float:
    """1 less the best correlation over shifts of two pixels."""
    import cv2
    import numpy as np

    inner = np.ascontiguousarray(one[2:-2, 2:-2])
    return 1.0 - float(cv2.matchTemplate(other.astype(np.float32), inner, cv2.TM_CCOEFF_NORMED).max())
