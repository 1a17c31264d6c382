"""Passkeys of the office's accounts: a second factor, or the whole sign-in where the key checks who holds it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from portlight.faces.tests.key import Key
from portlight.faces.tests.test_sign_in import PASSWORD, app_code, code_of, enrol, give_password
from portlight.kernel.staff import commands as staff
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.actor import machine

pytestmark = pytest.mark.django_db
ADD, WAYS, ALONE = "/desk/sign-in/ways/passkeys/add/", "/desk/sign-in/ways/", "/desk/sign-in/passkey/"
BAO = "bao@office.example"


@pytest.fixture
def account(db: None) -> str:
    staff.hire(
        email=BAO, name="鲍琳", language="en", roles=["writer"], password=PASSWORD, by=machine("tests"),
        at=timezone.now(),
    )  # fmt: skip
    return BAO


def question(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="passkey-question" type="application/json">(.+?)</script>', page)
    assert found
    asked: dict[str, Any] = json.loads(found[1])
    return asked


def add(browser: Client, key: Key, *, name: str = "Telephone", alone: bool = True) -> Any:
    asked = question(browser.get(ADD).content.decode())
    told = {"name": name, "credential": key.make(asked, alone=alone)} | ({"passwordless": "on"} if alone else {})
    return browser.post(ADD, told)


def enrolled(account: str, key: Key, *, alone: bool = True) -> Client:
    """A browser in which a new account chose a passkey in place of the app."""
    browser = Client()
    give_password(browser, account)
    assert add(browser, key, alone=alone)["Location"] == "/desk/sign-in/recovery-codes/"
    return browser


def alone(key: Key, **more: str) -> Any:
    browser = Client()
    asked = browser.get(ALONE, headers={"Accept": "application/json"}).json()["request_options"]
    return browser, browser.post(ALONE, {"credential": key.show(asked), **more})


def test_a_new_account_enrols_with_a_passkey_and_gets_recovery_codes(account: str) -> None:
    browser = enrolled(account, Key())
    assert browser.get("/desk/").status_code == 200
    assert (
        len(re.findall(r'<li class="code">\d{8}</li>', browser.get("/desk/sign-in/recovery-codes/").content.decode()))
        == 10
    )
    assert "Telephone" in browser.get(WAYS).content.decode()
    assert [event.kind for event in timeline.everything(size=50).rows].count("faces.passkey-added") == 1


def test_it_is_the_whole_sign_in_where_the_key_checks_who_holds_it(account: str) -> None:
    key = Key()
    enrolled(account, key)
    browser, answer = alone(key, next="/desk/style/")
    assert answer["Location"] == "/desk/style/"
    assert browser.get("/desk/").status_code == 200


def test_a_key_that_checks_nobody_is_never_the_whole_sign_in(account: str) -> None:
    key = Key(verifies=False)
    browser = Client()
    give_password(browser, account)
    assert b"code is wrong" in add(browser, key).content, "not taken as one that signs in alone"
    assert add(browser, key, alone=False).status_code == 302
    other, answer = alone(key)
    assert answer["Location"] == "/desk/sign-in/?refused=faces.passkey-unknown"
    assert other.get("/desk/").status_code == 302
    assert "does not open the desk" in other.get(answer["Location"]).content.decode()


def test_it_is_the_second_factor_after_the_password(account: str) -> None:
    key = Key(verifies=False)
    enrolled(account, key, alone=False)
    browser = Client()
    assert give_password(browser, account)["Location"] == "/desk/sign-in/code/"
    assert browser.get("/desk/").status_code == 302
    page = browser.get("/desk/sign-in/code/").content.decode()
    assert browser.post("/desk/sign-in/code/", {"credential": key.show(question(page))}).status_code == 302
    assert browser.get("/desk/").status_code == 200


def test_somebody_elses_key_an_old_answer_and_a_foreign_page_open_nothing(account: str) -> None:
    key = Key()
    enrolled(account, key)
    stranger = Key()
    stranger.id, stranger.handle = key.id, key.handle
    phished = Key(origin="https://portlight.evil.example")
    phished.id, phished.handle, phished.private = key.id, key.handle, key.private
    for wrong in (stranger, phished):
        browser, answer = alone(wrong)
        assert answer["Location"] == "/desk/sign-in/?refused=faces.passkey-unknown"
        assert browser.get("/desk/").status_code == 302
    browser = Client()
    asked = browser.get(ALONE, headers={"Accept": "application/json"}).json()["request_options"]
    said = key.show(asked)
    assert browser.post(ALONE, {"credential": said})["Location"] == "/desk/"
    browser.post("/desk/sign-out/")
    assert browser.post(ALONE, {"credential": said})["Location"] == "/desk/sign-in/?refused=faces.passkey-unknown", (
        "a replay"
    )


@pytest.mark.parametrize(
    "broken",
    [
        "", "{", "[]", "7", "null", '"text"', "{}", '{"id": 7}', '{"response": "x", "id": "a", "rawId": "a"}',
        '{"id":"YQ","rawId":"YQ","type":"public-key","response":{}}',
        '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA",'
        '"signature":"AA","userHandle":"MQ","attestationObject":"o2"}}',
        '{"id":"%","rawId":"!","type":"public-key","response":{"clientDataJSON":"!","authenticatorData":"!",'
        '"signature":"!","userHandle":"!","attestationObject":"!"}}',
        json.dumps({"id": "x" * 1_000_000}),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_like_a_wrong_one(account: str, broken: str) -> None:
    key = Key()
    owner = enrolled(account, key)
    browser = Client()
    browser.get(ALONE, headers={"Accept": "application/json"})
    assert browser.post(ALONE, {"credential": broken})["Location"] == "/desk/sign-in/?refused=faces.passkey-unknown"
    owner.get(ADD)
    assert owner.post(ADD, {"name": "x", "credential": broken}).status_code == 200
    half = Client()
    give_password(half, account)
    half.get("/desk/sign-in/code/")
    assert half.post("/desk/sign-in/code/", {"credential": broken}).status_code == 200
    assert half.get("/desk/").status_code == 302
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_it_refuses_to_remove_the_last_second_factor(account: str) -> None:
    browser = enrolled(account, Key())
    one = Authenticator.objects.get(type="webauthn")
    remove = f"{WAYS}passkeys/{one.pk}/remove/"
    answer = browser.post(remove)
    assert answer.status_code == 409
    assert "only way to sign in that is left" in answer.content.decode()
    assert Authenticator.objects.filter(type="webauthn").exists()
    assert Authenticator.objects.filter(type="recovery_codes").exists()
    assert add(browser, Key(), name="Key ring").status_code == 302
    assert browser.post(remove)["Location"] == WAYS
    assert not Authenticator.objects.filter(pk=one.pk).exists()
    assert [event.kind for event in timeline.everything(size=50).rows].count("faces.passkey-removed") == 1


def test_the_app_goes_only_where_a_passkey_stays(account: str) -> None:
    browser = Client()
    enrol(browser, account)
    remove = f"{WAYS}app/remove/"
    assert "only way to sign in that is left" in browser.post(remove).content.decode()
    assert Authenticator.objects.filter(type="totp").exists()
    assert add(browser, Key()).status_code == 302
    assert browser.post(remove)["Location"] == WAYS
    assert not Authenticator.objects.filter(type="totp").exists()
    assert Authenticator.objects.filter(type="recovery_codes").exists()
    secret, code = code_of(browser.get("/desk/sign-in/enrolment/").content.decode())  # and it may come back
    assert browser.post("/desk/sign-in/enrolment/", {"code": code}).status_code == 302
    assert app_code(secret)


def test_nobody_touches_anothers_passkey(account: str) -> None:
    enrolled(account, Key())
    one = Authenticator.objects.get(type="webauthn")
    staff.hire(email="eve@office.example", name="Eve", language="en", password=PASSWORD, by=machine("tests"),
               at=timezone.now())  # fmt: skip
    eve = Client()
    enrol(eve, "eve@office.example")
    for path in (f"{WAYS}passkeys/{one.pk}/remove/", f"{WAYS}passkeys/{one.pk}/name/"):
        assert eve.get(path).status_code == 404
        assert eve.post(path, {"name": "mine"}).status_code == 404


def test_it_is_renamed_and_the_name_is_only_text(account: str) -> None:
    browser = enrolled(account, Key())
    one = Authenticator.objects.get(type="webauthn")
    browser.post(f"{WAYS}passkeys/{one.pk}/name/", {"name": "<b>钥匙 🔑"})
    page = browser.get(WAYS).content.decode()
    assert "&lt;b&gt;钥匙 🔑" in page
    assert "<b>钥匙" not in page


def test_who_has_left_the_office_has_no_passkey_here(account: str) -> None:
    key = Key()
    enrolled(account, key)
    get_user_model().objects.filter(email=account).update(is_active=False)
    browser, answer = alone(key)
    assert answer["Location"] == "/desk/sign-in/?refused=faces.passkey-unknown"
    assert browser.get("/desk/").status_code == 302


def test_a_password_given_long_ago_is_asked_for_again_before_a_passkey_is_made(account: str) -> None:
    browser = enrolled(account, Key())
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert browser.get(ADD)["Location"].startswith("/desk/sign-in/again/?next=")
    assert browser.get(WAYS).status_code == 200


def test_without_javascript_the_page_says_so_and_offers_the_app(account: str) -> None:
    browser = Client()
    give_password(browser, account)
    page = browser.get(ADD).content.decode()
    assert "<noscript>" in page
    assert "needs JavaScript" in page
    assert 'href="/desk/sign-in/enrolment/"' in page
