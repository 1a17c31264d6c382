"""The map in the database: drawn when something on it changes, read with one question; the addresses near a point."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portlight.kernel.places import commands, queries
from portlight.kernel.places.models import MapSheet
from portlight.kernel.places.rules.points import wgs84
from portlight.kernel.places.tests.city import city, geojson
from portlight.kernel.timeline.queries import about
from portlight.toolkit import sheets
from portlight.toolkit.actor import machine
from tests.cast import AT

BY = machine("test")
STATIONS = """code,district,zh-Hans,en
S0000,310115,花木派出所,Huamu Police Station
S0001,310115,洋泾派出所,Yangjing Police Station
S0100,310104,天平路派出所,Tianping Road Police Station
S0101,310104,徐家汇派出所,Xujiahui Police Station
"""
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    commands.load_districts(by=BY, at=AT)
    commands.take_stations(sheets.read(STATIONS.encode()), by=BY, at=AT)


def take_areas(datum: str = "gcj02", rows: int = 2) -> None:
    areas = {code: rings for code, rings in city(rows, 2).items() if code in STATIONS}
    assert not commands.take_areas(geojson(areas), kind="station", datum=datum, by=BY, at=AT).faults


def take_addresses(rows: str) -> None:
    head = "code,station,zh,en,use,latitude,longitude,datum\n"
    assert not commands.take_addresses(sheets.read((head + rows).encode()), by=BY, at=AT).faults


def test_the_map_is_drawn_with_the_areas_and_read_with_one_question() -> None:
    assert queries.sheet("city") is None
    take_areas()
    for kind, code in (("city", ""), ("district", "310115"), ("station", "S0000")):
        with CaptureQueriesContext(connection) as asked:
            sheet = queries.sheet(kind, code)
        assert len(asked) == 1
        assert sheet is not None
        assert sheet.datum == "gcj02"
    whole, district = queries.sheet("city"), queries.sheet("district", "310115")
    assert whole is not None
    assert district is not None
    assert [(one.code, one.name_in("fr")) for one in whole.shapes] == [
        ("310104", "District de Xuhui"), ("310115", "Nouveau district de Pudong"),
    ]  # fmt: skip
    assert len(whole.others) == 14
    assert [one.name_in("ar") for one in district.shapes] == ["Huamu Police Station", "Yangjing Police Station"]
    assert [one.zh for one in district.shapes] == ["花木派出所", "洋泾派出所"]
    assert about("places:map").rows[0].kind == "places.map-drawn"


def test_a_station_renamed_is_renamed_on_the_map() -> None:
    take_areas()
    commands.take_stations(sheets.read(STATIONS.replace("Huamu", "Hua Mu").encode()), by=BY, at=AT)
    sheet = queries.sheet("station", "S0000")
    assert sheet is not None
    assert sheet.name_in("de") == "Hua Mu Police Station"


def test_a_dry_run_and_a_fault_draw_nothing() -> None:
    areas = city(2, 2)
    commands.take_areas(geojson(areas), kind="station", datum="gcj02", by=BY, at=AT, dry=True)
    commands.take_areas(geojson({**areas, "S9999": areas["S0000"]}), kind="station", datum="gcj02", by=BY, at=AT)
    assert MapSheet.objects.count() == 0


def test_an_office_that_had_areas_before_gets_its_map_at_a_start() -> None:
    assert commands.draw_missing_map(by=BY, at=AT) == 0
    take_areas()
    drawn = MapSheet.objects.count()
    MapSheet.objects.all().delete()
    assert commands.draw_missing_map(by=BY, at=AT) == drawn == 1 + 16 + 4
    assert commands.draw_missing_map(by=BY, at=AT) == 0


def test_a_map_needs_areas_and_addresses() -> None:
    assert not queries.ways_to_find()[1]
    take_areas()
    assert not queries.ways_to_find()[1]
    take_addresses("A1,S0000,花木路1号,1 Huamu Road,,,,\n")
    assert queries.ways_to_find()[1]


ROWS = """A1,S0000,花木路1号,1 Huamu Road,,31.3950,121.3050,gcj02
A2,S0000,花木路2号,2 Huamu Road,,31.3960,121.3050,gcj02
A3,S0000,花木路3号,3 Huamu Road,,31.3950,121.3090,gcj02
A4,S0000,花木路4号,4 Huamu Road,,,,
A5,S0000,花木路5号,5 Huamu Road,,31.3950,121.3050,gcj02
B1,S0001,洋泾路1号,1 Yangjing Road,,31.3950,121.3050,gcj02
"""


def test_the_nearest_addresses_come_first_and_those_without_a_point_last() -> None:
    take_addresses(ROWS)
    with CaptureQueriesContext(connection) as asked:
        page = queries.near(121.3051, 31.3950, datum="gcj02", station="S0000")
    assert len(asked) == 1
    assert [one.address.code for one in page.rows] == ["A1", "A5", "A2", "A3", "A4"]
    assert [one.metres for one in page.rows] == [10, 10, 112, 371, None]
    assert page.next is None
    everywhere = queries.near(121.3051, 31.3950, datum="gcj02", district="310115")
    assert {one.address.code for one in everywhere.rows} == {"A1", "A2", "A3", "A4", "A5", "B1"}


def test_pages_by_key_show_every_address_once() -> None:
    take_addresses(ROWS)
    seen, after = [], ""
    while True:
        page = queries.near(121.3051, 31.3950, datum="gcj02", station="S0000", after=after, size=1)
        seen += [one.address.code for one in page.rows]
        if page.next is None:
            break
        after = page.next
    assert seen == ["A1", "A5", "A2", "A3", "A4"]


@pytest.mark.parametrize("after", ["x", "~", "1~x", "nan~1", "inf~1", "1~-1", f"1~{2**63}", "1~1~1", "🙂"])
def test_a_page_nobody_named_is_the_first(after: str) -> None:
    take_addresses(ROWS)
    assert len(queries.near(121.3, 31.4, datum="gcj02", station="S0000", after=after).rows) == 5


def test_an_address_is_near_in_whichever_datum_it_was_given() -> None:
    east, north = wgs84(121.3050, 31.3950)
    take_addresses(f"W1,S0000,甲,First,,{north},{east},wgs84\nW2,S0000,乙,Second,,31.3951,121.3050,gcj02\n")
    page = queries.near(121.3050, 31.3950, datum="gcj02", station="S0000")
    assert [(one.address.code, one.metres) for one in page.rows] == [("W1", 0), ("W2", 11)]
    assert page.rows[0].point == pytest.approx((121.3050, 31.3950), abs=1e-6)


def test_addresses_are_counted_for_each_area() -> None:
    take_addresses(ROWS)
    assert queries.addresses_of() == {"310115": 6}
    assert queries.addresses_of("310115") == {"S0000": 5, "S0001": 1}


def test_what_is_kept_of_a_sheet_is_small() -> None:
    take_areas()
    assert all(len(json.dumps(row.drawn)) < 6_000 for row in MapSheet.objects.filter(kind="station"))
