"""A point on a map: by links and a tap, with and without a script; found by the browser alone; seen at the desk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from portlight.kernel.places.rules.points import gcj02, wgs84
from portlight.simulator import areas
from tests.walks import steps
from tests.walks.city import City
from tests.walks.looks import looks
from tests.walks.test_lodging import fill

pytestmark = pytest.mark.walk
PUDONG = 10  # its place in the list of districts, and in the demo's grid


@pytest.fixture(scope="module")
def waiting() -> dict[str, str]:
    """The map's address for a declaration that waits, below the language: the first walk leaves it for the others."""
    return {}


def to_the_map(page: Any, city: City, language: str, waiting: dict[str, str]) -> None:
    """From the first page of a declaration to its map, with a room typed; once. It waits in every language."""
    if waiting:
        page.goto(f"{city.url}/{language}{waiting['at']}")
        return
    page.goto(f"{city.url}/{language}/lodging/declare/")
    steps.send(page)
    fill(page, {
        "surname": "LINDQVIST", "birth_date": "1988-03-12", "paper_number": "XD0417799",
        "paper_until": (date.today() + timedelta(days=900)).isoformat(),  # noqa: DTZ011 - one place
    })  # fmt: skip
    page.select_option("#id_nationality", "SWE")
    page.check("input[name=sex][value=F]")
    steps.send(page)
    page.fill("#id_room", "4-1203")
    steps.send(page, "button[name=_map]")
    waiting["at"] = page.url.split(f"/{language}", 1)[1]


def press(page: Any, code: str, kind: str) -> None:
    """On the area itself, at a place inside it."""
    link = page.locator(f'.map-sheet a[href="?{kind}={code}"]')
    with page.expect_navigation():
        link.click()


@pytest.mark.parametrize(
    ("language", "width", "scheme", "script"),
    [
        ("en", 360, "light", False),
        ("zh-Hans", 360, "light", True),
        ("ar", 360, "dark", True),
        ("de", 1280, "light", True),
    ],
)
def test_a_person_points_at_her_house(
    city: City, new_page: Any, violations: Any, picture: Any, waiting: dict[str, str], language: str, width: int,
    scheme: str, script: bool,
) -> None:  # fmt: skip
    page = new_page(width=width, scheme=scheme, script=script)

    def seen(name: str) -> None:
        picture(page, f"map-{language}-{width}-{name}")
        assert looks(page) == [], name
        if script and name[0] in "14":  # axe needs a script itself
            assert violations(page) == [], name

    to_the_map(page, city, language, waiting)
    seen("1-city")
    press(page, "310115", "district")
    seen("2-district")
    press(page, "310115-02", "station")
    seen("3-station")
    tap = page.locator(".map-tap input:visible")
    with page.expect_navigation():
        tap.click(position={"x": tap.bounding_box()["width"] * 0.5, "y": tap.bounding_box()["width"] * 0.45})
    assert page.locator(".map-sheet .spot").count() == 1
    seen("4-tapped")
    chosen = page.locator("button[name=take] >> nth=1")
    said = chosen.locator("bdi").first.inner_text()
    steps.send(page, "button[name=take] >> nth=1")
    assert page.url.startswith(f"{city.url}/{language}/lodging/address/?d=")
    assert page.input_value("#id_room") == "4-1203"
    assert said in page.inner_text("label.choice:has(input:checked)")
    seen("5-chosen")
    steps.send(page, "main form button.is-main")
    assert "/lodging/days/" in page.url


def test_the_keyboard_alone_reaches_an_address(city: City, new_page: Any, waiting: dict[str, str]) -> None:
    page = new_page(width=360)
    to_the_map(page, city, "en", waiting)
    for name in ("Pudong New Area 浦东新区", "Lighthouse, Pudong New Area 浦东新区灯塔派出所"):
        page.get_by_role("group").get_by_role("link", name=name, exact=True).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.locator("button[name=take] >> nth=0").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.input_value("#id_room") == "4-1203"


def test_where_she_is_stays_in_her_browser(city: City, new_page: Any, picture: Any, waiting: dict[str, str]) -> None:
    """One press leads to her station's sheet; no request says where she is; the light stands where it should."""
    page = new_page(width=360)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data}"))
    drawn = areas.inside(PUDONG, 1, 0.5, 0.4)
    east, north = wgs84(*drawn)
    page.context.grant_permissions(["geolocation"], origin=city.url)
    page.context.set_geolocation({"longitude": east, "latitude": north})
    to_the_map(page, city, "en", waiting)
    sent.clear()
    page.click("[data-locate] button")
    page.wait_for_url("**station=310115-02#here")
    light = page.locator(".own-light")
    light.wait_for()
    west, top, across, down = map(float, page.get_attribute("[data-sheet]", "data-frame").split())
    at = gcj02(east, north)
    assert abs(float(light.get_attribute("cx").rstrip("%")) - (at[0] - west) * across / 10) < 0.01
    assert abs(float(light.get_attribute("cy").rstrip("%")) - (top - at[1]) * down / 10) < 0.01
    picture(page, "map-here")
    assert not [one for one in sent if f"{east:.2f}" in one or f"{north:.2f}" in one or "x=" in one or "POST" in one]
    # She taps her light, and only then it is sent: the nearest addresses. Then she has gone on, out of the window.
    spot = light.bounding_box()
    with page.expect_navigation():
        page.mouse.click(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    assert "small.x=" in page.url
    picture(page, "map-here-tapped")
    page.context.set_geolocation(
        dict(zip(("longitude", "latitude"), wgs84(*areas.inside(PUDONG, 1, 0.5, 1)), strict=True))
    )
    page.click("[data-locate] button")
    page.wait_for_url("**?station=310115-02#here")
    light.wait_for()
    page.context.set_geolocation({"longitude": 2.35, "latitude": 48.85})
    page.goto(page.url.split("?")[0])
    page.click("[data-locate] button")
    page.get_by_text("You are outside this map").wait_for()
    page.context.clear_permissions()
    page.reload()
    page.click("[data-locate] button")
    page.get_by_text("does not say where you are").wait_for()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_desk_sees_its_areas_and_points_for_somebody(
    city: City, desk: Any, violations: Any, picture: Any, width: int
) -> None:
    page = desk("lin", width=width)
    page.goto(f"{city.url}/desk/places/")
    assert violations(page) == []
    assert looks(page) == []
    picture(page, f"map-desk-{width}-places")
    press(page, "310115", "district")
    assert "22" in page.inner_text("tbody tr >> nth=0")
    picture(page, f"map-desk-{width}-district")
    if width == 360:
        return
    page.goto(f"{city.url}/desk/lodging/assist/")
    page.fill("#id_surname", "HADDAD")
    steps.send(page, "button[name=_map]")
    press(page, "310115", "district")
    press(page, "310115-01", "station")
    assert violations(page) == []
    picture(page, f"map-desk-{width}-station")
    steps.send(page, "button[name=take] >> nth=0")
    assert page.url.startswith(f"{city.url}/desk/lodging/assist/")
    assert page.input_value("#id_surname") == "HADDAD"
    assert page.locator("input[name=address]:checked").get_attribute("value").startswith("310115-01")
