"""The portal's shell: nine languages, both schemes, phones, no script needed, nothing to complain about."""

from __future__ import annotations

import re
from typing import Any

import pytest

from portlight.toolkit.languages import CODES
from tests.walks.conftest import Grumbles, Office

pytestmark = pytest.mark.walk
PAGES = {"home": "/", "verify": "/verify/", "sign-in": "/me/sign-in/", "missing": "/nowhere/"}


def sideways(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("code", CODES)
def test_the_portal_is_clean_on_a_phone(
    office: Office, new_page: Any, violations: Any, picture: Any, grumbles: Grumbles, code: str
) -> None:
    grumbles.expected = ("status of 404",)
    page = new_page(width=360)
    for name, path in PAGES.items():
        page.goto(f"{office.url}/{code}{path}")
        assert violations(page) == []
        assert sideways(page) <= 0
        picture(page, f"portal-{name}-{code}-360-light")


@pytest.mark.parametrize(
    ("code", "scheme"), [("en", "light"), ("en", "dark"), ("zh-Hans", "light"), ("ar", "light"), ("de", "light")]
)
def test_the_portal_is_clean_on_a_desk(
    office: Office, new_page: Any, violations: Any, picture: Any, code: str, scheme: str
) -> None:
    page = new_page(scheme=scheme)
    for name in ("home", "verify", "sign-in"):
        page.goto(f"{office.url}/{code}{PAGES[name]}")
        assert violations(page) == []
        picture(page, f"portal-{name}-{code}-1280-{scheme}")


@pytest.mark.parametrize("script", [True, False])
def test_changing_the_language_in_the_middle_of_a_form_loses_nothing(
    office: Office, new_page: Any, script: bool
) -> None:
    page = new_page(width=360, script=script)
    page.goto(f"{office.url}/en/me/sign-in/")
    page.fill("#id_address", "anna@half")
    page.click(".menu summary")
    page.click('.menu button[value="ar"]')
    page.wait_for_url(re.compile("/ar/me/sign-in/"))
    assert page.input_value("#id_address") == "anna@half"
    assert page.get_attribute("html", "dir") == "rtl"
    page.click(".menu summary")
    page.click('.menu button[value="zh-Hans"]')
    page.wait_for_url(re.compile("/zh-Hans/me/sign-in/"))
    assert page.input_value("#id_address") == "anna@half"


def test_the_open_language_menu_stays_on_a_phones_screen(office: Office, new_page: Any, picture: Any) -> None:
    page = new_page(width=360)
    for code in ("de", "ar"):
        page.goto(f"{office.url}/{code}/")
        page.click(".menu summary")
        box = page.locator(".menu ul").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        picture(page, f"portal-menu-{code}-360")


def test_what_is_wrong_stands_beside_the_field_and_at_the_top(office: Office, new_page: Any, violations: Any,
                                                              picture: Any, grumbles: Grumbles) -> None:  # fmt: skip
    grumbles.expected = ("status of 409",)
    page = new_page(width=360)
    page.goto(f"{office.url}/fr/me/sign-in/")
    page.fill("#id_address", "not an address")
    page.click("main button")
    assert page.input_value("#id_address") == "not an address"
    assert page.get_attribute("#id_address", "aria-invalid") == "true"
    assert page.evaluate("document.activeElement.className") == "errors"
    assert violations(page) == []
    picture(page, "portal-wrong-fr-360")


def test_a_baked_page_is_read_while_the_database_is_away(office: Office, new_page: Any) -> None:
    folder = office.folder / "public" / "en" / "notices" / "n-1"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><html lang=en><title>N</title><p id=said>Open</p>", "utf-8")
    database = office.folder / "portlight.sqlite3"
    away = database.rename(database.with_suffix(".away"))
    try:
        page = new_page()
        answer = page.goto(f"{office.url}/en/notices/n-1/")
        assert answer.status == 200
        assert answer.headers["cache-control"] == "public, max-age=60"
        assert page.inner_text("#said") == "Open"
    finally:
        away.rename(database)
