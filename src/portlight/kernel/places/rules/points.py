"""Points, whether they lie in an area, and the two datums they may be given in. Values only."""

from __future__ import annotations

import math
from collections.abc import Sequence

DATUMS = ("wgs84", "gcj02")

Ring = Sequence[Sequence[float]]  # of longitude, latitude


def inside(longitude: float, latitude: float, rings: Sequence[Ring]) -> bool:
    """Whether the point lies in the area: a line to the east crosses its rings an odd number of times."""
    crossed = False
    for ring in rings:
        east, north = ring[-1]
        for to_east, to_north in ring:
            if (north > latitude) != (to_north > latitude):
                at = east + (latitude - north) * (to_east - east) / (to_north - north)
                crossed ^= longitude < at
            east, north = to_east, to_north
    return crossed


_A, _EE = 6378245.0, 0.00669342162296594323  # Krasovsky 1940: the ellipsoid GCJ-02 is reckoned on


def gcj02(longitude: float, latitude: float) -> tuple[float, float]:
    """A WGS-84 point as mainland maps draw it. Both in degrees.

    The standard itself is not published; this is the formula open projects agree on: eviltransform
    (github.com/googollee/eviltransform), PRCoords. Ours differs from their points by less than a millimetre. Against
    mainland maps its error is commonly given as a few metres (not measured here); it takes away 100–700.
    """
    x, y = longitude - 105.0, latitude - 35.0
    waves = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = (
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + waves
        + (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
        + (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    )  # fmt: skip
    east = (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + waves
        + (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
        + (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    )  # fmt: skip
    turned = math.radians(latitude)
    bend = 1 - _EE * math.sin(turned) ** 2
    north = north * 180 / ((_A * (1 - _EE)) / (bend * math.sqrt(bend)) * math.pi)
    east = east * 180 / (_A / math.sqrt(bend) * math.cos(turned) * math.pi)
    return longitude + east, latitude + north


def wgs84(longitude: float, latitude: float) -> tuple[float, float]:
    """The way back, by taking off the shift at the place until it stands still (there and back: under a centimetre)."""
    east, north = longitude, latitude
    for _ in range(4):
        shifted = gcj02(east, north)
        east, north = east + longitude - shifted[0], north + latitude - shifted[1]
    return east, north


def in_datum(longitude: float, latitude: float, *, have: str, want: str) -> tuple[float, float]:
    if have == want:
        return longitude, latitude
    return gcj02(longitude, latitude) if want == "gcj02" else wgs84(longitude, latitude)
