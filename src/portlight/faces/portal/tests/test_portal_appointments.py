"""Appointments at the portal: chosen, booked, moved, cancelled, waited for; a family; what Eve sees of it: nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from portlight.faces.portal import appointments
from portlight.kernel.cases import commands as cases
from portlight.kernel.cases.rules import Filing
from portlight.kernel.people import commands as people
from portlight.kernel.slots import commands, queries
from portlight.kernel.slots.rules import Pattern
from portlight.toolkit import nameplate
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES
from portlight.toolkit.statements import select
from tests.cast import Cast, Resident

pytestmark = pytest.mark.django_db
BY, SERVICE, ROOM = machine("test"), "trial.apply", "/en/appointments/"


@pytest.fixture(autouse=True)
def _a_service() -> Iterator[None]:
    nameplate.hang(nameplate.Nameplate(room="tests.slots", services={SERVICE: "A trial service"}))
    yield
    nameplate.hang(nameplate.Nameplate(room="tests.slots"))


def opened(**told: Any) -> date:
    """A hall that opens at nine every day from today; gives tomorrow."""
    at = timezone.now()
    commands.put_venue(
        "hall", name={"zh-Hans": "出入境大厅", "en": "Exit-entry hall"},
        address={"zh-Hans": "民生路", "en": "1500 Minsheng Road"}, by=BY, at=at,
    )  # fmt: skip
    usual = {"days": frozenset(range(1, 8)), "capacity": 3, "urgent": 1, "horizon": 20, **told}
    pattern = Pattern(
        service=SERVICE, place="hall", name="mornings", opens=time(9), closes=time(11), minutes=60,
        since=queries.office_day(at), **usual,
    )  # fmt: skip
    commands.put_pattern(pattern, by=BY, at=at)
    return queries.office_day(at) + timedelta(days=1)


def at_nine(on: date) -> datetime:
    return datetime.combine(on, time(9), timezone.get_default_timezone())


def signed_in(who: Resident) -> Client:
    browser = Client()
    token = people.open_session(person=who.key, by=who.actor, at=timezone.now())
    browser.cookies[settings.PERSON_COOKIE] = token
    return browser


def press(browser: Client, on: date, query: str = "", **also: Any) -> Any:
    """The button under the chosen time."""
    moment = at_nine(on).isoformat().replace("+", "%2B")
    told = {"request_id": str(uuid4()), **also}
    return browser.post(f"{ROOM}book/{SERVICE}/?place=hall&at={moment}{query}", told)


def booked(browser: Client, on: date, query: str = "") -> str:
    """Books the time; gives the number."""
    answer = press(browser, on, query)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).split("/")[3]


def taken(on: date) -> int:
    return sum(
        n for (n,) in select("SELECT ordinary + urgent + green FROM slots_taken WHERE starts_at = %s", at_nine(on))
    )


def test_a_stranger_sees_free_times_and_is_led_back_to_the_chosen_one(cast: Cast) -> None:
    on = opened()
    browser = Client()
    assert "A trial service" in browser.get(ROOM).content.decode()
    assert "Exit-entry hall" in browser.get(f"{ROOM}free/{SERVICE}/").content.decode()
    page = browser.get(f"{ROOM}free/{SERVICE}/?day={on}").content.decode()  # today nine o'clock may be over
    assert "09:00" in page
    (link,) = set(re.findall(rf'href="(/en/appointments/book/[^"]*at={on}T01[^"]*)"', page))  # nine here is one in UTC
    led = browser.get(link.replace("&amp;", "&"))["Location"]
    assert led.startswith("/en/me/sign-in/?next=%2Fen%2Fappointments%2Fbook%2F")
    assert "place%3Dhall" in led


def test_she_books_moves_and_cancels(cast: Cast) -> None:
    on = opened()
    browser = signed_in(cast.anna)
    number = booked(browser, on)
    page = browser.get(f"{ROOM}{number}/?done=1").content.decode()
    assert "The time is yours" in page
    assert number in browser.get(ROOM).content.decode()
    later = on + timedelta(days=2)
    assert (
        "stands until you have chosen another" in browser.get(f"{ROOM}free/{SERVICE}/?move={number}").content.decode()
    )
    assert booked(browser, later, f"&move={number}") == number
    assert (taken(on), taken(later)) == (0, 1)
    form = browser.get(f"{ROOM}{number}/cancel/").content.decode()
    told = dict(re.findall(r'name="(revision|request_id)" value="([^"]+)"', form))
    for _ in range(2):  # a double click cancels once
        assert browser.post(f"{ROOM}{number}/cancel/", told)["Location"] == f"{ROOM}{number}/"
    assert taken(later) == 0
    assert "cancelled" in browser.get(f"{ROOM}{number}/").content.decode()


def test_a_double_click_books_once_and_a_second_booking_names_the_first(cast: Cast) -> None:
    on = opened()
    browser, same = signed_in(cast.anna), str(uuid4())
    places = {press(browser, on, request_id=same)["Location"] for _ in range(2)}
    assert len(places) == 1
    assert taken(on) == 1
    again = press(browser, on + timedelta(days=1))
    assert again.status_code == 409
    assert places.pop().split("/")[3] in again.content.decode()


def test_a_family_takes_a_place_each_and_all_or_none(cast: Cast) -> None:
    on = opened(capacity=4, urgent=0)
    number = booked(signed_in(cast.anna), on, "&people=3")
    assert queries.booking(number, by=BY).people == 3
    assert taken(on) == 3
    full = press(signed_in(cast.dora), on, "&people=2")
    assert full.status_code == 409
    assert "taken the last place" in full.content.decode()
    assert taken(on) == 3
    page = signed_in(cast.dora).get(f"{ROOM}free/{SERVICE}/?day={on}&people=2").content.decode()
    assert "T01%3A00" not in page, "one place is no time for two"
    commands.cancel(number, by=cast.anna.actor, at=timezone.now())
    assert taken(on) == 0


def test_eve_sees_nothing_of_annas_appointment(cast: Cast) -> None:
    on = opened()
    number = booked(signed_in(cast.anna), on)
    dora = signed_in(cast.dora)
    unknown = dora.get(f"{ROOM}A-26-99999-X/").content.decode()
    for path in (f"{number}/", f"{number}/appointment.ics", f"{number}/cancel/"):
        answer = dora.get(f"{ROOM}{path}")
        assert answer.status_code == 409
        assert "There is no appointment of this number." in answer.content.decode()
        assert str(at_nine(on).hour) + ":00" not in answer.content.decode()
    assert "There is no appointment of this number." in unknown
    assert dora.get(f"{ROOM}free/{SERVICE}/?move={number}").status_code == 409
    press(dora, on + timedelta(days=1), f"&move={number}")
    assert queries.booking(number, by=BY).starts_at == at_nine(on)
    assert Client().get(f"{ROOM}{number}/").status_code == 302


def test_a_case_that_is_not_hers_does_not_exist(cast: Cast) -> None:
    opened()
    filing = Filing(filed_as="self", contact=cast.anna.address, language="en")
    case = cases.open_case(
        "lodging", filing=filing, subject=cast.anna.key, queue="station:PD01", by=cast.anna.actor, at=timezone.now()
    ).card
    address = f"{ROOM}free/{SERVICE}/?case={case.number}"
    assert case.number in signed_in(cast.anna).get(address).content.decode()
    assert signed_in(cast.dora).get(address).status_code == 404
    assert Client().get(address).status_code == 404
    number = booked(
        signed_in(cast.anna), queries.office_day(timezone.now()) + timedelta(days=1), f"&case={case.number}"
    )
    assert queries.booking(number, by=BY).about == case.about


def test_the_urgent_lane_opens_only_by_a_link_and_only_to_whom_it_was_given(cast: Cast) -> None:
    on = opened(capacity=1, urgent=1)
    with translation.override("en"):
        link = appointments.link(SERVICE, person=cast.anna.key, lane="urgent", last_lawful=on)
    query = "&" + link.split("?")[1]
    assert press(signed_in(cast.anna), on).status_code == 409, "the one place is kept for urgent"
    assert press(signed_in(cast.dora), on, query).status_code == 409
    assert press(signed_in(cast.anna), on, query + "x").status_code == 409
    number = booked(signed_in(cast.anna), on, query)
    assert queries.booking(number, by=BY).lane == "urgent"


@pytest.mark.parametrize(("capacity", "last", "said"), [
    (2, 3, "That is in time"), (1, 3, "In the urgent lane there is one"), (2, 0, "No time is free before"),
])  # fmt: skip
def test_the_page_says_which_time_keeps_her_lawful(cast: Cast, capacity: int, last: int, said: str) -> None:
    """Ordinary is in time, only urgent is, or neither: today every time is over or begins too soon."""
    on = opened(capacity=capacity, urgent=1)
    day = queries.office_day(timezone.now()) - timedelta(days=1) if not last else on + timedelta(days=last)
    page = Client().get(f"{ROOM}free/{SERVICE}/?last={day}").content.decode()
    if capacity == 1:
        assert "No times can be booked" not in page
    assert said in page, page[page.index("<main") :][:3000]


def test_the_waiting_list_holds_a_freed_place_which_she_takes_or_lets_go(cast: Cast) -> None:
    tomorrow = queries.office_day(timezone.now()) + timedelta(days=1)
    on = opened(capacity=1, urgent=0, horizon=1, days=frozenset({tomorrow.isoweekday()}))
    first = booked(signed_in(cast.anna), on)
    second = commands.Wish(service=SERVICE, place="hall", starts_at=at_nine(on) + timedelta(hours=1),
                           who=f"person:{UUID(int=3)}")  # fmt: skip
    commands.book(second, by=BY, at=timezone.now())
    dora = signed_in(cast.dora)
    told = {"request_id": str(uuid4()), "not_after": on.isoformat(), "people": "1"}
    for _ in range(2):
        assert dora.post(f"{ROOM}wait/{SERVICE}/?place=hall", told)["Location"] == ROOM
    assert "You wait for an earlier time" in dora.get(ROOM).content.decode()
    commands.cancel(first, by=cast.anna.actor, at=timezone.now())
    page = dora.get(ROOM).content.decode()
    assert "This place is held for you until" in page
    (key,) = set(re.findall(r"waiting/(\d+)/take/", page))
    stranger = signed_in(cast.anna).post(f"{ROOM}waiting/{key}/take/")
    assert stranger.status_code == 409
    number = str(dora.post(f"{ROOM}waiting/{key}/take/")["Location"]).split("/")[3]
    assert queries.booking(number, by=BY).starts_at == at_nine(on)
    assert dora.post(f"{ROOM}waiting/{key}/leave/")["Location"] == ROOM, "done is done"
    assert select("SELECT count(*) FROM slots_booking WHERE state = 'booked'") == [(2,)]


def test_the_calendar_entry_follows_the_appointment(cast: Cast) -> None:
    on = opened()
    browser = signed_in(cast.anna)
    number = booked(browser, on)
    answer = browser.get(f"{ROOM}{number}/appointment.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    first = answer.content.decode()
    assert f"UID:{number}@" in first
    assert "SEQUENCE:1" in first
    assert "METHOD:PUBLISH" in first
    commands.cancel(number, by=cast.anna.actor, at=timezone.now())
    after = browser.get(f"{ROOM}{number}/appointment.ics").content.decode()
    assert "METHOD:CANCEL" in after
    assert "SEQUENCE:2" in after


def test_odd_addresses_are_not_found_and_break_nothing(cast: Cast) -> None:
    opened()
    browser = signed_in(cast.anna)
    for path in (
        "free/none/",
        f"book/{SERVICE}/",
        f"book/{SERVICE}/?place=hall&at=soon",
        f"book/{SERVICE}/?place=x&at=x",
    ):
        assert browser.get(f"{ROOM}{path}").status_code == 404, path
    for query in ("day=2026-99-99", "people=99999999999999999999", "place=x", "last=x", "move="):
        assert browser.get(f"{ROOM}free/{SERVICE}/?{query}").status_code == 200, query
    assert browser.get(f"{ROOM}free/{SERVICE}/?for=odd").status_code == 409


def test_the_pages_stay_within_their_queries(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    on = opened()
    browser = signed_in(cast.anna)
    booked(browser, on)
    for most, path in ((8, ""), (20, f"free/{SERVICE}/"), (4, f"book/{SERVICE}/?place=hall&at={on}T09:00:00Z")):
        with django_assert_max_num_queries(most):
            assert browser.get(f"{ROOM}{path}").status_code == 200


def test_the_pages_speak_nine_languages(cast: Cast) -> None:
    on = opened()
    browser = signed_in(cast.anna)
    number = booked(browser, on)
    english = browser.get(f"{ROOM}{number}/").content.decode()
    assert "What to bring" in english
    for code in CODES:
        page = browser.get(f"/{code}/appointments/{number}/").content.decode()
        assert ("What to bring" in page) is (code == "en")
        assert browser.get(f"/{code}/appointments/free/{SERVICE}/").status_code == 200
