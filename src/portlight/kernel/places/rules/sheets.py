"""One sheet of the map: where it lies on the globe, and each area on it as the path of a drawing. Values only.

A sheet is a square of 1,000 units with north at the top. Geography is never mirrored.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portlight.kernel.places.rules.borders import Line, Point, Rings, simpler
from portlight.kernel.places.rules.points import Ring

SIDE = 1000
MOST_POINTS = 2_000  # on one sheet: so it stays under 60 kB with 320 areas, their names and their links
_MARGIN = 24
_FINEST = 1.5  # units: a pixel where the map is widest
_ROWS = 16


@dataclass(frozen=True)
class Frame:
    """Which part of the globe a sheet shows: its north-west corner in degrees, and units for a degree."""

    west: float
    north: float
    across: float
    down: float

    def place(self, longitude: float, latitude: float) -> Point:
        return (longitude - self.west) * self.across, (self.north - latitude) * self.down

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The longitude and latitude of a place on the sheet."""
        return self.west + x / self.across, self.north - y / self.down


@dataclass(frozen=True)
class Shape:
    """An area on a sheet: an SVG path, the place of its name, and how wide the area is there."""

    code: str
    path: str
    x: int
    y: int
    room: int


def frame_around(rings: Sequence[Ring], margin: int = _MARGIN) -> Frame:
    """The smallest square with a margin that holds the rings; degrees are made equally long both ways in its middle."""
    east, north = [p[0] for ring in rings for p in ring], [p[1] for ring in rings for p in ring]
    narrower = math.cos(math.radians((min(north) + max(north)) / 2))
    across = max((max(east) - min(east)) * narrower, max(north) - min(north), 1e-6)
    down = (SIDE - 2 * margin) / across
    middle = (min(east) + max(east)) / 2, (min(north) + max(north)) / 2
    return Frame(middle[0] - SIDE / 2 / (down * narrower), middle[1] + SIDE / 2 / down, down * narrower, down)


def sheet(areas: Mapping[str, Rings], *, most: int = MOST_POINTS) -> tuple[Shape, ...]:
    """The areas, already in units of a sheet, as shapes of at most about `most` points together."""
    tolerance = _FINEST
    fewer = simpler(areas, tolerance)
    while _points(fewer) > most and tolerance < SIDE / 20:
        tolerance *= 1.5
        fewer = simpler(fewer, tolerance)
    return tuple(_shape(code, rings) for code, rings in fewer.items())


def on_frame(rings: Sequence[Ring], frame: Frame) -> Rings:
    """Rings of longitude and latitude in units of the sheet, open, no point twice in a row."""
    placed = []
    for ring in rings:
        points = [frame.place(round(p[0], 7), round(p[1], 7)) for p in ring]
        points = [point for at, point in enumerate(points) if point != points[at - 1]]
        if len(points) > 2:
            placed.append(tuple(points))
    return tuple(placed)


def _points(areas: Mapping[str, Rings]) -> int:
    return sum(len(ring) for rings in areas.values() for ring in rings)


def _shape(code: str, rings: Rings) -> Shape:
    x, y, room = _middle(rings)
    path = "".join(_path(ring) for ring in rings)
    return Shape(code, path or f"M{x - 2} {y}l2-2 2 2-2 2z", x, y, room)


def _path(ring: Line) -> str:
    """`M12 40l3-4 5 6z`, in whole units; nothing for what is smaller than that."""
    points = [(round(x), round(y)) for x, y in ring]
    points = [point for at, point in enumerate(points) if point != points[at - 1]]
    if len(points) < 3:
        return ""
    steps = [number for since, to in pairwise(points) for number in (to[0] - since[0], to[1] - since[1])]
    drawn = "".join(f"{'' if number < 0 or not at else ' '}{number}" for at, number in enumerate(steps))
    return f"M{points[0][0]} {points[0][1]}l{drawn}z"


def _middle(rings: Rings) -> tuple[int, int, int]:
    """A place well inside: the middle of a long stretch of the area from west to east, not too near its ends."""
    ys = [point[1] for ring in rings for point in ring]
    best, found = -1.0, (0.0, 0.0, 0.0)
    for row in range(1, _ROWS):
        y = min(ys) + (max(ys) - min(ys)) * row / _ROWS + 1e-3
        crossed = sorted(x for ring in rings for x in _crossed(ring, y))
        for west, east in zip(crossed[::2], crossed[1::2], strict=False):
            worth = (east - west) * min(row, _ROWS - row) ** 0.5
            if worth > best:
                best, found = worth, ((west + east) / 2, y, east - west)
    return round(found[0]), round(found[1]), round(found[2])


def _crossed(ring: Line, y: float) -> list[float]:
    """Where a ring crosses the line at the height `y`."""
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return [a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) for a, b in pairs if (a[1] > y) != (b[1] > y)]
