"""An emergency: declared by the duty officer, counted, signed by the supervisor, seen by the city, reverted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City, until
from tests.walks.looks import looks
from tests.walks.test_switching import switch

pytestmark = pytest.mark.walk
SIZES = (1280, 360)


def declare(page: Any, city: City) -> str:
    """From the menu to the page of the draft; gives its address."""
    page.goto(f"{city.url}/desk/")
    page.click('nav a[href="/desk/emergencies/"] >> nth=0')
    page.click('main a[href="/desk/emergencies/declare/"]')
    today = datetime.now(steps.OFFICE).date()
    for field, text in {
        "name_zh-Hans": "台风应急响应", "name_en": "Typhoon emergency",
        "banner_zh-Hans": "大厅明天关闭。急事请拨打热线。",
        "banner_en": "The hall is closed tomorrow. For what cannot wait, call the hotline.",
        "article": "73", "authority": "市人民政府", "document": "〔2026〕12号",
        "since": f"{today}", "until": f"{today + timedelta(days=30)}",
        "set:clocks.closed": f"{today + timedelta(days=1)}", "control_from": f"{today - timedelta(days=20)}",
        "announced_on": f"{today}", "months": "2",
    }.items():  # fmt: skip
        page.fill(f'[name="{field}"]', text)
    page.fill('[name="set:slots.ordinary"]', "50")
    page.fill('[name="set:lanes.quota"]', "50")
    page.select_option('[name="set:permits.no-port-visas"]', "true")
    for code in ("zh-Hans", "en", "ar"):
        page.check(f'input[name="set:notices.languages"][value="{code}"]')
    steps.send(page)
    return str(page.url)


def test_declared_counted_signed_seen_and_reverted(
    city: City, desk: Any, new_page: Any, violations: Any, picture: Any, grumbles: Any
) -> None:
    duty, chen, anna = desk("ding"), desk("chen"), new_page()
    found: list[str] = []

    def seen(page: Any, name: str) -> None:
        for width in SIZES:
            page.set_viewport_size({"width": width, "height": 900})
            found.extend(looks(page))
            picture(page, f"emergency-{name}-{width}")
        found.extend(violations(page))
        page.set_viewport_size({"width": 1280, "height": 900})

    address = declare(duty, city)
    seen(duty, "1-draft")
    duty.goto(f"{address}amend/")
    seen(duty, "2-declaration")
    duty.goto(address)
    steps.send(duty, 'form[action$="/propose/"] button')

    def counted() -> bool:
        chen.goto(address)
        return bool(chen.locator('form[action$="/sign/"] button:not([disabled])').count())

    until(counted, every=0.5, why="nobody counted the plan")
    anna.goto(f"{city.url}/en/")
    assert not anna.locator(".dusk").count(), "nothing is in force before the second signature"
    for code in ("en", "ar", "zh-Hans", "de"):
        switch(chen, code)
        seen(chen, f"3-preview-{code}")
    switch(chen, "zh-Hans")
    steps.send(chen, 'form[action$="/sign/"] button')
    try:
        for code in ("en", "ar", "zh-Hans", "de"):
            anna.goto(f"{city.url}/{code}/")
            assert anna.locator(".hero.dusk").count(), "at once"
            seen(anna, f"4-home-{code}")
            anna.goto(f"{city.url}/{code}/emergency/")
            assert anna.locator(".dusk.strip").count()
            anna.fill("#id_ends_on", f"{datetime.now(steps.OFFICE).date()}")
            steps.send(anna)
            assert anna.locator("#answer").count()
            seen(anna, f"5-stay-{code}")
        chen.goto(f"{address}end/")
        seen(chen, "6-end")
    finally:
        chen.goto(f"{address}revert/")
        chen.fill("#id_why", "演练结束")
        steps.send(chen)
    anna.goto(f"{city.url}/en/")
    assert not anna.locator(".dusk").count()

    def undone() -> bool:
        chen.goto(address)
        return bool(chen.locator("#protocol").count()) and not chen.locator("h1 + p a").count()

    until(undone, every=0.5, why="nobody undid the plan")
    seen(chen, "7-reverted")
    assert not found, "\n".join(dict.fromkeys(found))
