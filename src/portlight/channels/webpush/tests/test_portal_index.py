"""A signed-in person switches messages on and off in her browser; a stranger and a shared browser cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portlight.channels.webpush import vapid
from portlight.channels.webpush.commands import MOST_BROWSERS
from portlight.channels.webpush.tests.test_subscription import _sent
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries
from portlight.toolkit.languages import CODES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def switched_on(settings: Any, tmp_path: Path) -> None:
    settings.WEBPUSH, settings.WEBPUSH_KEY = "on", tmp_path / "vapid.pem"
    vapid.make()


def browser_of(person: Any, settings: Any, **options: Any) -> Client:
    browser = Client(**options)
    token = people.open_session(person=person.key, by=person.actor, at=timezone.now())
    browser.cookies[settings.PERSON_COOKIE] = token
    return browser


def post(browser: Client, what: str, body: str, **more: Any) -> Any:
    return browser.post(f"/en/webpush/{what}/", body, content_type="application/json", **more)


def pushes(person: Any) -> list[Any]:
    return [one for one in queries.addresses(person.key) if one.channel == "webpush"]


@pytest.mark.parametrize("language", CODES)
def test_the_page_says_where_the_message_goes_and_what_it_needs(cast: Any, settings: Any, language: str) -> None:
    page = browser_of(cast.anna, settings).get(f"/{language}/webpush/").content.decode()
    assert vapid.public_key() in page
    assert "<noscript>" in page
    assert " style=" not in page
    assert "<script>" not in page
    if language == "en":
        assert "they may stand abroad" in page


def test_a_stranger_is_led_to_the_sign_in_and_changes_nothing(cast: Any, settings: Any) -> None:
    assert Client().get("/en/webpush/")["Location"].startswith("/en/me/sign-in/")
    for what in ("subscribe", "remove", "known"):
        assert post(Client(), what, _sent()).status_code == 403
    assert queries.recognise("webpush", _sent()) == []


def test_switched_off_there_is_no_page(cast: Any, settings: Any) -> None:
    settings.WEBPUSH = "off"
    anna = browser_of(cast.anna, settings)
    assert anna.get("/en/webpush/").status_code == 404
    assert post(anna, "subscribe", _sent()).status_code == 404


def test_she_switches_on_and_off_and_on_again(cast: Any, settings: Any) -> None:
    anna = browser_of(cast.anna, settings)
    assert post(anna, "known", _sent()).json() == {"on": False}
    for _ in range(2):  # the same browser twice is one address
        assert post(anna, "subscribe", _sent()).json() == {"on": True}
    (address,) = pushes(cast.anna)
    assert address.in_use
    assert post(anna, "known", _sent()).json() == {"on": True}
    assert post(anna, "remove", _sent()).json() == {"on": True}
    assert not pushes(cast.anna)[0].in_use
    assert post(anna, "remove", _sent("https://fcm.googleapis.com/other")).json() == {"on": False}
    assert post(anna, "subscribe", _sent()).status_code == 200
    assert pushes(cast.anna)[0].in_use


def test_a_browser_that_was_annas_is_not_doras_until_dora_says_so(cast: Any, settings: Any) -> None:
    post(browser_of(cast.anna, settings), "subscribe", _sent())
    dora = browser_of(cast.dora, settings)
    assert post(dora, "known", _sent()).json() == {"on": False}
    assert post(dora, "remove", _sent()).json() == {"on": False}
    assert pushes(cast.anna)[0].in_use
    assert pushes(cast.dora) == []


def test_a_post_without_the_pages_token_is_refused(cast: Any, settings: Any) -> None:
    strict = browser_of(cast.anna, settings, enforce_csrf_checks=True)
    assert post(strict, "subscribe", _sent()).status_code == 403
    assert pushes(cast.anna) == []
    page = strict.get("/en/webpush/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert post(strict, "subscribe", _sent(), headers={"X-CSRFToken": token}).status_code == 200


@pytest.mark.parametrize("body", ["", "{}", "[]", '{"endpoint": "https://evil.example/"}', "[" * 9_000])
def test_what_is_no_subscription_is_refused_in_a_sentence(cast: Any, settings: Any, body: str) -> None:
    answer = post(browser_of(cast.anna, settings), "subscribe", body)
    assert answer.status_code == 409
    assert answer.json()["code"] == "webpush.subscription-odd"
    assert answer.json()["sentence"]


def test_a_service_we_do_not_know_is_named(cast: Any, settings: Any) -> None:
    answer = post(browser_of(cast.anna, settings), "subscribe", _sent("https://push.evil.example/1"))
    assert "push.evil.example" in answer.json()["sentence"]


def test_there_is_an_end_to_browsers(cast: Any, settings: Any) -> None:
    anna = browser_of(cast.anna, settings)
    for number in range(MOST_BROWSERS):
        assert post(anna, "subscribe", _sent(f"https://fcm.googleapis.com/{number}")).status_code == 200
    assert post(anna, "subscribe", _sent("https://fcm.googleapis.com/one-more")).json()["code"] == "webpush.too-many"
    assert post(anna, "remove", _sent("https://fcm.googleapis.com/0")).status_code == 200
    assert post(anna, "subscribe", _sent("https://fcm.googleapis.com/one-more")).status_code == 200


def test_nothing_of_the_subscription_stands_in_the_timeline(cast: Any, settings: Any) -> None:
    from portlight.kernel.timeline.queries import latest

    post(browser_of(cast.anna, settings), "subscribe", _sent())
    event = latest("people.address-added", about=f"person:{cast.anna.key}")
    assert event is not None
    assert "googleapis" not in json.dumps(event.facts)
