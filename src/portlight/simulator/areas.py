"""Areas of the demo city: a round town that is nobody's, sixteen districts of two police stations each.

Made from a grid bent into a disc, its borders shaken by numbers that come from the place alone: the same every time,
and neighbours share every point. Nothing in it is taken from a map of the real city but where it lies on the globe.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

Point = tuple[float, float]

DATUM = "gcj02"  # as mainland maps are drawn
_MIDDLE, _ACROSS, _DOWN = (121.47, 31.2), 0.2, 0.17  # degrees
_ROWS, _COLUMNS = 4, 8  # of stations; two beside one another are a district
_FINER = 5  # times that a border is halved and shaken


def point(row: float, column: float) -> Point:
    """A place of the grid, whole numbers being its corners, as longitude and latitude."""
    across, down = 2 * column / _COLUMNS - 1, 2 * row / _ROWS - 1
    east, south = across * (1 - down**2 / 2) ** 0.5, down * (1 - across**2 / 2) ** 0.5
    return round(_MIDDLE[0] + east * _ACROSS, 6), round(_MIDDLE[1] - south * _DOWN, 6)


def cell(number: int, half: int) -> tuple[int, int]:
    """Row and column of the station `half` (0, 1) of the `number`-th district."""
    return number // (_COLUMNS // 2), number % (_COLUMNS // 2) * 2 + half


def inside(number: int, half: int, across: float, down: float) -> Point:
    """A place in a station's area, 0 to 1 from its west and its north."""
    row, column = cell(number, half)
    return point(row + 0.28 + 0.44 * down, column + 0.28 + 0.44 * across)


def districts(codes: Sequence[str]) -> bytes:
    return _collection((code, (cell(number, 0), cell(number, 1))) for number, code in enumerate(codes))


def stations(codes: Sequence[tuple[str, str]]) -> bytes:
    """`codes`: of the two stations of each district."""
    return _collection(
        (code, (cell(number, half),)) for number, pair in enumerate(codes) for half, code in enumerate(pair)
    )


def _collection(areas: Iterator[tuple[str, Sequence[tuple[int, int]]]]) -> bytes:
    shapes = [(code, {"type": "Polygon", "coordinates": [_ring(cells)]}) for code, cells in areas]
    told = [{"type": "Feature", "properties": {"code": code}, "geometry": shape} for code, shape in shapes]
    return json.dumps({"type": "FeatureCollection", "features": told}).encode()


def _ring(cells: Sequence[tuple[int, int]]) -> list[Point]:
    """Around cells that stand beside one another, from corner to corner."""
    row, columns = cells[0][0], [column for _, column in cells]
    north = [(row, column) for column in (*columns, columns[-1] + 1)]
    corners = [*north, *((row + 1, column) for _, column in reversed(north)), north[0]]
    ring = [_corner(*corners[0])]
    for start, end in pairwise(corners):
        ring += _border(start, end)[1:]
    return ring


def _corner(row: int, column: int) -> Point:
    shake = Random(f"{row} {column}")
    return point(row + shake.uniform(-0.05, 0.05), column + shake.uniform(-0.07, 0.07))


def _border(start: tuple[int, int], end: tuple[int, int]) -> list[Point]:
    """The same line from either side."""
    first, last = sorted((start, end))
    shake, line = Random(f"{first} {last}"), [_corner(*first), _corner(*last)]
    for turn in range(_FINER):
        finer = line[:1]
        for (west, south), (east, north) in pairwise(line):
            off = shake.uniform(-1, 1) * (0.12 if turn > 1 else 0.05)
            middle = (west + east) / 2 - (north - south) * off, (south + north) / 2 + (east - west) * off
            finer += [(round(middle[0], 6), round(middle[1], 6)), (east, north)]
        line = finer
    return line if first == start else line[::-1]
