"""One page with everything that is hers; nobody else's, whatever she types into the address."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portlight.capabilities.lodging import queries as lodging
from portlight.journeys.my_page.tests.given import ME, looked_at, registered, signed_in
from portlight.toolkit import nameplate
from portlight.toolkit.languages import CODES
from portlight.toolkit.ownpage import OwnPage
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def main(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


def test_it_shows_clocks_cases_papers_and_who_looked(cast: Cast) -> None:
    number = registered(cast.anna)
    looked_at(number, cast)
    page = main(signed_in(cast.anna).get(ME).content.decode())
    for said in (
        "Register within 24 hours of moving in", "done in time", "Exit and Entry Administration Law, article 39",
        "Your stay at this address", "We write to you three days before.", number, "Accommodation registration",
        "An officer of this office", "A declaration of your accommodation · to check the declaration",
    ):  # fmt: skip
        assert said in page, said
    filed = lodging.card(number)
    assert filed is not None
    assert filed.slip in page
    assert f'href="/en/lodging/{number}/"' in page
    assert "20FV12345" not in page, "no number of a passport stands on it"


def test_it_is_empty_for_somebody_without_anything_and_shows_nothing_of_anna(cast: Cast) -> None:
    number = registered(cast.anna)
    looked_at(number, cast)
    page = main(signed_in(cast.dora).get(ME).content.decode())
    for said in ("No period runs for you", "You have no case with us", "No appointment booked", "Nobody but you."):
        assert said in page, said
    assert number not in page


def test_eve_reaches_none_of_it(cast: Cast) -> None:
    number = registered(cast.anna)
    filed = lodging.card(number)
    assert filed is not None
    dora, stranger = signed_in(cast.dora), Client()
    paths = (f"papers/{filed.slip}/", f"share/{number}/", "readings/", "copy/", "copy/file/", "close/", "")
    for path in paths:
        assert stranger.get(ME + path)["Location"].startswith("/en/me/sign-in/"), path
    for path in paths[:2]:
        assert dora.get(ME + path).status_code == 404, path
        assert dora.get(ME + path.replace(number, "R-26-99999-X")).status_code == 404
    assert dora.post(f"{ME}share/{number}/", {}).status_code == 404
    assert number not in dora.get(f"{ME}readings/").content.decode()
    assert dora.get(f"{ME}copy/file/").status_code == 409


def test_an_open_case_leads_to_a_time_where_its_room_says_so(cast: Cast) -> None:
    number = registered(cast.anna, stay={"kind": "unknown", "until": None, "visa": ""})
    assert "/appointments/free/" not in main(signed_in(cast.anna).get(ME).content.decode())
    nameplate.hang(nameplate.Nameplate(room="tests.own", own=OwnPage(bookable={"lodging": "permits"})))
    try:
        page = main(signed_in(cast.anna).get(ME).content.decode())
    finally:
        nameplate.hang(nameplate.Nameplate(room="tests.own"))
    assert f'href="/en/appointments/free/permits/?case={number}"' in page


def test_her_paper_opens_in_the_language_of_the_page(cast: Cast) -> None:
    filed = lodging.card(registered(cast.anna))
    assert filed is not None
    answer = signed_in(cast.anna).get(f"/fr/me/papers/{filed.slip}/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"


def test_it_stays_within_its_queries_however_much_there_is(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    looked_at(registered(cast.anna), cast)
    browser = signed_in(cast.anna)
    with django_assert_max_num_queries(36):
        assert browser.get(ME).status_code == 200
    with django_assert_max_num_queries(6):
        assert browser.get(f"{ME}readings/").status_code == 200


@pytest.mark.parametrize("code", CODES)
def test_every_page_speaks_the_readers_language(cast: Cast, code: str) -> None:
    number = registered(cast.anna)
    browser = signed_in(cast.anna)
    for path, english in (
        ("", "My clocks"), ("readings/", "Who looked at my file"), (f"share/{number}/", "Show it to a friend"),
        ("copy/", "Download everything about me"), ("close/", "What the law keeps"), ("closed/", "Your page is closed"),
        ("shared/x/", "A case somebody shows you"),
    ):  # fmt: skip
        page = browser.get(f"/{code}/me/{path}")
        assert page.status_code == 200
        assert (english in page.content.decode()) is (code == "en"), path
