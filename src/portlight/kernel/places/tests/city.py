"""A city for the tests of the map: a grid of areas with crooked borders that neighbours share point by point."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from random import Random

Spot = tuple[float, float]


def city(rows: int, columns: int, *, finer: int = 5, seed: int = 1, step: float = 0.01) -> dict[str, list[list[Spot]]]:
    """Code → the one ring of an area, closed, in degrees of longitude and latitude; about 4·2^finer points each."""
    made = {}
    for row in range(rows):
        for column in range(columns):
            corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column), (row, column)]
            ring = [_corner(*corners[0], seed, step)]
            for start, end in pairwise(corners):
                ring += _border(start, end, finer, seed, step)[1:]
            made[f"S{row:02d}{column:02d}"] = [ring]
    return made


def geojson(areas: dict[str, list[list[Spot]]]) -> bytes:
    told = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": rings}}
        for code, rings in areas.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": told}).encode()


def area_of(rings: Sequence[Sequence[Spot]]) -> float:
    """The signed areas of the rings together."""
    return sum(
        (a[0] * b[1] - b[0] * a[1]) / 2 for ring in rings for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)
    )


def _corner(row: int, column: int, seed: int, step: float) -> Spot:
    shake = Random(f"{seed} {row} {column}")
    return (
        round(121.3 + (column + shake.uniform(-0.2, 0.2)) * step, 7),
        round(31.4 - (row + shake.uniform(-0.2, 0.2)) * step, 7),
    )


def _border(start: tuple[int, int], end: tuple[int, int], finer: int, seed: int, step: float) -> list[Spot]:
    first, last = sorted((start, end))
    shake, line = Random(f"{seed} {first} {last}"), [_corner(*first, seed, step), _corner(*last, seed, step)]
    for _ in range(finer):
        longer = line[:1]
        for (west, south), (east, north) in pairwise(line):
            off = shake.uniform(-0.18, 0.18)
            middle = (west + east) / 2 - (north - south) * off, (south + north) / 2 + (east - west) * off
            longer += [(round(middle[0], 7), round(middle[1], 7)), (east, north)]
        line = longer
    return line if first == start else line[::-1]
