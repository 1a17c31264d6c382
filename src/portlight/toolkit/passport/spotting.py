"""Where text stands in the picture, and which of it may be a zone: two or three long parallel lines of one length."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from portlight.toolkit.passport import models

if TYPE_CHECKING:
    from portlight.toolkit.passport.pictures import Pixels

SURE = 0.3  # the finder's own threshold
LEAST_ASPECT = 4.0
MOST_RUNS = 120  # noise can look like thousands


@dataclass(frozen=True)
class Run:
    """A run of text: middle, length, height, direction (radians, −π/2 to π/2; which way it reads is not known)."""

    x: float
    y: float
    length: float
    height: float
    angle: float

    @property
    def aspect(self) -> float:
        return self.length / max(self.height, 1e-6)

    def along(self, angle: float) -> float:
        return self.x * math.cos(angle) + self.y * math.sin(angle)

    def across(self, angle: float) -> float:
        return self.y * math.cos(angle) - self.x * math.sin(angle)


def runs(picture: Pixels, longest: int) -> list[Run]:
    """Every long run of text, in the picture's pixels. `longest`: the side to which the finder's copy is brought."""
    import cv2
    import numpy as np

    high, wide = picture.shape[:2]
    share = min(1.0, longest / max(high, wide))
    size = (max(32, round(wide * share / 32) * 32), max(32, round(high * share / 32) * 32))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    found = models.finder()((small / 127.5 - 1).transpose(2, 0, 1)[None])[0, 0]
    mask = (found > SURE).astype(np.uint8)
    shapes, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes = (cv2.minAreaRect(shape) for shape in shapes if len(shape) >= 4)
    every = [_run(box, wide / size[0], high / size[1]) for box in boxes if min(box[1]) >= 2]
    return sorted(every, key=lambda run: -run.length)[:MOST_RUNS]


def _run(box: tuple[Sequence[float], Sequence[float], float], right: float, down: float) -> Run:
    """From the finder's shrunken core to the whole run: it is trained to leave out a border (unclip)."""
    (x, y), (wide, high), turn = box
    angle = math.radians(turn)
    if wide < high:
        wide, high, angle = high, wide, angle + math.pi / 2
    out = wide * high * 1.5 / (2 * (wide + high))
    scale = (right + down) / 2
    return Run(x * right, y * down, (wide + 2 * out) * scale, (high + 2 * out) * scale, wrapped(angle))


def wrapped(angle: float) -> float:
    return (angle + math.pi / 2) % math.pi - math.pi / 2


def apart(one: float, other: float) -> float:
    return abs(wrapped(one - other))


def joined(found: Sequence[Run]) -> list[Run]:
    """Pieces of one line become that line: the finder cuts a line where fillers are faint or a finger lies."""
    rest, done = sorted(found, key=lambda run: -run.length), list[Run]()
    while rest:
        run = rest.pop(0)
        more = [other for other in rest if _continues(run, other)]
        if more:
            rest = [other for other in rest if other not in more]
            rest.insert(0, _spanning([run, *more]))
        else:
            done.append(run)
    return done


def _continues(run: Run, other: Run) -> bool:
    if run.aspect < LEAST_ASPECT or not 0.55 < other.height / run.height < 1.6:
        return False
    if other.aspect > LEAST_ASPECT and apart(run.angle, other.angle) > math.radians(4):
        return False
    gap = abs(run.along(run.angle) - other.along(run.angle)) - (run.length + other.length) / 2
    aside = abs(run.across(run.angle) - other.across(run.angle))
    return -run.height < gap < 2 * run.height and aside < run.height * (0.35 + 0.02 * other.aspect)


def _spanning(pieces: Sequence[Run]) -> Run:
    angle = pieces[0].angle
    starts = [(piece.along(angle) - piece.length / 2, piece) for piece in pieces]
    ends = [(piece.along(angle) + piece.length / 2, piece) for piece in pieces]
    (left, first), (right, last) = min(starts, key=lambda one: one[0]), max(ends, key=lambda one: one[0])
    if first is not last:
        rise = (last.across(angle) - first.across(angle)) / max(last.along(angle) - first.along(angle), 1.0)
    else:
        rise = 0.0
    middle = (left + right) / 2
    side = pieces[0].across(angle) + rise * (middle - pieces[0].along(angle))
    x = middle * math.cos(angle) - side * math.sin(angle)
    y = middle * math.sin(angle) + side * math.cos(angle)
    height = sum(piece.height * piece.length for piece in pieces) / sum(piece.length for piece in pieces)
    return Run(x, y, right - left, height, wrapped(angle + math.atan(rise)))


def groups(found: Sequence[Run]) -> list[tuple[Run, ...]]:
    """Candidates for a zone, likeliest first: parallel runs of one length, close to one another, top to bottom."""
    every = {*joined(found), *found}  # what was joined may have been two texts that happen to be in line
    longs = [run for run in every if run.aspect >= 2 * LEAST_ASPECT]
    scored: list[tuple[float, tuple[Run, ...]]] = []
    for run in longs:
        near = [other for other in longs if other is run or _neighbours(run, other)]
        near.sort(key=lambda other: other.across(run.angle))
        for count in (3, 2):
            scored += [
                (_score(chosen), chosen)
                for at in range(len(near) - count + 1)
                if run in (chosen := tuple(near[at : at + count])) and _even(chosen)
            ]
        scored.append((_score((run,)) * 0.4, (run,)))
    best: dict[frozenset[Run], tuple[float, tuple[Run, ...]]] = {frozenset(one[1]): one for one in scored}
    return [group for _, group in sorted(best.values(), key=lambda one: -one[0])]


def _neighbours(run: Run, other: Run) -> bool:
    if apart(run.angle, other.angle) > math.radians(5):
        return False
    aside = abs(run.across(run.angle) - other.across(run.angle))
    if not 0.6 * run.height < aside < 5 * run.height:
        return False
    both = _overlap(run, other)
    return both > 0.6 * max(run.length, other.length)


def _overlap(run: Run, other: Run) -> float:
    one, two = run.along(run.angle), other.along(run.angle)
    return min(one + run.length / 2, two + other.length / 2) - max(one - run.length / 2, two - other.length / 2)


def _even(chosen: Sequence[Run]) -> bool:
    sides = sorted(run.across(chosen[0].angle) for run in chosen)
    gaps = [after - before for before, after in pairwise(sides)]
    return max(gaps) < 1.6 * min(gaps) and max(gaps) < 3.2 * max(run.height for run in chosen)


def _score(chosen: Sequence[Run]) -> float:
    """Long thin lines of the same length; three of a card of three lines beat the two among them."""
    lengths = [run.length for run in chosen]
    aspect = sum(min(run.aspect, 28.0) for run in chosen) / len(chosen)
    return aspect * (min(lengths) / max(lengths)) ** 2 * (1.3 if len(chosen) == 3 else 1.0)
