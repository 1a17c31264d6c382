"""A person proves an address and gets a session of her own; a stranger is told the same, and may begin here."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.timezone import now

from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known_people
from portlight.kernel.people.rules import NewAddress, NewPerson
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES

pytestmark = pytest.mark.django_db
ADDRESS = "anna@mail.example"


@pytest.fixture
def anna(db: None) -> UUID:
    new = NewPerson(
        nationality="SWE",
        languages=("ru", "en"),
        addresses=(NewAddress(channel="email", value=ADDRESS, consented=True),),
    )
    return people.enrol([new], by=machine("tests"), at=timezone.now())[0]


def ask(browser: Client, address: str = ADDRESS, onward: str = "") -> str:
    answer = browser.post(f"/en/me/sign-in/{onward}", {"address": address})
    assert answer.status_code == 302
    return str(answer["Location"])


def told(page: str) -> str:
    """The main part of a page without the form's token."""
    return re.sub(r'value="\w{64}"', "", page.split("<main")[1].split("</main>")[0])


def sent_code() -> str:
    """The code in the message that waits to be sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, language FROM delivery_rendition ORDER BY id DESC LIMIT 9")
        rows = cursor.fetchall()
    assert {language for _, language in rows} <= set(CODES)
    found = re.search(r"\d{6}", rows[0][0])
    assert found
    return found[0]


def test_a_proved_address_opens_her_page(anna: UUID) -> None:
    browser = Client()
    page = ask(browser)
    answer = browser.post(page, {"code": sent_code()})
    assert answer["Location"] == "/en/me/"
    cookie = answer.cookies["portlight-person"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    shown = browser.get("/en/me/").content.decode()
    assert "Русский" in shown
    assert ADDRESS not in shown


def test_a_wrong_code_opens_nothing_and_keeps_the_form(anna: UUID) -> None:
    browser = Client()
    page = ask(browser)
    wrong = f"{(int(sent_code()) + 1) % 1_000_000:06d}"
    answer = browser.post(page, {"code": wrong})
    assert answer.status_code == 409
    assert "This is not the code" in answer.content.decode()
    assert f'value="{wrong}"' in answer.content.decode()
    assert browser.get("/en/me/").status_code == 302


def test_a_stranger_is_told_the_same_and_may_begin_here(anna: UUID) -> None:
    browser = Client()
    known = browser.get(ask(browser)).content.decode()
    page = ask(browser, "nobody@mail.example")
    strange = browser.get(page).content.decode()
    assert told(strange).replace("nobody@", "anna@") == told(known)
    code = sent_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert "This is not the code" in browser.post(page, {"code": wrong}).content.decode()
    assert browser.post(page, {"code": code})["Location"] == "/en/me/"
    assert browser.get("/en/me/").status_code == 200


def test_who_never_proves_the_address_is_forgotten_in_a_week(anna: UUID) -> None:
    ask(Client(), "nobody@mail.example")
    assert people.forget_unproved(now() + timedelta(days=6)) == 0
    assert people.forget_unproved(now() + timedelta(days=8)) == 1
    assert not known_people.recognise("email", "nobody@mail.example")
    assert known_people.recognise("email", ADDRESS)


@pytest.mark.parametrize("address", [ADDRESS, "nobody@mail.example"])
def test_codes_are_throttled_alike_for_known_and_unknown(anna: UUID, address: str) -> None:
    browser = Client()
    for _ in range(5):
        ask(browser, address)
    answer = browser.post("/en/me/sign-in/", {"address": address})
    assert answer.status_code == 409
    assert "Too many codes" in answer.content.decode()


def test_signing_out_ends_the_session(anna: UUID) -> None:
    browser = Client()
    browser.post(ask(browser), {"code": sent_code()})
    token = browser.cookies["portlight-person"].value
    assert browser.post("/en/me/sign-out/")["Location"] == "/en/"
    browser.cookies["portlight-person"] = token
    assert browser.get("/en/me/").status_code == 302


def test_she_comes_back_to_the_page_she_wanted_but_never_elsewhere(anna: UUID) -> None:
    browser = Client()
    assert browser.get("/ar/me/")["Location"] == "/ar/me/sign-in/?next=%2Far%2Fme%2F"
    for wanted, got in (
        ("/fr/verify/", "/fr/verify/"),
        ("//evil.example/", "/en/me/"),
        ("https://x.example", "/en/me/"),
    ):
        page = ask(browser, onward=f"?next={wanted}")
        assert browser.post(page, {"code": sent_code()})["Location"] == got


def test_the_persons_cookie_is_no_key_to_the_desk(anna: UUID) -> None:
    browser = Client()
    browser.post(ask(browser), {"code": sent_code()})
    assert browser.get("/desk/")["Location"].startswith("/desk/sign-in/")


def test_only_pages_with_a_form_set_the_forms_cookie(anna: UUID) -> None:
    assert "portlight-form" not in Client().get("/en/verify/").cookies
    assert "portlight-form" in Client().get("/en/me/sign-in/").cookies


def test_changing_the_language_keeps_what_was_typed_unread() -> None:
    browser = Client()
    answer = browser.post("/en/me/sign-in/?next=/en/verify/", {"address": "half-typed@", "_language": "ar"})
    assert answer["Location"].startswith("/ar/me/sign-in/?next=")
    page = browser.get(answer["Location"]).content.decode()
    assert 'value="half-typed@"' in page
    assert '<html lang="ar"' in page
    assert "error" not in page.split("<main")[1].split("</main>")[0]


def test_a_draft_cannot_be_read_from_its_table() -> None:
    Client().post("/en/me/sign-in/", {"address": "secret-anna@mail.example", "_language": "fr"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        kept = repr(cursor.fetchall())
    assert "draft:" in kept
    assert "secret-anna" not in kept


def test_an_unknown_draft_is_no_error() -> None:
    assert Client().get("/en/me/sign-in/?draft=nothing-of-the-kind").status_code == 200
