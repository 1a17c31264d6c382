"""A time chosen, booked, moved and given back on a cheap phone without script; a place that becomes free is held."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import ROOT, City
from tests.walks.looks import looks
from tests.walks.test_lodging_screens import seen_everywhere
from tests.walks.test_subscribing import sign_up

pytestmark = pytest.mark.walk
# A place of its own beside those the desk's walk plans: two people at each time, every day, for three weeks.
OPENED = """
import django
django.setup()
from datetime import time
from django.utils import timezone
from portlight.kernel.slots import commands, queries
from portlight.kernel.slots.rules import Pattern
from portlight.toolkit.actor import machine
at, by = timezone.now(), machine("walk")
commands.put_venue(
    "annex", name={"zh-Hans": "浦东分厅", "en": "Pudong annex"},
    address={"zh-Hans": "民生路 1500 号", "en": "1500 Minsheng Road, Pudong"}, by=by, at=at,
)
commands.put_pattern(Pattern(
    service="permits", place="annex", name="every-day", opens=time(9), closes=time(16), minutes=30, capacity=2,
    days=frozenset(range(1, 8)), since=queries.office_day(at), horizon=15,
), by=by, at=at)
"""
# Everything of tomorrow is taken by others; then one of them cancels, and the place goes to who waits.
FULL = """
import sys
import django
django.setup()
from datetime import timedelta
from uuid import UUID
from django.utils import timezone
from portlight.kernel.slots import commands, queries
from portlight.toolkit.actor import machine
at, by = timezone.now(), machine("walk")
day = queries.office_day(at) + timedelta(days=1)
made = []
for card in queries.times("permits", "annex", on=day, at=at):
    for _ in range(card.free):
        wish = commands.Wish(service="permits", place="annex", starts_at=card.starts_at,
                             who=f"person:{UUID(int=1000 + len(made))}")
        made.append(commands.book(wish, by=by, at=at))
print(made[6])
"""
CANCEL = """
import sys
import django
django.setup()
from django.utils import timezone
from portlight.kernel.slots import commands
from portlight.toolkit.actor import machine
commands.cancel(sys.argv[1], by=machine("walk"), at=timezone.now())
"""


def run(city: City, program: str, *told: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
    env = {**kept, "DJANGO_SETTINGS_MODULE": "portlight.config.settings", "PORTLIGHT_MODE": "demo",
           "PORTLIGHT_DATA": str(city.folder)}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", program, *told], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_a_time_is_booked_moved_waited_for_and_given_back(
    city: City, new_page: Any, violations: Any, picture: Any
) -> None:
    run(city, OPENED)
    page = new_page(width=360, script=False)
    sign_up(page, city, language="en", address="times@reader.example")
    looks_ = new_page(width=360, state=page.context.storage_state())
    told = {"city": city, "picture": picture, "violations": violations}
    free = "/{language}/appointments/free/permits/?place=annex"
    found = seen_everywhere(looks_, path=free, name="free", **told)
    page.goto(city.url + free.format(language="en"))
    if page.locator(".month a").count() < 4:  # the month is nearly over: the next one has the days
        with page.expect_navigation():
            page.locator("section[aria-labelledby=month] .row .row a").last.click()
    day = page.locator(".month a").nth(3).get_attribute("href") or ""
    page.goto(f"{page.url.split('?')[0]}{day}")
    chosen = page.locator(".times a").nth(2).get_attribute("href") or ""
    page.click(".times a >> nth=2")
    found += seen_everywhere(looks_, path="/{language}" + chosen.removeprefix("/en"), name="book", **told)
    steps.send(page)
    assert "The time is yours" in page.inner_text("main")
    number = page.inner_text(".facts .code >> nth=0")
    found += seen_everywhere(looks_, path=f"/{{language}}/appointments/{number}/", name="appointment", **told)

    blocked = run(city, FULL)
    page.goto(f"{city.url}/en/appointments/")
    with page.expect_navigation():
        page.click('main a[href$="/free/permits/"]')
    page.goto(f"{city.url}/en/appointments/wait/permits/?place=annex")
    found += seen_everywhere(looks_, path="/{language}/appointments/wait/permits/?place=annex", name="wait", **told)
    page.fill("#id_not_after", (page.locator("#id_not_after").get_attribute("value") or "2099-12-31"))
    steps.send(page)
    run(city, CANCEL, blocked)
    letter = city.letter("times@reader.example", number=2)
    assert letter["Content-Language"] == "en"
    page.reload()
    assert "This place is held for you until" in page.inner_text("main")
    found += seen_everywhere(looks_, path="/{language}/appointments/", name="held", **told)
    steps.send(page, 'form[action$="/take/"] button')
    assert number in page.inner_text("main"), "the earlier time takes the place of the one she had"

    page.click(f'a[href$="{number}/cancel/"]')
    found += seen_everywhere(looks_, path=f"/{{language}}/appointments/{number}/cancel/", name="cancel", **told)
    steps.send(page)
    assert "cancelled" in page.inner_text("main")
    looks_.set_viewport_size({"width": 360, "height": 800})
    looks_.goto(f"{city.url}/ar/appointments/free/permits/?place=annex&last=2026-01-01")
    picture(looks_, "screens-free-late-ar-360")
    found += [*looks(looks_), *violations(looks_)]
    assert found == []
