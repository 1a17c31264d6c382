"""A line of print cut out of the picture and made straight, at the height that the recogniser was trained on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portlight.toolkit.passport.spotting import Run, wrapped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from portlight.toolkit.passport.pictures import Pixels

    Floats = NDArray[np.float64]

HIGH = 48  # pixels of the recogniser's input
WIDEST = 1920
MARGIN = 1.0  # what is added at both ends of a line, in heights of capitals
ROOM = 1.6  # height of a strip over that of its capitals: what the recogniser was trained with
TALL = 1.7  # how much more than the found height is searched for the line's ink
PARTS = 8  # of a line, each looked at by itself: together they give its tilt and bend


@dataclass(frozen=True)
class Fitted:
    """A run whose letters were measured: `bend` are the polynomial of its middle over −1 … 1, in picture pixels."""

    run: Run
    letter: float
    bend: tuple[float, float, float] = (0.0, 0.0, 0.0)


def level(group: Sequence[Run]) -> list[Run]:
    """Lines of one zone begin and end together: each gets the extent of all, and all the same sense of direction."""
    first = group[0].angle
    turned = [replace(run, angle=first + wrapped(run.angle - first)) for run in group]
    angle = sum(run.angle for run in turned) / len(turned)
    left = min(run.along(angle) - run.length / 2 for run in turned)
    right = max(run.along(angle) + run.length / 2 for run in turned)
    done = [_stretched(run, angle, left, right) for run in turned]
    return sorted(done, key=lambda run: run.across(angle))


def _stretched(run: Run, angle: float, left: float, right: float) -> Run:
    tilt = math.cos(run.angle - angle)
    move = ((left + right) / 2 - run.along(angle)) / max(tilt, 0.5)
    x, y = run.x + move * math.cos(run.angle), run.y + move * math.sin(run.angle)
    return replace(run, x=x, y=y, length=(right - left) / max(tilt, 0.5))


def fitted(picture: Pixels, run: Run) -> Fitted:
    """Where the ink of the line really is: its middle along the way, and the height of its capitals."""
    import cv2
    import numpy as np

    rows = round(HIGH * TALL)
    tall = _warped(picture, Fitted(run, run.height * TALL / ROOM), rows)
    grey = cv2.cvtColor(tall, cv2.COLOR_BGR2GRAY)
    ink = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_RECT, (17, 17)))
    parts = np.stack([part.mean(1) for part in np.array_split(ink.astype(np.float64), PARTS, 1)])
    parts = np.maximum(parts - np.percentile(parts, 20, axis=1, keepdims=True), 0)
    profile = parts.sum(0)
    if profile.max() <= 0:
        return Fitted(run, run.height / ROOM)
    shifts, strengths = _shifts(parts, _near_middle(profile))
    at = np.linspace(-1, 1, PARTS * 2 + 1)[1::2]
    curve = np.polyfit(at, shifts, 2, w=np.sqrt(strengths))
    moved = sum(np.roll(part, -round(float(np.polyval(curve, place)))) for place, part in zip(at, parts, strict=True))
    top, bottom = _band(np.asarray(moved))
    letter = min(max(bottom - top, HIGH * 0.42), HIGH * 1.0)
    scale = run.height * TALL / rows
    curve[2] += (top + bottom - (rows - 1)) / 2
    first, second, third = (float(one) * scale for one in curve)
    return Fitted(run, letter * scale, (first, second, third))


def alike(lines: Sequence[Fitted]) -> list[Fitted]:
    """One type size for the whole zone: a line of fillers alone looks lower than it is."""
    found = sorted(line.letter for line in lines)
    letter = min(found[-1], 1.3 * found[len(found) // 2 if len(found) > 2 else 0])
    return [replace(line, letter=letter) for line in lines]


def _near_middle(profile: Floats) -> Floats:
    """The line's own ink, without what neighbours show at the edges."""
    import numpy as np

    rows = np.arange(len(profile))
    kept: Floats = profile * np.exp(-(((rows - (len(profile) - 1) / 2) / (0.3 * len(profile))) ** 4))
    return kept


def _shifts(parts: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """By how many rows each part lies lower than the whole, and how clearly that was seen."""
    import numpy as np

    reach = range(-10, 11)
    scores = np.array([[float((np.roll(whole, by) * part).sum()) for by in reach] for part in parts])
    sums = parts.sum(1)
    return scores.argmax(1) - 10.0, sums / sums.max() + 0.01


def _band(profile: Floats) -> tuple[float, float]:
    """First and last row of the capitals, from the rows around the middle of the ink."""
    import numpy as np

    smooth = np.convolve(_near_middle(profile), np.ones(3) / 3, "same")
    middle = int(np.convolve(smooth, np.ones(25), "same").argmax())
    edge = 0.3 * float(np.percentile(smooth[max(middle - 12, 0) : middle + 13], 60))
    low = high = middle
    while low > 0 and smooth[low - 1] > edge:
        low -= 1
    while high < len(smooth) - 1 and smooth[high + 1] > edge:
        high += 1
    return low, high + 1


def cut(picture: Pixels, line: Fitted, *, flipped: bool, room: float = ROOM) -> Pixels:
    """The line as an upright strip, 48 pixels high, its capitals a share of 1/`room` of that."""
    import numpy as np

    strip = _warped(picture, line, HIGH, MARGIN, room)
    return np.ascontiguousarray(strip[::-1, ::-1]) if flipped else strip


def _warped(picture: Pixels, line: Fitted, rows: int, margin: float = 0.0, room: float = ROOM) -> Pixels:
    import cv2
    import numpy as np

    run, height = line.run, line.letter * room
    length = run.length + 2 * margin * line.letter
    wide = max(HIGH, min(WIDEST, round(length / height * rows)))
    along = (np.arange(wide) - (wide - 1) / 2) * (length / wide)
    middle = np.polyval(line.bend, along / (run.length / 2))
    side = middle[None] + (np.arange(rows) - (rows - 1) / 2)[:, None] * (height / rows)
    x = run.x + along[None] * math.cos(run.angle) - side * math.sin(run.angle)
    y = run.y + along[None] * math.sin(run.angle) + side * math.cos(run.angle)
    return cv2.remap(  # type: ignore[return-value]
        _softened(picture, height / rows), x.astype(np.float32), y.astype(np.float32), cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip


def _softened(picture: Pixels, shrunk: float) -> Pixels:
    """Before pixels are left out, they are mixed: else thin strokes break."""
    import cv2

    return cv2.GaussianBlur(picture, (0, 0), 0.4 * shrunk) if shrunk > 1.5 else picture  # type: ignore[return-value]
