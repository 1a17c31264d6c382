"""Appointments at the desk: the window notes who came, a supervisor plans, Eve sees nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate, now
from pytest_django import DjangoAssertNumQueries

from portlight.faces.desk.tests.test_desk_office import hired, signed_in
from portlight.kernel.emergencies.tests.given import effective, told
from portlight.kernel.slots import commands, queries
from portlight.toolkit import nameplate
from portlight.toolkit.actor import machine, person
from portlight.toolkit.languages import CODES

pytestmark = pytest.mark.django_db
BOARD, PLAN = "/desk/slots/", "/desk/slots/plan/"
PATTERN, CLOSE, EXTRA, VENUE = (f"{PLAN}{name}/" for name in ("pattern", "close", "extra", "venue"))
WHERE = {
    "code": "hall",
    "name_zh": "出入境大厅",
    "name_en": "Exit-entry hall",
    "address_zh": "民生路",
    "address_en": "Minsheng",
}
TOLD = {
    "service": "trial.apply", "place": "hall", "name": "all-day", "days": [str(day) for day in range(1, 8)],
    "opens": "09:00", "closes": "11:00", "minutes": "30", "capacity": "2", "urgent": "1", "green": "0",
    "green_hours": "24", "hold_minutes": "120", "horizon": "10", "releases": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _a_service() -> Iterator[None]:
    nameplate.hang(nameplate.Nameplate(room="tests.slots", services={"trial.apply": "A trial service"}))
    yield
    nameplate.hang(nameplate.Nameplate(room="tests.slots"))


def chen() -> Client:
    return signed_in(hired("chen@office.example", "supervisor"))


def put(browser: Client, **more: Any) -> Any:
    told = {"request_id": str(uuid4()), "since": localdate().isoformat(), **TOLD, **more}
    return browser.post(PATTERN, told)


def planned() -> Client:
    browser = chen()
    assert browser.post(VENUE, WHERE)["Location"] == PLAN
    assert put(browser)["Location"] == PLAN
    return browser


def booked(n: int = 0) -> str:
    """Tomorrow at nine."""
    on = localdate() + timedelta(days=1)
    card = queries.times("trial.apply", "hall", "urgent", on=on, at=now())[0]
    wish = commands.Wish(
        service="trial.apply", place="hall", starts_at=card.starts_at, who=f"person:{UUID(int=n)}", lane="urgent"
    )
    return commands.book(wish, by=person(UUID(int=n)), at=now())


def test_a_supervisor_plans_and_the_board_shows_who_comes() -> None:
    browser = planned()
    page = browser.get(PLAN).content.decode()
    for said in ("Exit-entry hall", "A trial service", "09:00", "kept: urgent"):
        assert said in page
    number = booked()
    board = browser.get(BOARD, {"place": "hall", "day": (localdate() + timedelta(days=1)).isoformat()}).content.decode()
    assert number in board
    assert "Expected" in board
    assert "Nobody has booked for this day" in browser.get(BOARD).content.decode()
    assert browser.get(BOARD, {"place": "x", "day": "2026-99-99", "after": "drop"}).status_code == 200


def test_the_window_notes_who_came(monkeypatch: pytest.MonkeyPatch) -> None:
    planned()
    number = booked()
    later = queries.booking(number, by=machine("test")).ends_at + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    bao = signed_in(hired("bao@office.example", "window"))
    board = bao.get(BOARD).content.decode()
    assert 'value="came"' in board
    assert 'value="missed"' in board
    back = bao.post(f"{BOARD}{number}/note/", {"said": "came"})
    assert back["Location"].startswith(BOARD)
    assert queries.booking(number, by=machine("test")).state == "came"
    bao.post(f"{BOARD}{number}/note/", {"said": "missed"})
    assert queries.booking(number, by=machine("test")).state == "missed"
    for path in (PATTERN, CLOSE, EXTRA, VENUE):
        assert bao.get(path).status_code == 403
    assert "New pattern" not in bao.get(PLAN).content.decode()


def test_a_new_version_begins_from_the_old_one_and_a_closure_strands_what_is_booked() -> None:
    browser = planned()
    number = booked()
    (card,) = queries.patterns(on=localdate())
    assert 'value="all-day"' in browser.get(PATTERN, {"of": card.key}).content.decode()
    assert browser.get(PATTERN, {"of": 99_999}).status_code == 404
    on = localdate() + timedelta(days=1)
    told = {
        "request_id": str(uuid4()),
        "place": "hall",
        "service": "",
        "begins_at": f"{on}T00:00",
        "ends_at": f"{on}T23:59",
        "why": "no power",
    }
    for _ in range(2):  # a double click closes once
        assert browser.post(CLOSE, told)["Location"] == PLAN
    page = browser.get(PLAN).content.decode()
    assert number in page
    assert "no power" in page
    (change,) = queries.changes(at=now())
    browser.post(f"{PLAN}lift/{change.key}/")
    assert number not in browser.get(PLAN).content.decode()
    extra = {"place": "hall", "service": "trial.apply", "on": on.isoformat(), "why": "reopening"}
    browser.post(EXTRA, {**extra, "request_id": str(uuid4())})
    assert [one.opens for one in queries.changes(at=now())] == [True]


def test_the_plan_says_which_times_are_crowded_in_an_emergency_and_leads_to_their_day() -> None:
    browser = planned()
    booked(1), booked(2)
    assert "places for" not in browser.get(PLAN).content.decode()
    effective(told(since=now(), until=None, parameters={"slots.urgent": 0}), at=now())
    page = browser.get(PLAN).content.decode()
    assert "more people come than the emergency in force leaves places for" in page
    assert 'people: <bdi class="num">2</bdi>, places: <bdi class="num">1</bdi>' in page
    on = (localdate() + timedelta(days=1)).isoformat()
    assert f"{BOARD}?place=hall&amp;day={on}" in page


def test_what_is_wrong_stands_beside_its_field_and_a_resend_makes_one_version() -> None:
    browser = planned()
    for wrong, said in (
        ({"capacity": "0"}, "1,000 people"), ({"urgent": "3"}, "More places are kept"), ({"releases": "9 o"}, "09:00"),
        ({"name": "others", "opens": "10:00"}, "all-day"), ({"place": "nowhere"}, "valid choice"),
    ):  # fmt: skip
        answer = put(browser, **wrong)
        assert answer.status_code == 409
        assert said in answer.content.decode()
    request = str(uuid4())
    for _ in range(2):
        put(browser, request_id=request, releases="09:00 12:00")
    assert [card.number for card in queries.patterns(on=localdate())] == [2]
    closed = {
        "request_id": str(uuid4()),
        "place": "hall",
        "service": "",
        "begins_at": "2020-01-01T00:00",
        "ends_at": "2020-01-02T00:00",
        "why": "x",
    }
    assert browser.post(CLOSE, closed).status_code == 409
    extra = {"place": "hall", "service": "trial.apply", "on": "2020-01-01", "why": "x", "request_id": str(uuid4())}
    assert browser.post(EXTRA, extra).status_code == 409
    assert browser.post(VENUE, {**WHERE, "name_zh": ""}).status_code == 409


@pytest.mark.parametrize("role", ["writer", "auditor", "security"])
def test_eve_sees_none_of_it(role: str) -> None:
    planned()
    number = booked()
    eve = signed_in(hired("eve@office.example", role))
    for path in (BOARD, PLAN, PATTERN, CLOSE, EXTRA, VENUE):
        assert eve.get(path).status_code == 403
    assert eve.post(f"{BOARD}{number}/note/", {"said": "came"}).status_code == 403
    assert eve.post(f"{PLAN}lift/1/").status_code == 403


@pytest.mark.parametrize("language", CODES)
def test_every_page_in_every_language(language: str) -> None:
    browser = planned()
    booked()
    for path in (BOARD, PLAN, PATTERN, CLOSE, EXTRA, VENUE):
        assert browser.get(path, headers={"accept-language": language}).status_code == 200


def test_a_board_costs_the_same_however_many_come(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    browser = planned()
    put(browser, capacity="50", urgent="40")
    for n in range(20):
        booked(n)
    with django_assert_max_num_queries(8):
        browser.get(BOARD, {"place": "hall", "day": (localdate() + timedelta(days=1)).isoformat()})
    with django_assert_max_num_queries(12):
        browser.get(PLAN)


def test_the_office_moves_and_cancels_and_sees_who_waits(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    planned()
    number = booked()
    bao = signed_in(hired("bao@office.example", "window"))
    with django_assert_max_num_queries(20):
        form = bao.get(f"{BOARD}{number}/move/").content.decode()
    told = dict(re.findall(r'name="(revision|request_id)" value="([^"]+)"', form))
    (starts, *_) = re.findall(r'name="starts_at" value="([^"]+)"', form)
    for _ in range(2):
        assert bao.post(f"{BOARD}{number}/move/", {**told, "starts_at": starts})["Location"].startswith(BOARD)
    moved = queries.booking(number, by=machine("test"))
    assert moved.starts_at.isoformat() == starts
    assert moved.revision == 2
    wanted = commands.Wanted(service="trial.apply", place="hall", who="person:9", not_after=localdate(), people=2)
    commands.wait_for(wanted, by=machine("test"), at=now())
    waits = bao.get(f"{BOARD}waiting/").content.decode()
    assert "A trial service" in waits
    assert "person:9" not in waits
    stale = bao.post(f"{BOARD}{number}/cancel/", {**told, "request_id": str(uuid4()), "reason": "closed"})
    assert stale.status_code == 409, "it was moved since this page was read"
    told = {"request_id": str(uuid4()), "revision": "2", "reason": "closed"}
    assert bao.post(f"{BOARD}{number}/cancel/", told)["Location"].startswith(BOARD)
    assert queries.booking(number, by=machine("test")).state == "cancelled"


def test_who_may_only_see_moves_and_cancels_nothing() -> None:
    planned()
    number = booked()
    station = signed_in(hired("station@office.example", "station"))
    eve = signed_in(hired("eve@office.example"))
    assert station.get(f"{BOARD}waiting/").status_code == 200
    for path in (f"{number}/move/", f"{number}/cancel/"):
        assert station.get(BOARD + path).status_code == 403
        assert station.post(BOARD + path, {}).status_code == 403
    assert eve.get(f"{BOARD}waiting/").status_code == 403
