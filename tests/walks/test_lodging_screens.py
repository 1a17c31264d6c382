"""Every page of registering that stands apart from the way itself: at both widths, in the scripts that differ most."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City
from tests.walks.looks import looks
from tests.walks.test_lodging import TODAY, filed_at_the_desk, walked

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


def seen_at_the_desk(page: Any, city: City, paths: dict[str, str], *, picture: Any, violations: Any) -> list[str]:
    """At both widths: what is wrong with the looks, and on the telephone with the structure."""
    found = []
    for name, path in paths.items():
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(city.url + path)
            picture(page, f"screens-{name}-{width}")
            found += [*looks(page), *(violations(page) if width == 360 else ())]
    return found


def registered(page: Any, city: City, *, address: str, number: str) -> str:
    return walked(page, city, language="en", address=address, picture=lambda page, name: None, violations=None,
                  number=number)  # fmt: skip


def test_what_stands_after_registering_and_after_it_is_annulled(
    city: City, desk: Any, new_page: Any, violations: Any, picture: Any
) -> None:
    page, window = new_page(), desk("lin")
    case = registered(page, city, address="screens@reader.example", number="XD0417799")
    told = {"city": city, "picture": picture, "violations": violations}
    found = []
    for name, path in {
        "index": "/{language}/lodging/", "receipt": f"/{{language}}/lodging/{case}/",
        "extend": f"/{{language}}/lodging/{case}/extend/", "leave": f"/{{language}}/lodging/{case}/leave/",
        "roster": "/{language}/lodging/roster/", "poster": "/{language}/lodging/poster/310101-01-O20/",
        "letter": "/{language}/lodging/letter/310101-01-O20/", "kit": "/{language}/lodging/kit/?sought=osmanthus+20",
        "again": "/{language}/lodging/again/", "counter": "/{language}/lodging/counter/",
        "counter-slip": "/{language}/lodging/counter/slip/",
        "verify": "/{language}/verify/", "offline": "/{language}/verify/offline/",
    }.items():  # fmt: skip
        found += seen_everywhere(page, path=path, name=name, **told)
    other = filed_at_the_desk(window, city, nationality="SWE", typed={
        "surname": "EVILDOER", "given_names": "EVE", "birth_date": "1970-01-02", "paper_number": "XD0417799",
        "paper_until": (TODAY + timedelta(days=900)).isoformat(), "room": "4-1203",
    })  # fmt: skip
    found += seen_at_the_desk(window, paths={
        "desk-against": "/desk/lodging/?against=1", "desk-contradicts": f"/desk/lodging/{other}/",
        "desk-annul": f"/desk/lodging/{case}/annul/", "desk-why": f"/desk/lodging/{case}/why/",
        "desk-entrants": "/desk/lodging/entrants/", "desk-counter": "/desk/lodging/counter/",
        "desk-places": "/desk/places/",
    }, **told)  # fmt: skip
    window.goto(f"{city.url}/desk/lodging/?against=1")
    assert case in window.inner_text("main")
    assert other in window.inner_text("main")
    window.goto(f"{city.url}/desk/lodging/{case}/annul/")
    window.check("input[name=reason][value=not-at-this-address]")
    steps.send(window, "#form button.is-alarm")
    found += seen_everywhere(page, path=f"/{{language}}/lodging/{case}/", name="annulled", **told)
    page.goto(f"{city.url}/en/lodging/{case}/")
    assert "Nobody of this name lives at this address" in page.inner_text("main")
    assert found == []


def test_a_roster_with_a_broken_row(city: City, new_page: Any, violations: Any, picture: Any) -> None:
    page = new_page()
    registered(page, city, address="hostel@reader.example", number="XD0417798")
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


def test_what_has_to_be_checked_and_asked_for(city: City, desk: Any, violations: Any, picture: Any) -> None:
    window = desk("lin")
    number = filed_at_the_desk(window, city, nationality="NGA", typed={
        "surname": "OKONKWO", "given_names": "CHIDI", "birth_date": "1971-05-04", "paper_number": "N00123499",
        "paper_until": (TODAY - timedelta(days=10)).isoformat(), "room": "9",
    })  # fmt: skip
    told = {"city": city, "picture": picture, "violations": violations}
    found = seen_at_the_desk(window, paths={
        "desk-list": "/desk/lodging/", "desk-case": f"/desk/lodging/{number}/",
        "desk-ask": f"/desk/lodging/{number}/ask/", "desk-reject": f"/desk/lodging/{number}/reject/",
        "desk-assist": "/desk/lodging/assist/", "desk-roster": "/desk/lodging/roster/",
    }, **told)  # fmt: skip
    found += seen_at_the_desk(desk("chen"), paths={
        "policies": "/desk/office/policies/", "policy": "/desk/office/policies/lodging_check/1/",
        "policy-try": "/desk/office/policies/lodging_check/1/try/", "policy-draft": "/desk/office/policies/draft/",
        "programs": "/desk/office/programs/", "admit": "/desk/office/programs/admit/",
    }, **told)  # fmt: skip
    assert found == []
