"""From the address page to the map and back, without a script; and as it was where there is no map."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from portlight.capabilities.lodging.tests.given import AT, BY, put_in_places
from portlight.capabilities.lodging.tests.test_portal import HOLDER, begin, onward, signed_in
from portlight.kernel.places import commands as places
from portlight.kernel.places.tests.city import city, geojson
from tests.cast import Cast, make


@pytest.fixture(autouse=True)
def cast_of_city(fresh_db: object) -> Cast:
    made = make()
    put_in_places()
    return made


def draw() -> None:
    (rings,) = city(1, 1).values()
    places.take_areas(geojson({"PD01": rings}), kind="station", datum="gcj02", by=BY, at=AT)


def test_without_areas_the_page_is_as_it_was_and_with_them_it_has_one_button_more() -> None:
    browser = Client()
    at = onward(browser, begin(browser), HOLDER)
    before = browser.get(at).content.decode()
    assert "_map" not in before
    draw()
    after = browser.get(at).content.decode()
    button = re.search(r'<p><button class="btn" name="_map".*?</p>\n', after)
    assert button
    token = re.compile(r'(csrfmiddlewaretoken" value=")[^"]+')
    assert token.sub("", after.replace(button[0], "")).split() == token.sub("", before).split()


def test_what_is_typed_comes_back_with_the_address_of_the_map_and_goes_on() -> None:
    draw()
    browser = Client()
    at = onward(browser, begin(browser, "fr"), HOLDER)
    there = onward(browser, at, {"room": "12-1201", "host_name": "王", "line": "民生", "sought": "min", "_map": "1"})
    whole = browser.get(there).content.decode()
    assert "?district=310115" in whole
    assert "Point on a map" not in whole  # it speaks French
    back = onward(browser, there + "?station=PD01", {"take": "A1"})
    page = browser.get(back).content.decode()
    assert 'value="12-1201"' in page
    assert 'value="王"' in page
    assert re.search(r'value="A1"[^>]*checked', page)
    days = onward(browser, back, {"address": "A1", "room": "12-1201", "host_name": "王"})
    assert days.startswith("/fr/lodging/days/?d=")


def test_going_back_without_an_address_finds_everything_typed() -> None:
    draw()
    browser = Client()
    at = onward(browser, begin(browser), HOLDER)
    there = onward(browser, at, {"room": "7", "line": "民生路", "district": "310115", "_map": "1"})
    back = re.search(r'<a class="btn" href="(/en/lodging/address/[^"]+)"', browser.get(there).content.decode())
    assert back
    page = browser.get(back[1].replace("&amp;", "&")).content.decode()
    assert 'value="7"' in page
    assert 'value="民生路"' in page


def test_a_hotel_chosen_on_the_map_is_refused_as_everywhere() -> None:
    draw()
    browser = Client()
    at = onward(browser, begin(browser), HOLDER)
    back = onward(browser, onward(browser, at, {"_map": "1"}) + "?station=PD01", {"take": "H1"})
    answer = browser.post(back, {"address": "H1"})
    assert answer.status_code == 409
    assert "This is a hotel" in answer.content.decode()


def test_a_rosters_address_comes_from_the_map_too(cast_of_city: Cast) -> None:
    draw()
    browser = signed_in(cast_of_city)
    there = onward(browser, "/en/lodging/roster/", {"line": "", "_map": "1"})
    page = browser.get(onward(browser, there + "?station=PD01", {"take": "A1"})).content.decode()
    assert re.search(r'value="A1"[^>]*checked', page)
    stranger = Client().post("/en/lodging/roster/", {"_map": "1"})
    assert "sign-in" in stranger["Location"]
