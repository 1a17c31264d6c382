"""Appointments at the desk: a supervisor plans times, people have booked, the window notes who came."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import ROOT, City
from tests.walks.looks import looks
from tests.walks.test_lodging_screens import LANGUAGES, seen_at_the_desk
from tests.walks.test_switching import switch

pytestmark = pytest.mark.walk
# Nobody books at the portal yet: three people and one of the green lane, by the room's own command.
BOOKED = """
import django
django.setup()
from uuid import UUID
from django.utils import timezone
from portlight.kernel.slots import commands, queries
from portlight.toolkit.actor import machine
from datetime import datetime, time, timedelta
at, zone = timezone.now(), timezone.get_default_timezone()
day = queries.office_day(at) + timedelta(days=1)
for n, lane in enumerate(("ordinary", "ordinary", "urgent", "green")):
    starts = datetime.combine(day, time(9 + n % 2), zone)
    wish = commands.Wish(service="permits", place="hall", starts_at=starts, who=f"person:{UUID(int=n)}", lane=lane)
    commands.book(wish, by=machine("walk"), at=at)
"""


def booked(city: City) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
    env = {**kept, "DJANGO_SETTINGS_MODULE": "portlight.config.settings", "PORTLIGHT_MODE": "demo",
           "PORTLIGHT_DATA": str(city.folder)}  # fmt: skip
    subprocess.run([sys.executable, "-c", BOOKED], cwd=ROOT, env=env, check=True)


def test_times_are_planned_and_the_board_shows_who_comes(city: City, desk: Any, violations: Any, picture: Any) -> None:
    page = desk("chen")
    told = {"city": city, "picture": picture, "violations": violations}
    found = seen_at_the_desk(
        page, paths={"slots-today": "/desk/slots/", "slots-plan-before": "/desk/slots/plan/"}, **told
    )
    filled(page, f"{city.url}/desk/slots/plan/venue/", {
        "code": "hall", "name_zh": "出入境办证大厅", "name_en": "Exit-entry hall", "address_zh": "民生路 1500 号",
        "address_en": "1500 Minsheng Road",
    })  # fmt: skip
    page.goto(f"{city.url}/desk/slots/plan/pattern/")
    for day in range(1, 8):
        page.check(f"input[name=days][value='{day}']")
    page.select_option("[name=place]", "hall")  # another walk may have planned another place in this city
    filled(page, "", {
        "name": "mornings", "opens": "09:00", "closes": "12:00", "minutes": "60", "capacity": "6", "urgent": "2",
        "green": "1", "releases": "",
    })  # fmt: skip
    booked(city)
    page.goto(f"{city.url}/desk/slots/?place=hall")
    ahead = page.locator("nav a").last.get_attribute("href")
    found += seen_at_the_desk(page, paths={
        "slots-board": f"/desk/slots/{ahead}", "slots-pattern": "/desk/slots/plan/pattern/",
        "slots-close": "/desk/slots/plan/close/", "slots-extra": "/desk/slots/plan/extra/",
        "slots-venue": "/desk/slots/plan/venue/",
    }, **told)  # fmt: skip
    page.goto(f"{city.url}/desk/slots/{ahead}")
    assert page.locator("tbody tr").count() == 4
    number = page.inner_text("tbody .code >> nth=0")
    found += seen_at_the_desk(page, paths={
        "slots-waiting": "/desk/slots/waiting/", "slots-move": f"/desk/slots/{number}/move/",
        "slots-cancel": f"/desk/slots/{number}/cancel/",
    }, **told)  # fmt: skip
    page.goto(f"{city.url}/desk/slots/{ahead}")
    day = page.input_value("#day")
    page.goto(f"{city.url}/desk/slots/plan/close/")
    page.select_option("[name=place]", "hall")
    filled(page, "", {
        "begins_at": f"{day}T10:00", "ends_at": f"{day}T12:00", "why": "Power cut announced for the whole building",
    })  # fmt: skip
    found += seen_at_the_desk(page, paths={"slots-plan": "/desk/slots/plan/"}, **told)
    assert page.locator(".alert li").count() == 2, "those at ten are to be told"
    found += in_every_script(page, city, picture, ahead or "")
    assert found == []


def filled(page: Any, url: str, told: dict[str, str]) -> None:
    if url:
        page.goto(url)
    for name, text in told.items():
        page.fill(f"[name={name}]", text)
    steps.send(page, "#form button.is-main")


def in_every_script(page: Any, city: City, picture: Any, ahead: str) -> list[str]:
    """The board and the plan once more in the scripts that differ most; back to English at the end."""
    found = []
    for language in (*LANGUAGES[1:], "en"):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{city.url}/desk/slots/{ahead}")
        switch(page, language)
        for name, path in (("board", f"/desk/slots/{ahead}"), ("plan", "/desk/slots/plan/")):
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(city.url + path)
                picture(page, f"screens-slots-{name}-{language}-{width}")
                found += looks(page)
    return found
