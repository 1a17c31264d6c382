"""The operator's pages and the public reach report, on a desk and on a phone, in four languages of three scripts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.walks.city import City
from tests.walks.looks import looks
from tests.walks.test_switching import switch

pytestmark = pytest.mark.walk
FOUR = ("en", "zh-Hans", "ar", "de")
WIDTHS = {"ar": (360,), "de": (1280,)}  # from right to left where it is narrow, long words where rows are wide
PAGES = {
    "channels": "/desk/office/channels/",
    "channel": "/desk/office/channels/email/",
    "rehearsal": "/desk/office/channels/rehearsal/",
    "outlet": "/desk/office/channels/outlets/website/",
    "outlet-quotas": "/desk/office/channels/outlets/wechat-mass/",
    "unread": "/desk/office/channels/email/unread/",
    "quiet-hours": "/desk/office/channels/quiet-hours/ordinary/",
    "tables": "/desk/office/policies/",
    "table": "/desk/office/policies/lodging_check/1/",
    "table-tried": "/desk/office/policies/lodging_again/1/try/?asked=1&event=re-entry&stay=visa",
    "table-draft": "/desk/office/policies/draft/?of=lodging_again",
    "staff": "/desk/office/staff/",
    "timeline": "/desk/office/timeline/",
}


@pytest.mark.parametrize("code", FOUR)
def test_the_operators_pages_are_clean(city: City, desk: Any, violations: Any, picture: Any, code: str) -> None:
    page = desk("chen")
    before = page.get_attribute("html", "lang")
    switch(page, code)
    found: list[str] = []
    try:
        for width in WIDTHS.get(code, (1280, 360)):
            page.set_viewport_size({"width": width, "height": 900})
            for name, path in PAGES.items():
                answer = page.goto(city.url + path)
                assert answer.status == 200, path
                assert page.get_attribute("html", "lang") == code
                found += [*violations(page), *looks(page)]
                picture(page, f"operator-{name}-{code}-{width}")
    finally:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{city.url}/desk/")
        switch(page, before)
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.parametrize("code", FOUR)
def test_the_public_reach_report_is_clean(city: City, new_page: Any, violations: Any, picture: Any, code: str) -> None:
    found: list[str] = []
    for width, scheme in ((1280, "light"), (360, "light"), (360, "dark")):
        page = new_page(width=width, scheme=scheme)
        assert page.goto(f"{city.url}/{code}/reach/").status == 200
        assert page.get_attribute("html", "lang") == code
        found += [*violations(page), *looks(page)]
        picture(page, f"reach-{code}-{width}-{scheme}")
    assert not found, "\n".join(dict.fromkeys(found))


def test_pausing_setting_a_pace_and_quiet_hours_are_one_button_each(city: City, desk: Any) -> None:
    page = desk("chen")
    page.goto(f"{city.url}/desk/office/channels/rehearsal/")
    page.fill('input[name="rate"]', "25")
    with page.expect_navigation():
        page.click('form[action*="/pace/"] button')
    assert page.input_value('input[name="rate"]') == "25"
    for action in ("/pause/", "/resume/"):
        with page.expect_navigation():
            page.click(f'form[action$="/channels{action}"] button')
    assert page.locator('form[action$="/channels/pause/"]').count() == 1, "it works again"
    page.fill('input[name="rate"]', "0")
    with page.expect_navigation():
        page.click('form[action*="/pace/"] button')

    page.goto(f"{city.url}/desk/office/channels/quiet-hours/ordinary/")
    kept = page.input_value("#id_begins"), page.input_value("#id_ends")
    try:
        page.fill("#id_begins", "22:30")
        page.fill("#id_ends", "06:45")
        with page.expect_navigation():
            page.click("#form button.is-main")
        assert "22:30–06:45" in page.inner_text("main")
    finally:
        page.goto(f"{city.url}/desk/office/channels/quiet-hours/ordinary/")
        page.fill("#id_begins", kept[0])
        page.fill("#id_ends", kept[1])
        with page.expect_navigation():
            page.click("#form button.is-main")
