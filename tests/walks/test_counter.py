"""A code from a counter, from the officer's button to the slip; people who have entered; the tables as pages."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.walks import steps
from tests.walks.city import City
from tests.walks.looks import looks

pytestmark = pytest.mark.walk
NOW = datetime.now(ZoneInfo("Asia/Shanghai"))


def printed(window: Any, city: City, language: str) -> str:
    """The officer's button; the address behind the square of the sheet."""
    window.goto(f"{city.url}/desk/lodging/counter/")
    window.select_option("#id_language", language)
    steps.send(window)
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", window.inner_text("article"))
    assert found
    return found[0]


@pytest.mark.parametrize(("language", "width", "script"), [("ar", 360, True), ("zh-Hans", 360, False)])
def test_without_telephone_and_address_from_the_sheet_to_the_slip(
    city: City, desk: Any, new_page: Any, violations: Any, picture: Any, language: str, width: int, script: bool
) -> None:
    window = desk("lin", width=width)
    code = printed(window, city, language)

    def seen(page: Any, name: str) -> None:
        assert not script or (violations(page) == [] and looks(page) == []), name
        picture(page, f"counter-{language}-{width}-{name}")

    seen(window, "1-sheet")
    page = new_page(width=width, script=script)
    page.goto(f"{city.url}/{language}/lodging/counter/?code={code}")
    seen(page, "2-begin")
    steps.send(page)
    steps.send(page)
    typed = {
        "surname": "OKAFOR",
        "given_names": "GRACE",
        "birth_date": "1961-02-03",
        "paper_until": f"{NOW.year + 3}-01-01",
    }
    for name, value in {**typed, "paper_number": f"A0{width}{len(language)}77"}.items():
        page.fill(f"#id_{name}", value)
    page.select_option("#id_nationality", "NGA")
    page.check("input[name=sex][value=F]")
    steps.send(page)
    page.fill("#sought", "osmanthus road 20 pudong")
    steps.send(page, "button[name=search]")
    page.check("fieldset input[name=address] >> nth=0")
    page.fill("#id_room", f"7-{width}")
    steps.send(page, "main form button.is-main")
    page.fill("#id_moved_in_on", f"{NOW:%Y-%m-%d}")
    seen(page, "3-days")
    steps.send(page)
    seen(page, "4-check")
    steps.send(page)
    assert re.search(r"/lodging/R-", page.url)
    seen(page, "5-receipt")
    later = new_page(width=width, script=script)
    later.goto(f"{city.url}/{language}/lodging/counter/slip/?code={code}")
    later.fill("#id_number", f"a0{width}{len(language)}77")
    seen(later, "6-again")
    steps.send(later)
    assert later.url.split("?")[0] == page.url.split("?")[0]


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("de", 1280)])
def test_do_i_have_to_register_again(
    city: City, new_page: Any, violations: Any, picture: Any, language: str, width: int
) -> None:
    page = new_page(width=width)
    page.goto(f"{city.url}/{language}/lodging/")
    page.click("a[href$='/lodging/again/']")
    page.select_option("#id_event", "re-entry")
    page.select_option("#id_stay", "residence-permit")
    steps.send(page)
    assert violations(page) == []
    assert looks(page) == []
    picture(page, f"again-{language}-{width}")


def test_the_desk_takes_a_list_in_and_says_why_the_machine_decided(
    city: City, desk: Any, violations: Any, picture: Any
) -> None:
    for width in (360, 1280):
        window = desk("lin", width=width)
        window.goto(f"{city.url}/desk/lodging/entrants/")
        moment = NOW - timedelta(hours=5)
        lines = ("country,passport number,entered at,e-mail,language",
                 f"SWE,XD0417{width},{moment:%Y-%m-%d %H:%M},anna{width}@reader.example,sv",
                 f"Atlantis,XD0417{width}9,{moment:%Y-%m-%d},,")  # fmt: skip
        sheet = {"name": "list.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
        window.set_input_files("#id_sheet", sheet)
        steps.send(window)
        for name in ("entrants", "counter", "why"):
            if name == "counter":
                window.goto(f"{city.url}/desk/lodging/counter/")
            if name == "why":
                window.goto(f"{city.url}/desk/lodging/")
                window.click("tbody a.code >> nth=0")
                window.click("a[href*='/why/']")
            assert violations(window) == [], name
            assert looks(window) == [], name
            picture(window, f"desk-{name}-{width}")
