"""Sheets: where they lie, how large they are, what stands on them; the two datums."""

from __future__ import annotations

import math
import re
import time

import pytest

from portlight.kernel.places.rules.atlas import Outline, Spot, atlas
from portlight.kernel.places.rules.points import gcj02, in_datum, inside, wgs84
from portlight.kernel.places.rules.sheets import MOST_POINTS, SIDE, frame_around, on_frame, sheet
from portlight.kernel.places.tests.city import city

# What every open implementation of the formula is tried on (eviltransform's tests): latitude, longitude in both datums.
KNOWN = [
    ("Shanghai", 31.1774276, 121.5272106, 31.17530398364597, 121.531541859215),
    ("Shenzhen", 22.543847, 113.912316, 22.540796131694766, 113.9171764808363),
    ("Beijing", 39.911954, 116.377817, 39.91334545536069, 116.38404722455657),
]


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    narrower = math.cos(math.radians(one[1]))
    return 111_320 * math.hypot((one[0] - other[0]) * narrower, one[1] - other[1])


@pytest.mark.parametrize(("name", "lat", "lon", "lat_drawn", "lon_drawn"), KNOWN)
def test_the_shift_agrees_with_the_others_to_a_millimetre(
    name: str, lat: float, lon: float, lat_drawn: float, lon_drawn: float
) -> None:
    assert metres(gcj02(lon, lat), (lon_drawn, lat_drawn)) < 0.001
    assert metres(wgs84(lon_drawn, lat_drawn), (lon, lat)) < 0.01
    assert 100 < metres((lon, lat), (lon_drawn, lat_drawn)) < 700


@pytest.mark.parametrize("longitude", [120.9, 121.2, 121.5, 121.9])
@pytest.mark.parametrize("latitude", [30.7, 31.2, 31.8])
def test_there_and_back_is_under_a_centimetre_all_over_the_city(longitude: float, latitude: float) -> None:
    there = in_datum(longitude, latitude, have="wgs84", want="gcj02")
    assert metres(in_datum(*there, have="gcj02", want="wgs84"), (longitude, latitude)) < 0.01
    assert in_datum(longitude, latitude, have="gcj02", want="gcj02") == (longitude, latitude)


def test_a_sheet_has_north_at_the_top_and_a_kilometre_is_as_long_both_ways() -> None:
    frame = frame_around([[(121.0, 31.0), (122.0, 31.0), (122.0, 31.5), (121.0, 31.5)]])
    assert frame.place(121.5, 31.25) == pytest.approx((SIDE / 2, SIDE / 2))
    west, east = frame.place(121.0, 31.25)[0], frame.place(122.0, 31.25)[0]
    assert (west, east) == pytest.approx((24, SIDE - 24))
    assert frame.place(121.5, 31.5)[1] < frame.place(121.5, 31.0)[1]
    assert frame.across / frame.down == pytest.approx(math.cos(math.radians(31.25)))
    assert frame.point(*frame.place(121.37, 31.11)) == pytest.approx((121.37, 31.11))
    alone = frame_around([[(121.0, 31.0), (121.0, 31.0)]])
    assert all(map(math.isfinite, alone.place(121.0, 31.0)))


def test_a_path_is_whole_numbers_and_its_name_stands_inside_it() -> None:
    areas = city(3, 3)
    frame = frame_around([ring for rings in areas.values() for ring in rings])
    for shape in sheet({code: on_frame(rings, frame) for code, rings in areas.items()}):
        assert re.fullmatch(r"M\d+ \d+l(-?\d+[ -]\d+ ?-?)+z", shape.path), shape.path
        east, north = frame.point(shape.x, shape.y)
        assert inside(east, north, areas[shape.code])
        assert 100 < shape.room < 500


def test_what_is_too_small_to_be_seen_is_still_there() -> None:
    speck, land = ((5.0, 5.0), (5.1, 5.0), (5.0, 5.1)), ((0.0, 0.0), (900.0, 0.0), (0.0, 900.0))
    shapes = sheet({"speck": (speck,), "land": (land,)})
    assert {shape.code: bool(shape.path) for shape in shapes} == {"speck": True, "land": True}


@pytest.mark.scale
def test_a_city_of_320_areas_stays_under_its_number_of_points_and_is_drawn_in_seconds() -> None:
    areas = city(16, 20, finer=5)
    assert sum(len(rings[0]) for rings in areas.values()) > 40_000
    frame = frame_around([ring for rings in areas.values() for ring in rings])
    began = time.process_time()
    shapes = sheet({code: on_frame(rings, frame) for code, rings in areas.items()})
    assert time.process_time() - began < 30
    assert len(shapes) == 320
    drawn = sum(len(re.findall(r"-?\d+", shape.path)) // 2 for shape in shapes)
    assert drawn <= MOST_POINTS


DISTRICTS = [Spot("D1", {"en": "One"}), Spot("D2", {"en": "Two"}), Spot("D3", {"en": "Three"})]
STATIONS = [Spot("S0000", {}, "D1"), Spot("S0001", {}, "D1"), Spot("S0100", {}, "D2"), Spot("S0101", {}, "D3")]


def outlines(kind: str, codes: dict[str, str], datum: str = "gcj02") -> list[Outline]:
    areas = city(2, 2)
    return [Outline(kind, code, areas[place], datum) for code, place in codes.items()]


def test_districts_nobody_drew_have_the_outlines_of_their_stations() -> None:
    drawn = outlines("station", {"S0000": "S0000", "S0001": "S0001", "S0100": "S0100"})
    made = atlas(DISTRICTS, STATIONS, drawn)
    leaves = {(leaf.kind, leaf.code): leaf for leaf in made.leaves}
    assert made.datum == "gcj02"
    assert [shape.code for shape in leaves["city", ""].shapes] == ["D1", "D2"]
    assert leaves["city", ""].others == ("D3",)
    assert [shape.code for shape in leaves["district", "D1"].shapes] == ["S0000", "S0001"]
    assert leaves["district", "D1"].leads == "station"
    assert leaves["district", "D3"].leads == ""  # leads to its addresses at once
    station = leaves["station", "S0000"]
    assert station.up is not None
    assert (station.up.code, [shape.code for shape in station.shapes]) == ("D1", ["S0000"])
    assert {shape.code for shape in station.beside} == {"S0001", "S0100"}
    assert leaves["station", "S0101"].frame is None


def test_a_district_whose_stations_were_not_drawn_shows_itself() -> None:
    made = atlas(DISTRICTS, STATIONS, outlines("district", {"D1": "S0000", "D2": "S0001"}))
    leaf = next(leaf for leaf in made.leaves if leaf.code == "D1")
    assert (leaf.leads, [shape.code for shape in leaf.shapes], leaf.others) == ("", ["D1"], ())
    assert leaf.frame is not None


def test_without_areas_there_is_no_map() -> None:
    assert atlas(DISTRICTS, STATIONS, []).leaves == ()
    assert atlas(DISTRICTS, STATIONS, outlines("station", {"unknown": "S0000"})).leaves == ()


def test_areas_of_two_datums_come_into_that_of_most() -> None:
    areas = city(2, 2)
    drawn = outlines("station", {"S0000": "S0000", "S0001": "S0001"})
    shifted = [[wgs84(*point) for point in ring] for ring in areas["S0100"]]
    mixed = atlas(DISTRICTS, STATIONS, [*drawn, Outline("station", "S0100", shifted, "wgs84")])
    same = atlas(DISTRICTS, STATIONS, [*drawn, *outlines("station", {"S0100": "S0100"})])
    assert mixed.datum == "gcj02"
    (one,), (other,) = ([leaf for leaf in made.leaves if leaf.code == "D2"] for made in (mixed, same))
    assert all(abs(a - b) <= 2 for a, b in zip(_numbers(one), _numbers(other), strict=True))


def _numbers(leaf) -> list[int]:
    return [leaf.shapes[0].x, leaf.shapes[0].y]
