"""A university's officer hands in a list of thirty, mends two rows, sees what has changed, and files the drafts."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest

from portlight.kernel.organisations.rules import code_of
from tests.walks import steps
from tests.walks.city import City, until, words_of
from tests.walks.looks import looks
from tests.walks.test_lodging import TODAY, fill
from tests.walks.test_lodging_screens import seen_at_the_desk, seen_everywhere

pytestmark = pytest.mark.walk
OFFICER, STUDENT = "officer@lanes.example", "student@lanes.example"
HEAD = ("Surname", "Given name", "Nationality", "Sex", "Date of birth", "Passport no", "Visa type", "May stay until",
        "Email")  # fmt: skip
PEOPLE = (
    ("MEYER", "JONAS", "DEU"), ("OKAFOR", "ADA", "NGA"), ("DUBOIS", "CLAIRE", "FRA"), ("PETROVA", "ANNA", "RUS"),
    ("TANAKA", "YUI", "JPN"), ("KIM", "MINJUN", "KOR"), ("GARCIA", "LUZ", "ESP"), ("HADDAD", "OMAR", "EGY"),
    ("SMITH", "JOHN", "GBR"), ("NGUYEN", "LINH", "VNM"),
)  # fmt: skip


def row(number: int, **more: str) -> dict[str, str]:
    surname, given, country = PEOPLE[number % 10]
    days = 20 if number % 5 == 0 else 220
    told = {
        "Surname": surname, "Given name": f"{given} {'ABC'[number // 10]}", "Nationality": country, "Sex": "X",
        "Date of birth": f"1998-0{number % 9 + 1}-1{number % 10}", "Passport no": f"LX{number:06d}",
        "Visa type": "residence permit", "May stay until": (TODAY + timedelta(days=days)).isoformat(),
        "Email": STUDENT if number == 0 else f"student{number}@lanes.example",
    }  # fmt: skip
    return {**told, **more}


def sheet(*rows: dict[str, str]) -> dict[str, Any]:
    out = io.StringIO()
    lines = csv.DictWriter(out, HEAD)
    lines.writeheader()
    lines.writerows(rows)
    return {"name": "people.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}


def agreed(chen: Any, ding: Any, city: City) -> str:
    """An institution, entered, agreed with and its officer invited; the path of its page at the desk."""
    chen.goto(f"{city.url}/desk/lanes/enrol/")
    fill(chen, {"zh": "临港大学", "en": "Lingang University", "code": code_of("12310000425009993")})
    chen.select_option("#id_kind", "university")
    steps.send(chen)
    at = chen.url.removeprefix(city.url)
    chen.click("main a[href$='/propose/']")
    chen.select_option("#id_contact", index=1)
    fill(chen, {"opens": "09:00", "closes": "11:00", "last": (TODAY + timedelta(days=300)).isoformat()})
    for day in ("2", "4"):
        chen.check(f"input[name=days][value='{day}']")
    chen.check("#id_guarantees")
    steps.send(chen)
    ding.goto(city.url + at)
    steps.send(ding, "form[action$='/sign/'] button")
    chen.goto(city.url + at)
    fill(chen, {"name": "M. Brandt", "email": OFFICER})
    chen.select_option("#id_role", "officer")
    chen.select_option("#id_language", "en")
    steps.send(chen, "form[action$='/invite/'] button.is-main")
    return at


def came_in(page: Any, city: City, address: str, *, number: int) -> None:
    """Through the sign-in of persons: the address, and the code of its `number`-th letter."""
    if page.locator("#id_way_0").count():
        page.check("#id_way_0")
    page.fill("#id_address", address)
    steps.send(page)
    code = re.search(r"\b\d{6}\b", words_of(city.letter(address, number=number)))
    assert code
    page.fill("#id_code", code[0])
    steps.send(page)


def handed_in(page: Any, city: City, at: str, *rows: dict[str, str], whole: bool = True) -> str:
    page.goto(f"{city.url}{at}roster/")
    page.set_input_files("#id_sheet", sheet(*rows))
    page.set_checked("#id_whole", whole)
    steps.send(page)
    return str(page.url.removeprefix(city.url))


def time_for_one(page: Any, at: str, *, city: City, **told: Any) -> list[str]:
    """Somebody who must come in person gets a time in the reserved hours, another one, and none: what was seen."""
    arrived = row(13, Surname="LINDQVIST", **{"Passport no": "LX800001", "Visa type": "Z"})
    one = handed_in(page, city, at, arrived, whole=False)
    steps.send(page, "form[action$='/draft/'] button.is-main")
    first, second = (day.isoformat() for day in _reserved())
    page.goto(f"{city.url}{one}book/")
    page.select_option("#id_place", "harbour")
    fill(page, {"on": first})
    steps.send(page, "#form button.is-main")
    move, cancel = (page.get_attribute(f"a[href$='/{act}/']", "href") for act in ("move", "cancel"))
    found = seen_everywhere(page, path=f"{_in(move)}?day={second}", name="lanes-move", city=city, **told)
    page.goto(f"{city.url}{move}?day={second}")
    page.check("input[name=starts_at] >> nth=0")
    steps.send(page, "#form button.is-main")
    assert page.locator("a[href$='/cancel/']").count() == 1
    found += seen_everywhere(page, path=_in(cancel), name="lanes-cancel", city=city, **told)
    page.goto(city.url + cancel)
    steps.send(page, "#form button.is-main")
    assert page.locator("a[href$='/cancel/']").count() == 0
    return found


def _reserved() -> list[date]:
    """The next two days of the agreement's hours, from the day after tomorrow on."""
    days = (TODAY + timedelta(days=ahead) for ahead in range(2, 16))
    return [day for day in days if day.isoweekday() in (2, 4)][:2]


def test_a_list_of_thirty_is_mended_compared_drafted_and_filed(
    city: City, desk: Any, new_page: Any, violations: Any, picture: Any
) -> None:
    chen, page = desk("chen"), new_page(width=360)
    told = {"city": city, "picture": picture, "violations": violations}
    at_desk = agreed(chen, desk("ding"), city)
    link = re.search(r"https?://\S+/lanes/join/\S+/", words_of(city.letter(OFFICER, number=1)))
    assert link
    page.goto(link[0])
    came_in(page, city, OFFICER, number=2)
    picture(page, "lanes-join-en-360")
    steps.send(page)
    at = page.url.removeprefix(city.url)

    people = [row(number) for number in range(30)]
    wrong = [*people[:28], row(28, Nationality="Narnia"), row(29, **{"May stay until": "soon"})]
    checked = handed_in(page, city, at, *wrong)
    assert page.locator("main table tbody tr").count() == 2
    found = seen_everywhere(page, path=_in(checked), name="lanes-wrong", **told)
    first = handed_in(page, city, at, *people)
    assert page.locator("main table").count() == 0, "both are mended"
    page.set_viewport_size({"width": 360, "height": 800})
    steps.send(page, "form[action$='/draft/'] button.is-main")
    assert page.locator("main tbody .chip.is-now").count() == 6

    second = [
        *people[1:29],
        row(29, **{"Passport no": "NEW00029"}),
        row(3, Surname="ROSSI", **{"Passport no": "LX777777"}),
    ]
    compared = handed_in(page, city, at, *second)
    said = page.inner_text("main")
    assert "MEYER JONAS A" in said, "the first of the old list has left"
    assert page.locator("input[name=changes]").count() == 4
    found += seen_everywhere(page, path=_in(compared), name="lanes-compared", **told)
    for name, path in {
        "drafts": first, "institution": at, "roster": f"{at}roster/", "people": f"{at}people/",
        "officers": f"{at}officers/", "ask": f"{at}ask/", "collection": f"{first}collection/", "index": "/en/lanes/",
    }.items():  # fmt: skip
        found += seen_everywhere(page, path=_in(path), name=f"lanes-{name}", **told)

    found += time_for_one(page, at, **told)
    student = new_page(width=360)
    letter = city.letter(STUDENT, number=1)
    link = re.search(r"https?://\S+/lanes/mine/", words_of(letter))
    assert link
    student.goto(link[0])
    came_in(student, city, STUDENT, number=2)
    found += seen_everywhere(student, path="/{language}/lanes/mine/", name="lanes-mine", **told)
    student.goto(f"{city.url}/en/lanes/mine/")
    steps.send(student, "form[action$='/revoke/'] button")
    assert student.locator("form[action$='/revoke/']").count() == 0

    number = first.rstrip("/").rpartition("/")[2]
    found += seen_at_the_desk(chen, paths={
        "lanes-desk": "/desk/lanes/", "lanes-desk-institution": at_desk, "lanes-desk-rosters": "/desk/lanes/rosters/",
        "lanes-desk-list": f"/desk/lanes/list/{number}/", "lanes-desk-requests": "/desk/lanes/requests/",
        "lanes-desk-propose": f"{at_desk}propose/", "lanes-desk-enrol": "/desk/lanes/enrol/",
    }, **told)  # fmt: skip
    chen.goto(f"{city.url}/desk/lanes/list/{number}/")
    assert "P-20" not in chen.inner_text("main tbody"), "nothing is filed before the officer says so"
    page.goto(city.url + first)
    page.click(f"main a[href='/en/batch/{number}/']")
    assert page.locator("main tbody .chip.is-good").count() == 5, "one of six has revoked"
    found += seen_everywhere(page, path=f"/{{language}}/batch/{number}/", name="lanes-batch", **told)
    page.goto(f"{city.url}/en/batch/{number}/")
    steps.send(page, "main form button.is-main")
    until(lambda: page.reload() and "No draft is left" in page.inner_text("main"), every=1)
    page.goto(f"{city.url}{first}?only=filed")
    assert page.locator("main tbody bdi.code:text-matches('^P-20')").count() == 5
    assert looks(page) == []
    assert not found, found


def _in(path: str) -> str:
    """A path of the portal in any language."""
    return re.sub(r"^/[\w-]+/", "/{language}/", path)
