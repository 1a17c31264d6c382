"""A point on a map, as a browser without a script goes there and comes back."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portlight.faces import drafts, sheets
from portlight.kernel.places import commands
from portlight.kernel.places.queries import ShapeCard, SheetCard
from portlight.kernel.places.rules.sheets import frame_around, on_frame, sheet
from portlight.kernel.places.tests.city import city, geojson
from portlight.toolkit import sheets as tables
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES, LANGUAGES
from tests.cast import AT

BY = machine("test")
STATIONS = """code,district,zh-Hans,en
S0000,310115,花木派出所,Huamu Police Station
S0001,310115,洋泾派出所,Yangjing Police Station
S0100,310104,天平路派出所,Tianping Road Police Station
S0101,310104,徐家汇派出所,Xujiahui Police Station
S0200,310104,无图派出所,Police Station Without An Area
"""
TYPED = {"room": "4-1203", "host_name": "Müller", "line": "民生路", "district": "310115", "sought": "x", "_map": "1"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    commands.load_districts(by=BY, at=AT)
    commands.take_stations(tables.read(STATIONS.encode()), by=BY, at=AT)
    commands.take_areas(geojson(city(2, 2)), kind="station", datum="gcj02", by=BY, at=AT)
    head = "code,station,zh,en,latitude,longitude,datum\n"
    rows = [f"A{n},S0000,花木路{n}号,{n} Huamu Road,{31.392 + n / 9000},121.305,gcj02\n" for n in range(1, 26)]
    rows += ["B1,S0001,洋泾路1号,1 Yangjing Road,,,\n", "C1,S0200,无图路1号,1 Nowhere Road,,,\n"]
    commands.take_addresses(tables.read((head + "".join(rows)).encode()), by=BY, at=AT)


def form() -> str:
    """A map for a form of the portal, without going through one of its pages."""
    typed, state = QueryDict(mutable=True), QueryDict(mutable=True)
    typed.update({key: value for key, value in TYPED.items() if key != "_map"})
    state.update({"back": "/en/lodging/address/?d=abc", "draft": drafts.keep(typed, use=drafts.PAGE)})
    return f"/en/places/point/{drafts.keep(state, use='map')}/"


def links(page: str) -> list[str]:
    return re.findall(r'<a href="(\?[^"]+)"><title>', page)


def test_from_the_city_to_an_address_with_everything_typed_kept() -> None:
    browser, at = Client(), form()
    whole = browser.get(at).content.decode()
    assert links(whole) == ["?district=310104", "?district=310115"]
    district = browser.get(at + "?district=310115").content.decode()
    assert links(district) == ["?station=S0000", "?station=S0001"]
    station = browser.get(at + "?station=S0000").content.decode()
    assert station.count('name="take"') == 10
    assert 'href="/en/lodging/address/?d=abc&amp;draft=' in station
    answer = browser.post(at + "?station=S0000", {"take": "A7"})
    back = urlsplit(answer["Location"])
    asked = parse_qs(back.query)
    assert (back.path, asked["d"]) == ("/en/lodging/address/", ["abc"])
    typed = drafts.kept(asked["draft"][0], use=drafts.PAGE)
    assert typed is not None
    assert typed.dict() == {name: value for name, value in TYPED.items() if name != "_map"} | {"address": "A7"}


def test_a_change_of_language_on_the_map_comes_back_in_that_language() -> None:
    at = form().replace("/en/", "/ar/")
    page = Client().get(at + "?station=S0000").content.decode()
    assert 'href="/ar/lodging/address/?d=abc&amp;draft=' in page


@pytest.mark.parametrize(("name", "side"), [("small", 320), ("large", 640), ("", 1000)])
def test_a_tap_lists_the_nearest_addresses_without_a_script(name: str, side: int) -> None:
    """What a browser says of a picture that was pressed: pixels of the one that is shown at its width."""
    frame = frame_around(city(2, 2)["S0000"], margin=70)
    x, y = frame.place(121.305, 31.392 + 20 / 9000)
    said = {f"{name}.{axis}".lstrip("."): round(units * side / 1000) for axis, units in (("x", x), ("y", y))}
    page = Client().get(form(), {"station": "S0000", **said}).content.decode()
    assert re.findall(r'name="take" value="(A\d+)"', page)[0] == "A20"
    assert "The nearest addresses" in page
    assert "m away" in page
    assert 'class="spot"' in page
    # The window is about the tap, so that the ten fill it; a tap in it is reckoned from it.
    window = re.search(r'name="window" value="([^"]+)"', page)
    assert window
    left, top, size = map(float, window[1].split())
    assert size < 500
    again = {"station": "S0000", "window": window[1], "small.x": "160", "small.y": "160"}
    nearer = Client().get(form(), again).content.decode()
    middle = frame.point(left + size / 2, top + size / 2)
    assert re.findall(r'name="take" value="(A\d+)"', nearer)[0] == f"A{round((middle[1] - 31.392) * 9000)}"


def test_pages_of_addresses_keep_the_tap() -> None:
    browser, at = Client(), form()
    page = browser.get(at, {"station": "S0000", "x": "500", "y": "500"}).content.decode()
    more = re.search(r'href="(\?[^"]+after=[^"]+)"', page)
    assert more
    assert "x=500" in more[1]
    first = re.findall(r'name="take" value="(A\d+)"', page)
    following = browser.get(at + more[1].replace("&amp;", "&")).content.decode()
    second = re.findall(r'name="take" value="(A\d+)"', following)
    assert len({*first, *second}) == 20


def test_a_tap_in_a_neighbours_area_leads_there() -> None:
    browser, at = Client(), form()
    middle = frame_around(city(2, 2)["S0000"], margin=70).place(121.315, 31.395)
    answer = browser.get(at, {"station": "S0000", "x": round(middle[0]), "y": round(middle[1])})
    assert answer["Location"].startswith("?station=S0001&x=")
    assert "1 Yangjing Road" in browser.get(at + answer["Location"]).content.decode()


@pytest.mark.parametrize("language", CODES)
def test_a_point_outside_every_area_gets_a_clear_sentence_and_the_form_is_kept(language: str) -> None:
    at = form().replace("/en/", f"/{language}/")
    page = Client().get(at, {"station": "S0000", "small.x": "3", "small.y": "3"}).content.decode()
    with translation.override(language.lower()):
        said = translation.gettext(
            "This point lies in no area of our map. Tap another place, or choose an address of the list."
        )
    assert said in page
    assert page.count('name="take"') == 10
    assert "draft=" in page


@pytest.mark.parametrize(
    "said",
    [{"x": "-5", "y": "9"}, {"x": "9999999", "y": "1"}, {"x": "a", "y": "b"}, {"small.x": "5"}, {"x": "0", "y": "0"},
     {"after": "nonsense"}, {"after": "nan~1"}, {"x": "٣", "y": "٣"},
     {"small.x": "9", "small.y": "9", "window": "0 0 0"}, {"small.x": "9", "small.y": "9", "window": "x"},
     {"small.x": "9", "small.y": "9", "window": "nan inf 1"}, {"x": "-999", "y": "9999"}],
)  # fmt: skip
def test_what_no_browser_says_is_looked_over(said: dict[str, str]) -> None:
    answer = Client().get(form(), {"station": "S0000", **said})
    assert answer.status_code == 200


def test_a_station_without_an_area_is_in_the_list_and_has_its_addresses() -> None:
    browser, at = Client(), form()
    assert "?station=S0200" in browser.get(at + "?district=310104").content.decode()
    page = browser.get(at + "?station=S0200").content.decode()
    assert 'value="C1"' in page
    assert "map-sheet" not in page


def test_a_district_without_any_area_has_its_addresses_as_a_list() -> None:
    commands.take_stations(tables.read(b"code,district,zh-Hans,en\nT1,310117,x,Songjiang\n"), by=BY, at=AT)
    row = "code,station,zh,en\nT1,T1,松江路1号,1 Songjiang Road\n"
    commands.take_addresses(tables.read(row.encode()), by=BY, at=AT)
    page = Client().get(form() + "?district=310117").content.decode()
    assert 'value="T1"' in page
    assert "map-sheet" not in page


@pytest.mark.parametrize("query", ["?station=none", "?district=999999", "?station=%00", "?district=" + "9" * 500])
def test_what_is_on_no_map_is_not_there(query: str) -> None:
    assert Client().get(form() + query).status_code == 404


def test_a_form_that_waits_no_longer_is_said_to_be_gone_and_takes_nothing() -> None:
    browser = Client()
    page = browser.get("/en/places/point/unknown/?station=S0000").content.decode()
    assert "is not kept any more" in page
    assert 'name="take"' not in page
    assert "25 Huamu Road" in page or "1 Huamu Road" in page
    assert browser.post("/en/places/point/unknown/?station=S0000", {"take": "A1"}).status_code == 200


def test_the_way_back_is_our_own_and_cannot_be_made_up() -> None:
    """Anybody may keep a page's draft; none of them opens as a form that waits."""
    made_up = Client().post("/en/verify/", {"back": "https://elsewhere.example/", "draft": "x", "_language": "de"})
    key = parse_qs(urlsplit(made_up["Location"]).query).get("draft", [""])[0]
    page = Client().get(f"/en/places/point/{key or 'x'}/").content.decode()
    assert "elsewhere" not in page
    sent = Client().post("/en/verify/?next=//elsewhere.example", {"back": "//elsewhere.example", "_map": "1"})
    assert "/en/verify/" in Client().get(sent["Location"]).content.decode()
    assert 'href="//elsewhere' not in Client().get(sent["Location"]).content.decode()


def test_an_address_that_is_not_there_is_not_taken() -> None:
    for nothing in ("Z9", "", "\0", "🙂" * 200):
        assert Client().post(form() + "?station=S0000", {"take": nothing}).status_code == 200


def test_pages_ask_few_questions_and_are_not_sent_twice() -> None:
    browser, at = Client(), form()
    for query, most in (("", 3), ("?district=310115", 3), ("?station=S0000", 4)):  # the weather is one of them
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(at + query)
        assert answer.status_code == 200
        assert len(asked) <= most, [one["sql"] for one in asked]
    whole = browser.get(at)
    again = browser.get(at, headers={"If-None-Match": whole["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Permissions-Policy"] == whole["Permissions-Policy"]
    assert browser.get(at.replace("/en/", "/de/"), headers={"If-None-Match": whole["ETag"]}).status_code == 200
    assert "ETag" not in browser.get(at + "?station=S0000")  # a form stands in it


def test_only_the_map_may_ask_the_browser_where_it_is() -> None:
    assert "geolocation=(self)" in Client().get(form())["Permissions-Policy"]
    assert "geolocation=()" in Client().get("/en/lodging/declare/")["Permissions-Policy"]


@pytest.mark.parametrize("language", CODES)
def test_the_map_speaks_every_language_and_geography_is_never_mirrored(language: str) -> None:
    page = Client().get(form().replace("/en/", f"/{language}/")).content.decode()
    assert f'dir="{LANGUAGES[language].dir}"' in page[:200]
    assert '<div class="map-sheet" dir="ltr"' in page
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    named = re.findall(r"<title>([^<]+)</title><path", page)
    assert len(named) == 2
    assert all("浦东新区" in one or "徐汇区" in one for one in named)
    assert page.index("<path") < page.index('class="areas"')  # the same as text beneath
    paths = [re.findall(r' d="([^"]+)"', Client().get(form().replace("/en/", f"/{one}/")).content.decode())
             for one in ("en", language)]  # fmt: skip
    assert paths[0] == paths[1]


@cache
def large() -> SheetCard:
    """320 areas of one district, as no real one has."""
    areas = city(16, 20)
    frame = frame_around([ring for rings in areas.values() for ring in rings])
    names: dict[str, Any] = {"zh-Hans": "花木路第十二派出所", "en": "Huamu Road Police Station 12"}
    shapes = sheet({code: on_frame(rings, frame) for code, rings in areas.items()})
    cards = tuple(ShapeCard(names=names, **vars(one)) for one in shapes)
    return SheetCard(
        kind="district", code="310115", names={"zh-Hans": "浦东新区"}, datum="gcj02", up=None, frame=frame,
        leads="station", shapes=cards, beside=(), others=(),
    )  # fmt: skip


@pytest.mark.parametrize("language", CODES)
def test_the_drawing_of_320_areas_is_under_60_kilobytes(language: str) -> None:
    with translation.override(language.lower()):
        drawn = render_to_string("places/_sheet.html", {"shown": sheets.shown(large()), "title": "x"})
    assert drawn.count("<path") == 320
    assert len(drawn.encode()) <= 60_000
