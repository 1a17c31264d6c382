"""A registration from a phone, without a photo and without a script; the officer's side of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.walks import steps
from tests.walks.city import City, words_of

pytestmark = pytest.mark.walk
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()  # the office's day, whatever the machine's is


def walked(page: Any, city: City, *, language: str, address: str, picture: Any, violations: Any, number: str) -> str:
    """From the portal's home to the receipt; the number of the case. `violations` None: axe needs a script itself."""
    width = page.viewport_size["width"]

    def seen(name: str) -> None:
        assert violations is None or violations(page) == [], name
        picture(page, f"lodging-{language}-{width}-{name}")

    page.goto(f"{city.url}/{language}/lodging/")
    seen("1-index")
    page.click("main a.btn.is-main")
    seen("2-photo")
    steps.send(page)
    fill(page, {
        "surname": "LINDQVIST", "given_names": "ANNA MARIA", "birth_date": "1988-03-12", "paper_number": number,
        "paper_until": (TODAY + timedelta(days=900)).isoformat(),
    })  # fmt: skip
    page.select_option("#id_nationality", "SWE")
    page.check("input[name=sex][value=F]")
    seen("3-passport")
    steps.send(page)
    page.fill("#sought", "osmanthus road 20 pudong")
    steps.send(page, "button[name=search]")
    page.check("fieldset input[name=address] >> nth=0")
    page.fill("#id_room", "4-1203")
    seen("4-address")
    steps.send(page, "main form button.is-main")
    fill(page, {
        "moved_in_on": TODAY.isoformat(), "moved_in_time": "00:00",
        "leaving_on": (TODAY + timedelta(days=200)).isoformat(),
        "stay_until": (TODAY + timedelta(days=300)).isoformat(), "entered_on": TODAY.isoformat(),
    })  # fmt: skip
    page.select_option("#id_stay_kind", "residence-permit")
    if page.locator("#id_way_0").count():
        page.check("#id_way_0")
    page.fill("#id_address", address)
    seen("5-days")
    steps.send(page)
    seen("6-check")
    letter = city.letter(address, number=1)
    assert letter["Content-Language"] == language
    code = re.search(r"\b\d{6}\b", words_of(letter))
    assert code
    page.fill("#id_code", code[0])
    steps.send(page)
    seen("7-receipt")
    found = re.search(r"/lodging/(R-[^/]+)/", page.url)
    assert found
    return found[1]


def filed_at_the_desk(
    window: Any, city: City, *, nationality: str, typed: dict[str, str], seen: Callable[[str], None] = lambda name: None
) -> str:
    """An officer files for somebody; the number of the case."""
    window.goto(f"{city.url}/desk/lodging/assist/")
    window.fill("#sought", "桂花路20号 浦东")
    steps.send(window, "button[name=search]")
    window.check("input[name=address] >> nth=0")
    fill(window, {**typed, "moved_in_on": TODAY.isoformat()})
    window.select_option("#id_nationality", nationality)
    window.check("input[name=sex][value=F]")
    seen("assist")
    steps.send(window, "main form button.is-main")
    seen("case")
    return str(window.url.rstrip("/").rsplit("/", 1)[1])


def fill(page: Any, typed: dict[str, str]) -> None:
    for name, value in typed.items():
        page.fill(f"#id_{name}", value)


@pytest.mark.parametrize(
    ("language", "width", "script"), [("en", 360, True), ("zh-Hans", 360, False), ("ar", 360, True), ("de", 1280, True)]
)
def test_a_person_registers_from_any_screen(
    city: City, new_page: Any, violations: Any, picture: Any, language: str, width: int, script: bool
) -> None:
    page = new_page(width=width, script=script)
    case = walked(
        page, city, language=language, address=f"anna-{language.lower()}@reader.example", picture=picture,
        violations=violations if script else None, number=f"XD04177{len(language)}{width % 97:02d}",
    )  # fmt: skip
    answer = page.request.get(f"{city.url}/{language}/lodging/{case}/slip/")
    assert answer.body()[:5] == b"%PDF-"
    page.goto(f"{city.url}/{language}/lodging/")
    assert case in page.inner_text("main")


def test_an_officer_sees_her_station_and_files_for_somebody(
    city: City, desk: Any, new_page: Any, violations: Any, picture: Any
) -> None:
    officer, window = desk("wu"), desk("lin")
    for page, name in ((officer, "station"), (window, "window")):
        page.goto(f"{city.url}/desk/lodging/")
        assert violations(page) == []
        picture(page, f"lodging-desk-{name}-list")

    def seen(name: str) -> None:
        assert violations(window) == [], name
        picture(window, f"lodging-desk-{name}")

    number = filed_at_the_desk(window, city, nationality="SYR", seen=seen, typed={
        "surname": "HADDAD", "given_names": "LAYLA", "birth_date": "1950-05-04", "paper_number": "N00123456",
        "paper_until": (TODAY - timedelta(days=10)).isoformat(), "room": "2",
    })  # fmt: skip
    officer.reload()
    officer.click(f"a:has-text('{number}')")
    steps.send(officer, "form[action*='/accept/'] button")
    assert violations(officer) == []
    picture(officer, "lodging-desk-accepted")
