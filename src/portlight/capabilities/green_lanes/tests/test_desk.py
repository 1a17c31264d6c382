"""Institutions, agreements and lists at the desk: two persons, each by permission, Eve by none."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import translation
from django.utils.timezone import localdate, now

from portlight.capabilities.green_lanes import commands, queries
from portlight.capabilities.green_lanes.models import Agreement
from portlight.capabilities.green_lanes.tests.given import agreed, ending, take, text
from portlight.capabilities.green_lanes.words.tables import QUESTIONS, SOURCES, WHOLE
from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.faces.languages import django_code
from portlight.kernel.clients.tests.given import admitted
from portlight.kernel.organisations.rules import code_of
from portlight.kernel.policies import commands as policies
from portlight.toolkit.actor import client_program, machine
from portlight.toolkit.languages import CODES
from tests.cast import Cast, resident

pytestmark = pytest.mark.django_db
CODE = code_of("12310000425006790")


def send(browser: Client, at: str, **told: Any) -> Any:
    """The form at this address, sent twice as by a button that was pressed twice; the first answer."""
    request = re.findall(r'name="request_id" value="([^"]+)"', browser.get(at).content.decode())[0]
    first = browser.post(at, {**told, "request_id": request})
    browser.post(at, {**told, "request_id": request})
    return first


def test_an_institution_is_entered_agreed_with_and_its_officer_invited(cast: Cast) -> None:
    first, second = signed_in(cast.holding("supervisor").key), signed_in(cast.chen.key)
    at = send(first, "/desk/lanes/enrol/", kind="university", zh="同济大学", en="Tongji University", code=CODE)[
        "Location"
    ]
    key = UUID(at.rstrip("/").rpartition("/")[2])
    told = {"contact": str(cast.holding("window").key), "per_day": "20", "per_week": "60", "promise": "3",
            "days": ["2", "4"],
            "opens": "09:00", "closes": "11:00", "visits": "2", "guarantees": "on", "since": localdate().isoformat(),
            "last": f"{localdate().year + 1}-12-31"}  # fmt: skip
    assert send(first, f"{at}propose/", **told).status_code == 302
    (agreement,) = Agreement.objects.values_list("key", flat=True)
    assert "a second person signs" in first.get(at).content.decode()
    assert first.post(f"/desk/lanes/agreement/{agreement}/sign/").status_code == 409
    assert "同济大学" in second.get("/desk/lanes/").content.decode()
    assert second.post(f"/desk/lanes/agreement/{agreement}/sign/").status_code == 302
    page = first.get(at).content.decode()
    assert "Tuesday" in page
    assert "Signed" in page
    assert "Agreement in force" in first.get("/desk/lanes/").content.decode()
    send(first, f"{at}invite/", name="D. Brandt", email=cast.dora.email, role="officer", language="de")
    assert "D. Brandt" in first.get(at).content.decode()
    issued = admitted("Tongji", commands.SCOPE, at=now())
    assert first.post(f"{at}program/", {"program": str(issued.client)}).status_code == 302
    assert queries.acting(key, client_program(issued.client), "file") is not None
    assert second.post(f"/desk/lanes/agreement/{agreement}/end/").status_code == 302
    assert first.post(f"{at}close/").status_code == 302
    assert "Closed" in first.get(at).content.decode()


@pytest.mark.parametrize(("more", "said"), [
    ({"code": CODE[:-1] + "0"}, "no unified social credit code"), ({"zh": ""}, "This field is required"),
])  # fmt: skip
def test_what_cannot_be_an_institution_is_told_beside_its_field(cast: Cast, more: dict[str, str], said: str) -> None:
    told = {"kind": "company", "zh": "某公司", "en": "", "code": CODE, **more}
    answer = send(signed_in(cast.holding("supervisor").key), "/desk/lanes/enrol/", **told)
    assert answer.status_code == 409
    assert said in answer.content.decode()


def test_the_desk_sees_lists_and_who_stands_in_two(cast: Cast) -> None:
    other = resident("officer@company.example", languages=("en",))
    first = agreed(cast, at=now(), since=localdate(), until=localdate().replace(year=localdate().year + 1))
    second = agreed(cast, place=2, officer=other, at=now(), since=localdate(),
                    until=localdate().replace(year=localdate().year + 1))  # fmt: skip
    sheet = text(ending(1, today=localdate()), ending(2, today=localdate()))
    for organisation, by in ((first, cast.dora.actor), (second, other.actor)):
        number = take(
            sheet if organisation == first else text(ending(2, today=localdate())), organisation, by, at=now()
        )
        commands.draft(number, by=by, at=now())
    desk = signed_in(cast.holding("window").key)
    page = desk.get("/desk/lanes/rosters/").content.decode()
    assert page.count("/desk/lanes/list/") == 2
    told = html.unescape(desk.get(f"/desk/lanes/list/{number}/").content.decode())
    assert told.count("also in another institution’s list") == 1
    assert "STUDENTAAAC" in told


@pytest.mark.parametrize("page", ["", "enrol/", "rosters/", "requests/"])
def test_eve_sees_nothing_of_it(cast: Cast, page: str) -> None:
    assert signed_in(cast.eve.key).get(f"/desk/lanes/{page}").status_code == 403


def test_who_agrees_is_a_supervisor(cast: Cast) -> None:
    window = signed_in(cast.holding("window").key)
    assert window.get("/desk/lanes/").status_code == 200
    assert window.get("/desk/lanes/enrol/").status_code == 403


def test_the_table_of_rights_is_read_at_the_desk_with_every_case_right(cast: Cast) -> None:
    policies.load_tables(by=machine("tests"), at=now())
    page = html.unescape(
        signed_in(cast.holding("supervisor").key).get("/desk/office/policies/lanes_right/1/").content.decode()
    )
    assert all(said in page for said in (*SOURCES, *QUESTIONS))
    assert "> wrong<" not in page


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_what_stands_in_the_table_is_said_in_every_language(language: str) -> None:
    with translation.override(django_code(language)):
        assert not [said for said in (*WHOLE, *SOURCES, *QUESTIONS) if translation.gettext(said) == said]
