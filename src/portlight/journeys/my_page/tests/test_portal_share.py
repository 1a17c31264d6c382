"""A friend sees one case, once: where it is and what is asked for, nothing that names or reaches anybody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from portlight.capabilities.lodging.tests.given import HOLDER
from portlight.journeys.my_page.tests.given import ME, hidden, registered, signed_in
from portlight.kernel.people import commands as people
from portlight.kernel.people.rules import SHARE_LASTS
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = str(int(SHARE_LASTS[0].total_seconds()))


def link(browser: Client, number: str) -> tuple[str, dict[str, str]]:
    """The path of a new link, and what was posted for it."""
    told = {"request_id": hidden(browser.get(f"{ME}share/{number}/").content.decode(), "request_id"), "lasts": DAY}
    page = browser.post(f"{ME}share/{number}/", told).content.decode()
    found = re.search(r"https?://[^/<]+(/en/me/shared/[\w-]+/)", page)
    assert found, page
    return found[1], told


def test_the_friend_sees_it_once_and_she_sees_when(cast: Cast) -> None:
    number = registered(cast.anna, stay={"kind": "unknown", "until": None, "visa": ""})
    browser, friend = signed_in(cast.anna), Client()
    path, told = link(browser, number)
    again = browser.post(f"{ME}share/{number}/", told).content.decode()
    assert path in again, "a double click shows the same link"
    assert "Links you have made" in again
    before = friend.get(path).content.decode()
    assert "Open it now" in before
    assert "Accommodation" not in before, "a chat program that looks by itself learns nothing and uses nothing up"
    page = friend.post(path).content.decode()
    for said in ("Accommodation registration", "some particulars are still missing", "On what you stay"):
        assert said in page, said
    for never in (HOLDER.surname, HOLDER.paper_number, number, cast.anna.email, "1500", str(cast.anna.key)):
        assert never not in page.split("<main")[1], never
    over = friend.post(path)
    assert over.status_code == 409
    assert "This link shows nothing more" in over.content.decode()
    assert "Opened:" in browser.get(f"{ME}share/{number}/").content.decode()


def test_a_link_taken_back_opens_no_more_and_nobody_else_takes_it_back(cast: Cast) -> None:
    number = registered(cast.anna)
    browser = signed_in(cast.anna)
    path, _ = link(browser, number)
    found = re.search(r"/share/[^/]+/(\d+)/revoke/", browser.get(f"{ME}share/{number}/").content.decode())
    assert found
    signed_in(cast.dora).post(f"{ME}share/{number}/{found[1]}/revoke/")
    assert "not opened yet" in browser.get(f"{ME}share/{number}/").content.decode()
    browser.post(f"{ME}share/{number}/{found[1]}/revoke/")
    assert Client().post(path).status_code == 409


def test_tries_of_one_token_are_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    number, asked = registered(cast.anna), []
    path, _ = link(signed_in(cast.anna), number)
    real = people.open_share
    monkeypatch.setattr(people, "open_share", lambda token, **told: asked.append(token) or real(token, **told))
    for _ in range(9):
        assert Client().post(f"{ME}shared/{'x' * 43}/").status_code == 409
    assert len(asked) == 5, "the sixth in an hour is not even looked up"
    assert Client().post(path).status_code == 200, "who guesses shuts nobody else out"


def test_an_odd_term_is_refused_beside_its_field(cast: Cast) -> None:
    number = registered(cast.anna)
    browser = signed_in(cast.anna)
    told = {"request_id": hidden(browser.get(f"{ME}share/{number}/").content.decode(), "request_id")}
    for lasts in ("", "1", str(int(timedelta(days=365).total_seconds()))):
        answer = browser.post(f"{ME}share/{number}/", {**told, "lasts": lasts})
        assert answer.status_code == 409
        assert "/me/shared/" not in answer.content.decode().split("<main")[1]
