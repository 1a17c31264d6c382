"""What is wrong with the picture, measured on the strip of the zone, and so what the person should do about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portlight.toolkit.passport.attempts import Attempt
    from portlight.toolkit.passport.decoding import Line
    from portlight.toolkit.passport.pictures import Pixels

BURNT, DARK, LOW, SHARP = 0.1, 60.0, 10.0, 0.1


@dataclass(frozen=True)
class Quality:
    """Of a strip 48 pixels high: what was measured, without units where none is said."""

    letter: float  # height of a line in the picture, in its pixels
    sharpness: float  # variance of the Laplacian over the variance of the grey
    burnt: float  # share of the strip that is saturated
    bright: float  # median grey, 0 to 255
    contrast: float  # between the dark and the light twentieth, in greys


def measured(strip: Pixels, height: float) -> Quality:
    import cv2
    import numpy as np

    grey = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY)
    spread = float(grey.std()) ** 2
    edges = float(cv2.Laplacian(grey, cv2.CV_32F).var())
    low, middle, high = (float(one) for one in np.percentile(grey, (5, 50, 95)))
    return Quality(height, edges / max(spread, 1.0), float((grey >= 252).mean()), middle, high - low)


def shown(cuts: Sequence[Pixels]) -> bytes:
    """The lines one under another, as PNG."""
    import cv2
    import numpy as np

    wide = max(cut.shape[1] for cut in cuts)
    rows = [cv2.copyMakeBorder(cut, 2, 2, 0, wide - cut.shape[1], cv2.BORDER_REPLICATE) for cut in cuts]
    _, coded = cv2.imencode(".png", np.vstack(rows))
    return bytes(coded)


def advice(found: Attempt, picture: Pixels, *, otherwise: str = "unreadable") -> tuple[str, ...]:
    """Codes, the most telling first; `otherwise` where nothing was measured that would explain it."""
    every = [measured(cut, found.letter) for cut in found.cuts]
    told = []
    if max(one.burnt for one in every) > BURNT:
        told.append("glare")
    if max(one.bright for one in every) < DARK:
        told.append("too-dark")
    if found.letter < LOW:
        told.append("too-small")
    if min(one.sharpness for one in every) < SHARP:
        told.append("blurred")
    if _over_the_edge(found, picture) or any(_hidden(line) for line in found.lines):
        told.append("cut-off")
    return tuple(told) or (otherwise,)


def _over_the_edge(found: Attempt, picture: Pixels) -> bool:
    """Whether a line begins or ends where the picture does."""
    high, wide = picture.shape[:2]
    for place in found.places:
        run = place.run
        for end in (-0.5, 0.5):
            x, y = run.x + end * run.length * math.cos(run.angle), run.y + end * run.length * math.sin(run.angle)
            if not (0.2 * place.letter < x < wide - 0.2 * place.letter and 0 < y < high):
                return True
    return False


def _hidden(line: Line) -> bool:
    """A stretch of the line says nothing while the rest is clear: something lies over it."""
    clear = line.sure > 0.8
    longest = run = 0
    for so in clear:
        run = 0 if so else run + 1
        longest = max(longest, run)
    return longest >= 5 and float(clear.mean()) > 0.5
