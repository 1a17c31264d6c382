"""At the door: by e-mail or telephone, for one person or a family; every way by the name its channel gives itself."""

from __future__ import annotations

import json
import re
from copy import copy
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from portlight.capabilities.subscribing import queries
from portlight.capabilities.subscribing.tests.test_commands import last_message
from portlight.delivery import port, tokens
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known
from portlight.kernel.people.rules import NewAddress, NewPerson
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit import nameplate
from portlight.toolkit.actor import machine
from portlight.toolkit.nameplate import Nameplate, WayToSubscribe

pytestmark = pytest.mark.django_db
FAMILY = "family@mail.example"


@pytest.fixture
def sms(monkeypatch: pytest.MonkeyPatch) -> None:
    """SMS switched on: a personal channel of that kind is registered."""
    channel = copy(port.personal()["rehearsal"])
    monkeypatch.setattr(channel, "kind", "sms")
    monkeypatch.setattr(channel, "label", "SMS")
    monkeypatch.setitem(port._channels, "sms", channel)


def sign_up(browser: Client, **typed: Any) -> Any:
    usual = {"first_language": "fr", "other_languages": ["en"], "topics": [], "consent": "on"}
    return browser.post("/en/subscribing/", {**usual, **typed})


def code() -> str:
    return re.findall(r"\b\d{6}\b", last_message()[1])[0]


def params() -> Any:
    """What a channel that takes no free text gets of the last message."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT params FROM delivery_rendition ORDER BY id DESC LIMIT 1")
        found = cursor.fetchone()[0]
    return json.loads(found) if isinstance(found, str) else found


def sent() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM delivery_rendition")
        return int(cursor.fetchone()[0])


def family(*names: str) -> list[UUID]:
    many = [
        NewPerson(languages=("en",), name=name, addresses=(NewAddress(channel="email", value=FAMILY, consented=True),))
        for name in names
    ]
    return people.enrol(many, by=machine("tests"), at=timezone.now())


def test_without_sms_only_an_e_mail_address_is_asked_for() -> None:
    page = Client().get("/en/subscribing/").content.decode()
    assert 'name="address"' in page
    assert 'name="telephone"' not in page
    assert 'name="way"' not in page


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("CN", "138 0013 8000", "+8613800138000"), ("DE", "0171 2345678", "+491712345678"),
        ("CN", "+49 171 2345678", "+491712345678"), ("US", "(201) 555-0123", "+12015550123"),
        ("CN", "١٣٨٠٠١٣٨٠٠٠", "+8613800138000"),
    ],
)  # fmt: skip
def test_a_telephone_number_is_understood_as_people_type_it(sms: None, country: str, typed: str, kept: str) -> None:
    browser = Client()
    answer = sign_up(browser, way="sms", country=country, telephone=typed)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert known.recognise("sms", kept), kept
    assert kept in browser.get(answer["Location"]).content.decode()
    assert params() == {"code": code()}, "for templates that take no free text"
    done = browser.post(answer["Location"], {"code": code()})
    assert done["Location"] == "/en/subscribing/choices/?confirmed=1"
    assert known.recognise("sms", kept)[0].in_use


@pytest.mark.parametrize(
    ("country", "typed"),
    [("CN", ""), ("CN", "12"), ("CN", "hello"), ("CN", "021 6357 7925"), ("DE", "0900 5123456"), ("CN", "9" * 40),
     ("ZZ", "138 0013 8000")],
)  # fmt: skip
def test_it_refuses_what_no_sms_can_reach_and_keeps_it_as_typed(sms: None, country: str, typed: str) -> None:
    answer = sign_up(Client(), way="sms", country=country, telephone=typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "mobile number" in page
    assert not typed or f'value="{typed}"' in page
    assert sent() == 0


def test_a_person_signs_in_by_a_code_on_sms(sms: None) -> None:
    new = NewPerson(languages=("en",), addresses=(NewAddress(channel="sms", value="+8613800138000"),))
    people.enrol([new], by=machine("tests"), at=timezone.now())
    browser = Client()
    asked = browser.post("/en/me/sign-in/", {"way": "sms", "country": "CN", "telephone": "13800138000"})
    assert params() == {"code": code()}
    assert browser.post(asked["Location"], {"code": code()})["Location"] == "/en/me/"
    assert "SMS" in browser.get("/en/me/").content.decode()


def test_at_a_shared_address_the_choices_become_those_of_the_one_who_is_chosen() -> None:
    first, second = family("Maria García", "José García")
    browser = Client()
    asked = sign_up(browser, address=FAMILY)
    page = browser.post(asked["Location"], {"code": code()})
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Several people gave us this address" in shown
    assert "Maria García" in shown
    assert "José García" in shown
    assert browser.get("/en/subscribing/choices/").status_code == 302, "nobody is signed in yet"
    ticket = re.search(r'name="ticket" value="([^"]+)"', shown)
    assert ticket
    told = {"ticket": ticket[1], "person": str(second)}
    assert browser.post("/en/subscribing/whose/", told)["Location"] == "/en/subscribing/choices/?confirmed=1"
    assert queries.choices(second).first_language == "fr"
    assert queries.choices(first).first_language == "en", "the other one keeps hers"
    assert known.addresses(second)[0].in_use, "proved for her too, though the code was another entry's"
    assert "people.opened" in {event.kind for event in timeline.about(f"person:{second}").rows}, (
        "she sees that it was opened"
    )
    again = Client().post("/en/subscribing/whose/", told)
    assert again.status_code == 409, "a ticket is good once"
    assert "Ask for a new code" in again.content.decode()


def test_signing_in_at_a_shared_address_asks_who_it_is_and_takes_nobody_else() -> None:
    _, second = family("Maria García", "José García")
    stranger = people.enrol([NewPerson(languages=("en",))], by=machine("tests"), at=timezone.now())[0]
    for person, status in ((stranger, 409), (second, 302)):
        browser = Client()
        asked = browser.post("/en/me/sign-in/?next=/en/verify/", {"address": FAMILY})
        shown = browser.post(asked["Location"], {"code": code()}).content.decode()
        ticket = re.search(r'name="ticket" value="([^"]+)"', shown)
        assert ticket
        answer = browser.post("/en/me/whose/", {"ticket": ticket[1], "person": str(person)})
        assert answer.status_code == status
    assert answer["Location"] == "/en/verify/"
    assert browser.get("/en/me/").status_code == 200


def test_a_ticket_nobody_gave_opens_nothing() -> None:
    first, _ = family("A", "B")
    for ticket in ("", "x", "x" * 5000):
        assert Client().post("/en/me/whose/", {"ticket": ticket, "person": str(first)}).status_code == 409


def test_no_ticket_can_be_made_up_by_changing_the_language() -> None:
    first, _ = family("A", "B")
    shared = known.addresses(first)[0].number
    told = {"proved": str(shared), "next": "", "address": "half@", "_language": "de"}
    ticket = Client().post("/en/me/sign-in/", told)["Location"].split("draft=")[1]
    answer = Client().post("/en/me/whose/", {"ticket": ticket, "person": str(first)})
    assert answer.status_code == 409
    assert settings.PERSON_COOKIE not in answer.cookies


def test_each_address_has_the_name_its_channel_gives_itself_and_nothing_of_its_value() -> None:
    secret = '{"endpoint": "https://push.example/abc"}'
    new = NewPerson(languages=("en",), addresses=(
        NewAddress(channel="email", value=FAMILY, verified=True, consented=True),
        NewAddress(channel="webpush", value=secret, verified=True, consented=True),
    ))  # fmt: skip
    people.enrol([new], by=machine("tests"), at=timezone.now())
    browser = signed_in()
    for path in ("/en/subscribing/choices/", "/en/me/"):
        page = browser.get(path).content.decode()
        assert "E-mail" in page
        assert ">webpush<" not in page
        assert "push.example" not in page


def signed_in() -> Client:
    browser = Client()
    asked = browser.post("/en/me/sign-in/", {"address": FAMILY})
    assert browser.post(asked["Location"], {"code": code()})["Location"] == "/en/me/"
    return browser


def test_a_way_that_needs_a_picture_is_drawn_for_her_alone_and_only_when_she_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (anna,) = family("Anna")
    drawn: list[str] = []

    def draw(token: str, at: Any) -> str:
        drawn.append(token)
        return '<svg class="qr"></svg>'

    way = WayToSubscribe(kind="chat", label="Chat", text="You scan a code.", picture=draw)
    monkeypatch.setitem(nameplate._plates, "tests.chat", Nameplate(room="tests.chat", ways_to_subscribe=(way,)))
    assert Client().get("/en/subscribing/add/chat/")["Location"].startswith("/en/me/sign-in/")
    assert Client().post("/en/subscribing/add/chat/")["Location"].startswith("/en/me/sign-in/")
    browser = signed_in()
    assert "/en/subscribing/add/chat/" in browser.get("/en/subscribing/choices/").content.decode()
    assert '<svg class="qr"' not in browser.get("/en/subscribing/add/chat/").content.decode()
    assert not drawn
    assert '<svg class="qr"' in browser.post("/en/subscribing/add/chat/").content.decode()
    assert known.keys([tokens.read(tokens.BIND, drawn[0])]) == {tokens.read(tokens.BIND, drawn[0]): anna}
    assert browser.post("/en/subscribing/add/fax/").status_code == 404


def test_another_number_takes_the_place_of_an_old_one_after_its_code(sms: None) -> None:
    new = NewPerson(languages=("en",), addresses=(
        NewAddress(channel="sms", value="+8613800138000", verified=True, consented=True),
    ))  # fmt: skip
    people.enrol([new], by=machine("tests"), at=timezone.now())
    browser = Client()
    asked = browser.post("/en/me/sign-in/", {"way": "sms", "country": "CN", "telephone": "13800138000"})
    browser.post(asked["Location"], {"code": code()})
    number = known.recognise("sms", "+8613800138000")[0].address
    page = browser.get("/en/subscribing/choices/").content.decode()
    assert f'id="id_{number}_telephone"' in page
    typed = {"number": number, "country": "DE", "telephone": "0171 2345678"}
    onward = browser.post("/en/subscribing/move/", typed)
    assert onward.status_code == 302
    assert browser.post(onward["Location"], {"code": code()}).status_code == 302
    assert known.recognise("sms", "+491712345678")[0].in_use
    assert not known.recognise("sms", "+8613800138000")[0].in_use
