"""A line of print cut out of the picture and made straight, at the height that the recogniser was trained on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from portlight.toolkit.passport.spotting import Run, _wrapped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from portlight.toolkit.passport.pictures import Pixels

    Grey = NDArray[np.uint8]

HIGH = 48  # pixels of the recogniser's input
WIDEST = 1920


def level(group: Sequence[Run]) -> list[Run]:
    """Lines of one zone begin and end together: each gets the extent of all, where they do not differ too much."""
    angle = sum(_wrapped(run.angle - group[0].angle) for run in group) / len(group) + group[0].angle
    left = min(run.along(angle) - run.length / 2 for run in group)
    right = max(run.along(angle) + run.length / 2 for run in group)
    return [_stretched(run, angle, left, right) for run in group]


def _stretched(run: Run, angle: float, left: float, right: float) -> Run:
    tilt = _wrapped(run.angle - angle)
    move = (left + right) / 2 - run.along(angle)
    x = run.x + move * math.cos(run.angle) / max(math.cos(tilt), 0.5)
    y = run.y + move * math.sin(run.angle) / max(math.cos(tilt), 0.5)
    return Run(x, y, right - left, run.height, run.angle)


def cut(picture: Pixels, run: Run, *, flipped: bool, margin: float = 0.4) -> Pixels:
    """The run as an upright strip, 48 pixels high. `margin`: what is added at both ends, in heights."""
    import cv2
    import numpy as np

    angle = run.angle + (math.pi if flipped else 0.0)
    length, height = run.length + 2 * margin * run.height, run.height
    wide = max(HIGH, min(WIDEST, round(length / height * HIGH)))
    right = np.array([math.cos(angle), math.sin(angle)]) * length / 2
    down = np.array([-math.sin(angle), math.cos(angle)]) * height / 2
    middle = np.array([run.x, run.y])
    corners = np.array([middle - right - down, middle + right - down, middle - right + down], np.float32)
    shape = np.array([[0, 0], [wide, 0], [0, HIGH]], np.float32)
    shrunk = max(1.0, height / HIGH)
    source = cv2.GaussianBlur(picture, (0, 0), 0.35 * shrunk) if shrunk > 1.6 else picture
    turn = cv2.getAffineTransform(corners, shape)
    return cv2.warpAffine(source, turn, (wide, HIGH), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[return-value]
