"""Visas and permits: the way of three steps without a script, and every page at both widths."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.walks.city import City
from tests.walks.conftest import Grumbles
from tests.walks.test_lodging import TODAY
from tests.walks.test_lodging_screens import seen_everywhere

pytestmark = pytest.mark.walk
VISIT = {"holds": "L", "entered_on": (TODAY - timedelta(days=10)).isoformat(), "printed_days": "30"}
LATE = {**VISIT, "entered_on": (TODAY - timedelta(days=27)).isoformat(), "wants": "stay-longer", "more": "1"}
PAGES = {
    "index": "", "dates": "dates/", "dates-told": f"dates/?{urlencode(VISIT)}", "have": "which/",
    "have-wrong": f"which/?{urlencode({**VISIT, 'extended_days': '99'})}", "want": f"which/?{urlencode(VISIT)}",
    "more": f"which/?{urlencode({**VISIT, 'wants': 'lost-passport'})}", "answer-late": f"which/?{urlencode(LATE)}",
    "answer-child": "which/?holds=none&wants=newborn&more=1&chinese_parent=yes",
    "answer-study": "which/?holds=X1&wants=study&more=1&printed_days=0",
}  # fmt: skip


def test_every_page_in_the_scripts_that_differ_most(
    city: City, new_page: Any, violations: Any, picture: Any, grumbles: Grumbles
) -> None:
    grumbles.expected = ("status of 409",)  # dates that cannot be meant
    page, found = new_page(), []
    for name, path in PAGES.items():
        found += seen_everywhere(
            page, city, f"/{{language}}/permits/{path}", name=f"permits-{name}", picture=picture, violations=violations
        )
    assert not found, found


def test_three_steps_without_a_script(city: City, new_page: Any) -> None:
    page = new_page(width=360, script=False)
    page.goto(f"{city.url}/en/")
    page.click("main a[href='/en/permits/']")
    page.click("main a.is-main")
    page.select_option("#id_holds", "L")
    page.fill("#id_entered_on", VISIT["entered_on"])
    page.fill("#id_printed_days", "30")
    page.click("#form button.is-main")
    page.check("input[name=wants][value=stay-longer]")
    page.click("#form button.is-main")
    page.select_option("#id_nationality", "DEU")
    page.click("#form button.is-main")
    said = page.inner_text("main")
    assert "签证延期" in said
    assert "160 yuan" in said
    page.goto(city.url + str(page.get_attribute("a[hreflang=zh-Hans] >> nth=0", "href")))
    assert page.inner_text("h1") == "签证延期"
