"""The demo's town: sixteen districts of two stations, whose neighbours share every point, with every address inside."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise

from portlight.kernel.places.rules.points import inside
from portlight.simulator import areas

CODES = [f"D{n:02d}" for n in range(16)]
PAIRS = [(f"{code}-1", f"{code}-2") for code in CODES]


def rings(content: bytes) -> dict[str, list[list[list[float]]]]:
    return {one["properties"]["code"]: one["geometry"]["coordinates"] for one in json.loads(content)["features"]}


def test_every_area_is_closed_and_made_the_same_every_time() -> None:
    drawn = rings(areas.stations(PAIRS))
    assert len(drawn) == 32
    assert all(ring[0] == ring[-1] and len(ring) > 100 for (ring,) in drawn.values())
    assert areas.stations(PAIRS) == areas.stations(PAIRS)
    assert set(rings(areas.districts(CODES))) == set(CODES)


def test_neighbours_share_their_borders_and_a_district_is_its_stations() -> None:
    def sides(drawn: dict[str, list[list[list[float]]]]) -> Counter[frozenset[tuple[float, ...]]]:
        return Counter(
            frozenset((tuple(a), tuple(b))) for (ring,) in drawn.values() for a, b in pairwise(ring)
        )  # fmt: skip

    stations, districts = sides(rings(areas.stations(PAIRS))), sides(rings(areas.districts(CODES)))
    assert set(stations.values()) == set(districts.values()) == {1, 2}
    assert {side for side, n in stations.items() if n == 1} == {side for side, n in districts.items() if n == 1}


def test_every_place_an_address_may_get_is_in_its_own_area() -> None:
    drawn = rings(areas.stations(PAIRS))
    for number in range(16):
        for half in (0, 1):
            for across in (0.0, 0.5, 1.0):
                for down in (0.0, 0.5, 1.0):
                    point = areas.inside(number, half, across, down)
                    assert [code for code in drawn if inside(*point, drawn[code])] == [PAIRS[number][half]]
