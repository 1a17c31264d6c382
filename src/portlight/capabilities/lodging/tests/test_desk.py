"""Declarations at the desk: each station its own, every act by name."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portlight.capabilities.lodging import commands, queries
from portlight.capabilities.lodging.tests.given import AT, BY, declare, put_in_places, with_
from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.kernel.staff import commands as staff
from portlight.kernel.timeline import queries as timeline
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(cast: Cast) -> None:
    put_in_places()
    for code in ("station:PD01", "station:XX99"):
        staff.form_team(code=code, name={"en": code}, by=BY, at=AT)


def officer(cast: Cast, station: str) -> Client:
    colleague = cast.holding("translator" if station == "station:PD01" else "writer")
    staff.post(account=colleague.key, role="station", team=station, by=BY, at=AT)
    return signed_in(colleague.key)


def waiting(cast: Cast, **more: Any) -> commands.Done:
    return declare(with_(holder={"paper_until": date(2026, 1, 1)}, **more), cast.anna)


def test_a_station_sees_its_own_area_and_nothing_else(cast: Cast) -> None:
    done = waiting(cast)
    own, other = officer(cast, "station:PD01"), officer(cast, "station:XX99")
    assert done.number in own.get("/desk/lodging/").content.decode()
    assert done.number not in other.get("/desk/lodging/").content.decode()
    assert own.get(f"/desk/lodging/{done.number}/").status_code == 200
    for page in ("", "annul/", "ask/", "reject/", "slip/"):
        assert other.get(f"/desk/lodging/{done.number}/{page}").status_code == 404
    assert other.post(f"/desk/lodging/{done.number}/accept/").status_code == 404


def test_an_officer_without_an_area_and_eve_see_nobody(cast: Cast) -> None:
    waiting(cast)
    colleague = cast.holding("station")
    staff.set_language(account=colleague.key, language="en", by=BY, at=AT)
    assert "You have no area yet" in signed_in(colleague.key).get("/desk/lodging/").content.decode()
    assert signed_in(cast.eve.key).get("/desk/lodging/").status_code == 403


def test_opening_a_declaration_is_noted(cast: Cast) -> None:
    done = waiting(cast)
    page = officer(cast, "station:PD01").get(f"/desk/lodging/{done.number}/").content.decode()
    assert "DUPONT" in page
    assert "20FV12345" in page
    newest = timeline.about(f"case:{done.case}").rows[0]
    assert (newest.kind, newest.by_kind) == ("lodging.opened", "staff")


def test_accept_ask_and_reject_are_acts_of_the_officer(cast: Cast) -> None:
    browser = officer(cast, "station:PD01")
    one, two, three = (waiting(cast, lodging={"room": room}) for room in "123")
    assert browser.post(f"/desk/lodging/{one.number}/accept/").status_code == 302
    answer = browser.post(f"/desk/lodging/{two.number}/ask/", {"wanted": ["visa-page", "dates"]})
    assert answer.status_code == 302
    assert browser.post(f"/desk/lodging/{three.number}/reject/", {"reason": ""}).status_code == 409
    assert browser.post(f"/desk/lodging/{three.number}/reject/", {"reason": "no-answer"}).status_code == 302
    found = [queries.card(done.number) for done in (one, two, three)]
    assert [card.case.step for card in found if card] == ["registered", "asked", "rejected"]


def test_two_that_contradict_each_other_are_found_compared_and_one_annulled(cast: Cast) -> None:
    browser = officer(cast, "station:PD01")
    hers = declare(with_(), cast.anna)
    other = declare(with_(holder={"surname": "EVIL"}, declared_for="guest"), cast.dora)
    page = browser.get("/desk/lodging/?against=1").content.decode()
    assert hers.number in page
    assert other.number in page
    assert hers.number not in browser.get("/desk/lodging/").content.decode(), "nothing of it is open"
    assert hers.number in browser.get(f"/desk/lodging/{other.number}/").content.decode()
    answer = browser.post(f"/desk/lodging/{other.number}/annul/", {"reason": "not-this-persons-paper"})
    assert answer.status_code == 302
    assert hers.number not in browser.get("/desk/lodging/?against=1").content.decode()
    found = queries.card(other.number)
    assert found is not None
    assert (found.state, found.reason) == ("void", "not-this-persons-paper")
    hers_still = queries.card(hers.number)
    assert hers_still is not None
    assert hers_still.state == "current"


def test_who_looked_at_an_older_state_is_told(cast: Cast) -> None:
    done, browser = waiting(cast), officer(cast, "station:PD01")
    assert browser.post(f"/desk/lodging/{done.number}/accept/", {"revision": "77"}).status_code == 409
    card = queries.card(done.number)
    assert card is not None
    assert card.case.step == "checking"


def test_a_typed_address_is_passed_on_to_its_station(cast: Cast) -> None:
    done = declare(with_(lodging={"address": "", "line": "Minsheng Road 1502"}), cast.anna)
    window = signed_in(cast.holding("window").key)
    assert done.number in window.get("/desk/lodging/").content.decode()
    assert window.post(f"/desk/lodging/{done.number}/pass-on/", {"station": "nowhere"}).status_code == 409
    assert window.post(f"/desk/lodging/{done.number}/pass-on/", {"station": "PD01"}).status_code == 302
    assert done.number in officer(cast, "station:PD01").get("/desk/lodging/").content.decode()


def test_an_officer_files_for_somebody_and_prints_the_slip(cast: Cast) -> None:
    window = signed_in(cast.holding("window").key)
    assert (
        'value="A1"'
        in window.post("/desk/lodging/assist/", {"sought": "minsheng 1500", "search": "1"}).content.decode()
    )
    typed = {
        "request_id": "b2f5a0d6-6d8a-4f6e-9d0b-3c0e6a3d7f11", "declared_for": "self", "surname": "HADDAD",
        "given_names": "LAYLA", "nationality": "SYR", "sex": "F", "birth_date": "1950-05-04", "paper": "passport",
        "paper_number": "N0012345", "paper_until": "2035-01-01", "address": "A1", "room": "2",
        "moved_in_on": "2026-02-10", "moved_in_time": "08:00", "leaving_on": "", "stay_kind": "unknown",
        "language": "ar",
    }  # fmt: skip
    answers = [window.post("/desk/lodging/assist/", typed) for _ in range(2)]
    assert answers[0].status_code == 302
    assert answers[0]["Location"] == answers[1]["Location"]
    number = answers[0]["Location"].split("/")[3]
    card = queries.card(number)
    assert card is not None
    assert (card.case.filed_as, card.case.language, card.state) == ("staff", "ar", "current")
    assert window.get(f"/desk/lodging/{number}/slip/").content[:5] == b"%PDF-"


def test_a_declaration_stands_in_three_panes_and_turns_the_list(cast: Cast) -> None:
    browser = officer(cast, "station:PD01")
    one, two, three = (waiting(cast, lodging={"room": room}) for room in "123")
    page = browser.get("/desk/work/").content.decode()
    place = re.search(rf'href="(/desk/lodging/{two.number}/\?[^"]+)"', page)
    assert place is not None
    shown = browser.get(unescape(place[1])).content.decode()
    turns = re.findall(r'href="/desk/lodging/([^/]+)/[^"]*" data-key="([jk])"', shown)
    assert turns == [(one.number, "k"), (three.number, "j")]
    for said in ("Periods", "An officer answers", "What happened", "Nobody holds this case.",
                 "Officers’ time", 'data-key="a"', 'data-key="h"'):  # fmt: skip
        assert said in shown, said
    onward = browser.post(unescape(place[1]).replace("/?", "/accept/?"))
    assert onward["Location"] == unescape(place[1]), "back to the case, and the same place in the list"
    after = browser.get(onward["Location"]).content.decode()
    assert "This case is closed." in after
    assert re.findall(r'data-key="([jk])"', after) == ["k", "j"], "its neighbours are still one key away"


def test_a_declaration_costs_so_many_statements(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser, done = officer(cast, "station:PD01"), waiting(cast)
    for room in "123456":
        waiting(cast, lodging={"room": room})
    with django_assert_max_num_queries(34):
        assert browser.get(f"/desk/lodging/{done.number}/").status_code == 200
