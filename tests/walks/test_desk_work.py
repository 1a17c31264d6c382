"""The officers' day: worklists, the page around a case, its keys, the supervisor's board; and all without a script."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City
from tests.walks.looks import looks
from tests.walks.test_lodging import TODAY, filed_at_the_desk

pytestmark = pytest.mark.walk
LANGUAGES = ("en", "zh-Hans", "ar", "de")
WIDTHS = (360, 1280)


def to_be_checked(window: Any, city: City, *, room: str, number: str) -> str:
    """A declaration that an officer has to see: its passport has expired."""
    return filed_at_the_desk(window, city, nationality="NGA", typed={
        "surname": "OKONKWO", "given_names": "CHIDI", "birth_date": "1971-05-04", "paper_number": number,
        "paper_until": (TODAY - timedelta(days=10)).isoformat(), "room": room,
    })  # fmt: skip


def speak(page: Any, language: str) -> None:
    """The account's language, by the menu everybody has."""
    page.locator(".desk-top details.menu > summary").first.click()
    with page.expect_navigation():
        page.click(f'.desk-top button[value="{language}"]')


def in_english(page: Any) -> Any:
    speak(page, "en")
    return page


def seen_in_four(page: Any, city: City, paths: dict[str, str], *, picture: Any, violations: Any) -> list[str]:
    """What is wrong with the looks of these pages anywhere, and with their structure in English."""
    found = []
    for language in LANGUAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        speak(page, language)
        for name, path in paths.items():
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(city.url + path)
                picture(page, f"work-{name}-{language}-{width}")
                found += [*looks(page), *(violations(page) if language == "en" else ())]
    page.set_viewport_size({"width": 1280, "height": 900})
    speak(page, "en")
    return found


def counted(page: Any, city: City) -> None:
    """The worker counts every minute: the board is read anew until it has."""
    for _ in range(60):
        page.goto(f"{city.url}/desk/board/")
        if "as counted at" in page.inner_text("main"):
            return
        time.sleep(2)
    raise AssertionError("nobody has counted")


def test_an_officers_day(city: City, desk: Any, violations: Any, picture: Any) -> None:
    window = in_english(desk("lin"))
    made = [to_be_checked(window, city, room=str(n), number=f"N0077{n:04d}") for n in range(3)]
    window.goto(f"{city.url}/desk/work/")
    assert set(made) <= set(window.locator(".work a.code").all_inner_texts())
    window.keyboard.press("j")
    first = window.locator(".work a.code").first
    assert first.evaluate("el => el === document.activeElement"), "j goes to the first line"
    window.click(f'.work a:text-is("{made[0]}")')
    window.wait_for_url(re.compile(rf"/desk/lodging/{made[0]}/\?tab=team&place="))

    with window.expect_navigation():
        window.keyboard.press("j")
    assert f"/{made[1]}/" in window.url
    with window.expect_navigation():
        window.keyboard.press("k")
    assert f"/{made[0]}/" in window.url
    with window.expect_navigation():
        window.keyboard.press("h")
    assert "You hold this case." in window.inner_text("aside")
    window.keyboard.press("?")
    assert window.locator("#keys").is_visible()
    window.keyboard.press("h")
    assert "You hold this case." in window.inner_text("aside"), "no key works behind the sheet"
    window.keyboard.press("Escape")
    window.keyboard.press("a")
    assert window.locator('[data-key="a"]').evaluate("el => el === document.activeElement")
    assert "This case is closed." not in window.inner_text("aside"), "the key goes there; Enter does it"
    with window.expect_navigation():
        window.keyboard.press("Enter")
    assert "This case is closed." in window.inner_text("aside")
    with window.expect_navigation():
        window.keyboard.press("j")
    assert f"/{made[1]}/" in window.url, "the next one is still one key away"
    with window.expect_navigation():
        window.keyboard.press("r")
    assert window.url.split("?")[0].endswith(f"/{made[1]}/reject/"), "what asks for a reason opens its page"
    steps.send(window, "#form a.btn")
    assert "place=" in window.url, "and the way back knows the list"

    path = window.url.removeprefix(city.url)
    paths = {"list": "/desk/work/", "soon": "/desk/work/?tab=soon", "mine": "/desk/work/?tab=mine", "case": path}
    assert seen_in_four(window, city, paths, picture=picture, violations=violations) == []


def test_the_supervisors_board(city: City, desk: Any, violations: Any, picture: Any) -> None:
    window, chen = in_english(desk("lin")), in_english(desk("chen"))
    number = to_be_checked(window, city, room="11", number="N00880011")
    window.goto(f"{city.url}/desk/lodging/{number}/")
    window.keyboard.press("h")
    window.wait_for_load_state()
    counted(chen, city)
    found = seen_in_four(chen, city, {"board": "/desk/board/"}, picture=picture, violations=violations)
    assert found == []
    chen.click('main header a[href="/desk/work/"]')
    chen.click('main header a[href="/desk/board/"]')
    assert chen.locator("#flow").is_visible()
    window.goto(f"{city.url}/desk/work/")
    assert window.locator('a[href="/desk/board/"]').count() == 0, "it is no officer's"


def test_the_same_day_without_a_script(city: City, desk: Any, new_page: Any) -> None:
    window = in_english(desk("lin"))
    number = to_be_checked(window, city, room="21", number="N00990021")
    plain = new_page(script=False, state=window.context.storage_state())
    plain.goto(f"{city.url}/desk/work/")
    plain.click(f'.work a:text-is("{number}")')
    steps.send(plain, 'aside form[action*="/hold/"] button')
    assert "You hold this case." in plain.inner_text("aside")
    steps.send(plain, 'aside form[action*="/accept/"] button')
    assert "This case is closed." in plain.inner_text("aside")
