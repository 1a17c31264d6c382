"""The city at the desk: its areas with their addresses, for those who may; and a point for a form at the desk."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.kernel.places import commands
from portlight.kernel.places.tests.city import city, geojson
from portlight.kernel.staff import commands as staff
from portlight.toolkit import sheets
from portlight.toolkit.actor import machine
from tests.cast import AT, Cast

BY = machine("test")
STATIONS = "code,district,zh-Hans,en\nS0000,310115,花木派出所,Huamu\nS0001,310115,洋泾派出所,Yangjing\n"
ADDRESSES = """code,station,zh,en
A1,S0000,甲路1号,1 First Road
A2,S0000,甲路2号,2 First Road
A3,S0001,乙路1号,1 Second Road
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast: Cast) -> Client:
    colleague = cast.holding("writer")
    staff.form_team(code="station:S0000", name={"en": "Huamu"}, by=BY, at=AT)
    staff.post(account=colleague.key, role="station", team="station:S0000", by=BY, at=AT)
    return signed_in(colleague.key)


def put_in(kind: str = "station") -> None:
    commands.take_stations(sheets.read(STATIONS.encode()), by=BY, at=AT)
    commands.take_addresses(sheets.read(ADDRESSES.encode()), by=BY, at=AT)
    areas = dict(zip(("S0000", "S0001") if kind == "station" else ("310115",), city(1, 2).values(), strict=False))
    commands.take_areas(geojson(areas), kind=kind, datum="gcj02", by=BY, at=AT)


def counts(page: str) -> dict[str, str]:
    rows = re.findall(r'<span class="code">(\w+)</span></td><td class="r"><bdi class="num">(\d+)', page)
    return dict(rows)


def test_each_area_stands_with_its_addresses(officer: Client) -> None:
    put_in()
    page = officer.get("/desk/places/").content.decode()
    assert 'href="?district=310115"><title>Pudong New Area 浦东新区</title><path d="M' in page
    assert counts(page)["310115"] == "3"
    assert counts(page)["310104"] == "0"  # no area, and in the list all the same
    district = officer.get("/desk/places/?district=310115").content.decode()
    assert counts(district) == {"S0000": "2", "S0001": "1"}
    assert officer.get("/desk/places/?district=999999").status_code == 404


def test_a_district_nobody_drew_the_stations_of_has_one_line(officer: Client) -> None:
    put_in("district")
    assert counts(officer.get("/desk/places/?district=310115").content.decode()) == {"310115": "3"}


def test_before_anything_is_put_in_the_page_says_how(officer: Client) -> None:
    page = officer.get("/desk/places/").content.decode()
    assert "portlight places" in page
    assert "map-sheet" not in page


def test_who_may_not_sees_no_places(cast: Cast) -> None:
    put_in()
    assert signed_in(cast.holding("translator").key).get("/desk/places/").status_code == 403
    assert Client().get("/desk/places/").status_code == 302


def test_the_map_at_the_desk_asks_few_questions(officer: Client) -> None:
    put_in()
    officer.get("/desk/places/")
    with CaptureQueriesContext(connection) as asked:
        officer.get("/desk/places/")
    ours = [one["sql"] for one in asked if "places_" in one["sql"]]
    assert len(ours) == 2, ours


def test_a_form_at_the_desk_gets_its_address_from_the_map(officer: Client) -> None:
    put_in()
    gone = officer.post("/desk/places/point/none/?station=S0000", {"take": "A1"})
    assert gone.status_code == 200
    there = officer.post("/desk/lodging/assist/", {"surname": "HADDAD", "_map": "1"})["Location"]
    assert there.startswith("/desk/places/point/")
    assert "geolocation=(self)" in officer.get(there)["Permissions-Policy"]
    back = officer.post(there + "?station=S0001", {"take": "A3"})["Location"]
    page = officer.get(back).content.decode()
    assert 'value="HADDAD"' in page
    assert re.search(r'value="A3"[^>]*checked', page)
