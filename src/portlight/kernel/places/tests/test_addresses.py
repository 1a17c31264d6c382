from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portlight.kernel.places import commands, queries
from portlight.kernel.places.rules import gcj02, inside, pieces, wgs84
from portlight.toolkit import sheets
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from tests.cast import AT

BY = machine("test")
STATIONS = """code,district,zh-Hans,en,telephone
PD01,310115,花木派出所,Huamu Police Station,021-5555 0101
XH02,310104,天平路派出所,Tianping Road Police Station,
"""
ADDRESSES = """code,station,zh,en,use,latitude,longitude,datum
A1,PD01,浦东新区民生路1500号,"1500 Minsheng Road, Pudong",institution,31.2301,121.5402,gcj02
A2,PD01,浦东新区芳甸路300弄 锦绣花园,"Lane 300 Fangdian Road, Jinxiu Garden, Pudong",,,,
A3,XH02,徐汇区衡山路10号,"10 Hengshan Road, Xuhui",,,,
A4,XH02,徐汇区衡山路100号 和平酒店,"100 Hengshan Road, Peace Hotel, Xuhui",hotel,,,
"""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    commands.load_districts(by=BY, at=AT)


def stations(text: str = STATIONS) -> commands.stations.Taken:
    return commands.take_stations(sheets.read(text.encode()), by=BY, at=AT)


def addresses(text: str = ADDRESSES, **given: bool) -> commands.stations.Taken:
    return commands.take_addresses(sheets.read(text.encode()), by=BY, at=AT, **given)


def found(text: str) -> list[str]:
    return [one.code for one in queries.search(text)]


def test_stations_are_taken_in_and_renamed() -> None:
    assert stations().faults == ()
    stations(STATIONS.replace("Huamu Police", "Hua Mu Police"))
    assert [(one.code, one.name_in("fr")) for one in queries.stations("310115")] == [("PD01", "Hua Mu Police Station")]
    assert queries.station("XH02") is not None
    assert queries.station("none") is None


def test_a_fault_in_one_row_keeps_all_out_and_is_named() -> None:
    taken = stations(STATIONS + "ZZ,999999,某,Some,\n,310104,某,Some,\nPD01,310115,花木,Huamu,\n")
    assert [(one.row, one.column, one.code) for one in taken.faults] == [
        (4, "district", "district-unknown"), (5, "code", "empty"), (6, "code", "twice"),
    ]  # fmt: skip
    assert queries.stations() == ()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("民生路1500号", "A1"), ("1500 minsheng rd", "A1"), ("Jinxiu garden", "A2"), ("芳甸路 300", "A2"),
        ("衡山路10号", "A3"), ("10 Hengshan Road", "A3"), ("100 hengshan", "A4"), ("ＨＥＮＧＳＨＡＮ　１００", "A4"),
        ("peace hotel", "A4"), ("hengshann road 10", "A3"),
    ],
)  # fmt: skip
def test_an_address_is_found_in_both_writings(typed: str, first: str) -> None:
    stations()
    addresses()
    assert found(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "🙂", "Champs-Élysées", "х" * 500, "%_'\";--"])
def test_what_is_nowhere_finds_nothing(typed: str) -> None:
    stations()
    addresses()
    assert found(typed) == []


def test_a_batch_is_taken_back_whole() -> None:
    stations()
    first = addresses()
    addresses("code,station,zh,en\nB1,PD01,花木路1号,1 Huamu Road\n")
    assert commands.take_back(first.batch, by=BY, at=AT) == 4
    assert found("hengshan") == []
    assert found("huamu")[0] == "B1"
    with pytest.raises(Refused):
        commands.take_back(first.batch, by=BY, at=AT)


def test_every_row_of_the_table_is_checked() -> None:
    stations()
    taken = addresses(
        ADDRESSES + "A1,PD01,又,Again,,,,\nA9,??,x,x,,,,\nA8,PD01,x,x,castle,,,\nA7,PD01,x,x,,91,0,wgs84\n"
        "A6,PD01,x,x,,31,121,\nA5,PD01,,x,,,,\n" + f"A10,PD01,{'路' * 201},x,,,,\n"
    )
    assert [(one.row, one.column, one.code) for one in taken.faults] == [
        (6, "code", "twice"), (7, "station", "station-unknown"), (8, "use", "use-unknown"),
        (9, "latitude", "not-a-point"), (10, "datum", "datum-unknown"), (11, "zh", "empty"), (12, "zh", "too-long"),
    ]  # fmt: skip
    assert not queries.addresses_known()
    assert addresses(dry=True).faults == ()
    assert not queries.addresses_known()
    with pytest.raises(Refused) as refusal:
        addresses("code,zh\n1,2\n")
    assert refusal.value.facts["columns"] == "station, en"


def test_a_search_asks_three_questions_whatever_the_table_holds() -> None:
    stations()
    rows = "".join(f"N{n},PD01,花木路{n}号,{n} Huamu Road,,,,\n" for n in range(300))
    addresses(ADDRESSES + rows)
    with CaptureQueriesContext(connection) as asked:
        assert found("1500 Minsheng Road")[0] == "A1"
    assert len(asked) <= 4
    assert found("huamu road 217")[0] == "N217"


SQUARE = [[121.5, 31.2], [121.6, 31.2], [121.6, 31.3], [121.5, 31.3], [121.5, 31.2]]
HOLE = [[121.54, 31.24], [121.56, 31.24], [121.56, 31.26], [121.54, 31.26], [121.54, 31.24]]


def geojson(*features: tuple[str, object]) -> bytes:
    told = [{"type": "Feature", "properties": {"code": code}, "geometry": shape} for code, shape in features]
    return json.dumps({"type": "FeatureCollection", "features": told}).encode()


def test_a_point_is_found_in_its_area_in_either_datum() -> None:
    stations()
    shape = {"type": "Polygon", "coordinates": [SQUARE, HOLE]}
    assert commands.take_areas(geojson(("PD01", shape)), kind="station", datum="gcj02", by=BY, at=AT).faults == ()
    assert queries.area_at("station", 121.52, 31.22, datum="gcj02") == "PD01"
    assert queries.area_at("station", 121.55, 31.25, datum="gcj02") is None  # the hole
    assert queries.area_at("station", 121.61, 31.25, datum="gcj02") is None
    assert queries.area_at("district", 121.52, 31.22, datum="gcj02") is None
    # What a telephone says 300 m from the edge is another place on a mainland map.
    assert queries.area_at("station", 121.5975, 31.22, datum="wgs84") is None
    assert queries.area_at("station", 121.5975, 31.22, datum="gcj02") == "PD01"


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ({"type": "Point", "coordinates": [121, 31]}, "not-an-area"),
        ({"type": "Polygon", "coordinates": [SQUARE[:3]]}, "not-an-area"),
        ({"type": "Polygon", "coordinates": [[[500, 0], [1, 1], [1, 2], [500, 0]]]}, "not-an-area"),
        (None, "not-an-area"),
    ],
)
def test_what_is_no_area_is_named(shape: object, code: str) -> None:
    stations()
    taken = commands.take_areas(geojson(("PD01", shape)), kind="station", datum="gcj02", by=BY, at=AT)
    assert [(one.row, one.code) for one in taken.faults] == [(1, code)]
    assert queries.areas("station") == ()


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"features": 1}', b'{"features": [1]}', b"[" * 100_000])
def test_what_is_no_geojson_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        commands.take_areas(content, kind="station", datum="gcj02", by=BY, at=AT)
    assert refusal.value.code == "places.not-geojson"


def test_the_shift_goes_there_and_back() -> None:
    east, north = gcj02(121.4737, 31.2304)  # People's Square: about 450 m to the east-south-east on the map
    assert (round(east - 121.4737, 4), round(north - 31.2304, 4)) == (0.0045, -0.0019)
    back = wgs84(east, north)
    assert abs(back[0] - 121.4737) < 1e-7
    assert abs(back[1] - 31.2304) < 1e-7


def test_pieces() -> None:
    assert pieces("民生路1500号") == ("民生", "生路", "#1500", "号")
    assert pieces("Ｆlat ７, Élysée") == ("flat", "#7", "elysee", "~elys", "~lyse", "~ysee")
    assert inside(0.5, 0.5, [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]])
