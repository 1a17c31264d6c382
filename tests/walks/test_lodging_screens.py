"""Every page of registering that stands apart from the way itself: at both widths, in the scripts that differ most."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City
from tests.walks.looks import looks
from tests.walks.test_lodging import TODAY, fill, walked

pytestmark = pytest.mark.walk
LANGUAGES = ("en", "zh-Hans", "ar", "de")
HEADINGS = (
    "Surname,Given name,Nationality,Sex,Date of birth,Document number,Document valid until,Move-in date,"
    "Intended departure"
)
SHEET = """MEYER,JONAS,DEU,M,1999-04-01,C01X00T47,2031-01-01,{today},{until}
OKAFOR,ADA,NGA,F,1998-13-01,A1234567,2031-01-01,{today},{until}
"""


def seen_everywhere(page: Any, city: City, path: str, *, name: str, picture: Any, violations: Any) -> list[str]:
    """`path` has `{language}` in it. What is wrong with its looks anywhere, and with its structure in English."""
    found = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for language in LANGUAGES:
            page.goto(city.url + path.format(language=language))
            picture(page, f"screens-{name}-{language}-{width}")
            found += looks(page)
        found += violations(page)
    return found


def test_what_stands_after_registering(city: City, new_page: Any, violations: Any, picture: Any) -> None:
    page = new_page()
    case = walked(
        page, city, language="en", address="screens@reader.example", picture=lambda page, name: None,
        violations=None, number="XD0417799",
    )  # fmt: skip
    found = []
    for name, path in {
        "index": "/{language}/lodging/", "receipt": f"/{{language}}/lodging/{case}/",
        "extend": f"/{{language}}/lodging/{case}/extend/", "leave": f"/{{language}}/lodging/{case}/leave/",
        "roster": "/{language}/lodging/roster/", "poster": "/{language}/lodging/poster/310101-01-O20/",
        "verify": "/{language}/verify/", "offline": "/{language}/verify/offline/",
    }.items():  # fmt: skip
        found += seen_everywhere(page, city, path, name=name, picture=picture, violations=violations)
    assert found == []


def test_a_roster_with_a_broken_row(city: City, new_page: Any, violations: Any, picture: Any) -> None:
    page = new_page()
    walked(
        page, city, language="en", address="hostel@reader.example", picture=lambda page, name: None, violations=None,
        number="XD0417798",
    )  # fmt: skip
    page.goto(f"{city.url}/en/lodging/roster/")
    sheet = HEADINGS + "\n" + SHEET.format(today=TODAY.isoformat(), until=(TODAY + timedelta(days=60)).isoformat())
    page.set_input_files("#id_sheet", {"name": "people.csv", "mimeType": "text/csv", "buffer": sheet.encode()})
    page.fill("#sought", "osmanthus road 20 pudong")
    steps.send(page, "button[name=search]")
    page.check("fieldset input[name=address] >> nth=0")
    page.set_input_files("#id_sheet", {"name": "people.csv", "mimeType": "text/csv", "buffer": sheet.encode()})
    steps.send(page, "main form button.is-main")
    batch = page.url.split("/lodging/roster/")[1]
    path = f"/{{language}}/lodging/roster/{batch}"
    assert seen_everywhere(page, city, path, name="batch", picture=picture, violations=violations) == []


def test_what_has_to_be_checked_and_asked_for(
    city: City, desk: Any, new_page: Any, violations: Any, picture: Any
) -> None:
    window = desk("lin")
    window.goto(f"{city.url}/desk/lodging/assist/")
    window.fill("#sought", "桂花路20号 浦东")
    steps.send(window, "button[name=search]")
    window.check("input[name=address] >> nth=0")
    fill(window, {
        "surname": "OKONKWO", "given_names": "CHIDI", "birth_date": "1971-05-04", "paper_number": "N00123499",
        "paper_until": (TODAY - timedelta(days=10)).isoformat(), "room": "9", "moved_in_on": TODAY.isoformat(),
    })  # fmt: skip
    window.select_option("#id_nationality", "NGA")
    window.check("input[name=sex][value=M]")
    steps.send(window, "main form button.is-main")
    number = window.url.rstrip("/").rsplit("/", 1)[1]
    found = []
    for name, path in {
        "desk-list": "/desk/lodging/", "desk-case": f"/desk/lodging/{number}/",
        "desk-ask": f"/desk/lodging/{number}/ask/", "desk-reject": f"/desk/lodging/{number}/reject/",
        "desk-assist": "/desk/lodging/assist/", "desk-roster": "/desk/lodging/roster/",
    }.items():  # fmt: skip
        for width in (360, 1280):
            window.set_viewport_size({"width": width, "height": 800})
            window.goto(city.url + path)
            picture(window, f"screens-{name}-{width}")
            found += [*looks(window), *(violations(window) if width == 360 else ())]
    supervisor = desk("chen")
    for name, path in {
        "policies": "/desk/office/policies/", "policy": "/desk/office/policies/lodging_check/1/",
        "policy-try": "/desk/office/policies/lodging_check/1/try/", "policy-draft": "/desk/office/policies/draft/",
    }.items():  # fmt: skip
        for width in (360, 1280):
            supervisor.set_viewport_size({"width": width, "height": 800})
            supervisor.goto(city.url + path)
            picture(supervisor, f"screens-{name}-{width}")
            found += [*looks(supervisor), *(violations(supervisor) if width == 360 else ())]
    assert found == []
