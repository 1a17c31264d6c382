"""Another language in the middle of a form: everything typed is there, on the portal and at the desk."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City

pytestmark = pytest.mark.walk


def switch(page: Any, code: str) -> None:
    page.click("details.menu summary >> nth=0")
    with page.expect_navigation():
        page.click(f'details.menu button[value="{code}"]')
    assert page.get_attribute("html", "lang") == code


@pytest.mark.parametrize("script", [True, False])
def test_signing_up_goes_on_in_arabic_with_everything_typed(city: City, new_page: Any, script: bool) -> None:
    page = new_page(width=360, script=script)
    page.goto(f"{city.url}/en/subscribing/")
    page.fill("#id_address", "half-an-address@")
    page.select_option("#id_first_language", "ru")
    ticked = [("other_languages", "de"), ("other_languages", "ja"), ("topics", "health"), ("topics", "entry")]
    for name, value in ticked:
        page.check(f'input[name="{name}"][value="{value}"]')
    page.check("#id_consent")
    switch(page, "ar")
    assert re.search("/ar/subscribing/", page.url)
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.input_value("#id_address") == "half-an-address@"
    assert page.input_value("#id_first_language") == "ru"
    boxes = page.locator("#form input[type=checkbox]:checked").all()
    still = {(box.get_attribute("name"), box.get_attribute("value") or "") for box in boxes}
    assert still == {*ticked, ("consent", "")}
    assert page.locator(".errors").count() == 0, "what is half typed is kept, not judged"


def test_a_notice_half_written_goes_on_in_the_other_language_of_the_desk(city: City, desk: Any) -> None:
    page = desk("bao")
    page.goto(f"{city.url}/desk/notices/write/")
    page.fill("#id_title", "办证大厅临时")
    page.fill("#id_body", "第一段。\n\n第二段,还没有写完")
    page.check('input[name="severity"][value="urgent"]')
    page.select_option("#id_topic", "hall")
    page.check("#id_drill")
    switch(page, "en")
    try:
        assert page.url.split("?")[0] == f"{city.url}/desk/notices/write/"
        assert page.input_value("#id_title") == "办证大厅临时"
        assert page.input_value("#id_body") == "第一段。\n\n第二段,还没有写完"
        assert page.is_checked('input[name="severity"][value="urgent"]')
        assert page.input_value("#id_topic") == "hall"
        assert page.is_checked("#id_drill")
    finally:
        switch(page, "zh-Hans")  # the language is the account's own: as it was
    page.fill("#id_body", "第一段。\n\n第二段,写完了。")
    steps.send(page)
    steps.number_of(page)

    page.fill("#id_title", "改了一半的标题")  # in the editor as well
    switch(page, "en")
    try:
        assert page.input_value("#id_title") == "改了一半的标题"
    finally:
        switch(page, "zh-Hans")
    assert page.input_value("#id_title") == "改了一半的标题"


def test_the_blanks_of_a_prepared_notice_stay_filled(city: City, desk: Any) -> None:
    page = desk("bao")
    page.goto(f"{city.url}/desk/notices/prepared/hall-closed/fill/")
    page.fill("#id_slot_from", "2026-12-24")
    page.fill("#id_slot_phone", "12367")
    switch(page, "en")
    try:
        assert page.input_value("#id_slot_from") == "2026-12-24"
        assert page.input_value("#id_slot_phone") == "12367"
        assert page.input_value("#id_slot_until") == ""
    finally:
        switch(page, "zh-Hans")
