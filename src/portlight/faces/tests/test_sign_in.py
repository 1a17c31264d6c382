"""Nothing of the desk opens without password and code."""

from __future__ import annotations

import re
import time
import uuid
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from portlight.faces.routes import routes
from portlight.faces.second_factor import BEFORE, ENROLMENT
from portlight.kernel.staff import commands as staff
from portlight.toolkit.actor import machine

pytestmark = pytest.mark.django_db
PASSWORD = "harbour-light-2020"


@pytest.fixture
def account(db: None) -> str:
    from django.utils import timezone

    staff.hire(
        email="bao@office.example", name="鲍琳", language="en", roles=["writer"], password=PASSWORD,
        by=machine("tests"), at=timezone.now(),
    )  # fmt: skip
    return "bao@office.example"


def code_of(page: str) -> tuple[str, str]:
    secret = re.search(r'<p class="code">([A-Z2-7]+)</p>', page)
    assert secret
    return secret[1], app_code(secret[1])


def app_code(secret: str, *, later: int = 0) -> str:
    counter = int(time.time()) // 30 + later
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def give_password(browser: Client, account: str, password: str = PASSWORD) -> Any:
    return browser.post("/desk/sign-in/", {"login": account, "password": password})


def enrol(browser: Client, account: str) -> str:
    give_password(browser, account)
    secret, code = code_of(browser.get("/desk/sign-in/enrolment/").content.decode())
    assert browser.post("/desk/sign-in/enrolment/", {"code": code}).status_code == 302
    return secret


def test_a_new_account_is_led_to_enrolment_and_nothing_else_opens(account: str) -> None:
    browser = Client()
    assert give_password(browser, account).status_code == 302
    for path in ("/desk/", "/desk/style/", "/desk/sign-in/recovery-codes/", "/desk/nowhere/"):
        assert browser.get(path)["Location"] == "/desk/sign-in/enrolment/"
    secret, code = code_of(browser.get("/desk/sign-in/enrolment/").content.decode())
    answer = browser.post("/desk/sign-in/enrolment/", {"code": code})
    assert answer["Location"] == "/desk/sign-in/recovery-codes/"
    assert len(re.findall(r'<li class="code">\d{8}</li>', browser.get(answer["Location"]).content.decode())) == 10
    assert browser.get("/desk/").status_code == 200


def test_the_next_sign_in_asks_for_a_code_and_takes_a_recovery_code_once(account: str) -> None:
    browser = Client()
    enrol(browser, account)
    spare = re.search(r'<li class="code">(\d{8})</li>', browser.get("/desk/sign-in/recovery-codes/").content.decode())
    assert spare
    for opens in (True, False):
        other = Client()
        assert give_password(other, account)["Location"] == "/desk/sign-in/code/"
        assert other.get("/desk/").status_code == 302
        other.post("/desk/sign-in/code/", {"code": spare[1]})
        assert (other.get("/desk/").status_code == 200) is opens


def test_a_used_code_does_not_open_twice(account: str) -> None:
    secret = enrol(Client(), account)
    code = app_code(secret, later=1)
    for opens in (True, False):
        browser = Client()
        give_password(browser, account)
        browser.post("/desk/sign-in/code/", {"code": code})
        assert (browser.get("/desk/").status_code == 200) is opens


def test_a_session_from_before_the_enrolment_is_worth_nothing(account: str) -> None:
    old = Client()
    give_password(old, account)
    enrol(Client(), account)
    assert old.get("/desk/")["Location"] == "/desk/sign-in/"


def test_a_wrong_password_says_so_and_tells_nothing_about_the_account(account: str) -> None:
    known = give_password(Client(), account, "wrong-password-1").content.decode()
    unknown = give_password(Client(), "nobody@office.example", "wrong-password-1").content.decode()
    assert "do not belong together" in known
    assert "do not belong together" in unknown


def test_sign_in_is_throttled(account: str) -> None:
    browser = Client()
    pages = [give_password(browser, account, f"wrong-{n}").content.decode() for n in range(6)]
    assert "Too many attempts" in pages[-1]
    assert "Too many attempts" in give_password(browser, account).content.decode()


def desk_paths(patterns: Any = None, prefix: str = "/") -> list[tuple[str, str]]:
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += desk_paths(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and path.startswith("/desk/"):
            filled = re.sub(r"<uuid:[^>]+>", str(uuid.uuid4()), path)
            filled = re.sub(r"<int:[^>]+>", "7", filled)
            found.append((re.sub(r"<[^>]+>", "x", filled), str(pattern.name)))
    return found


def test_every_desk_address_leads_a_stranger_to_sign_in() -> None:
    paths = desk_paths()
    assert len(paths) > len(routes("desk"))
    for path, name in paths:
        if name in BEFORE:
            continue
        for ask in (Client().get, Client().post):
            answer = ask(path)
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/desk/sign-in/?next="), path


def test_every_desk_address_is_closed_to_a_password_alone(account: str) -> None:
    browser = Client()
    give_password(browser, account)
    for path, name in desk_paths():
        if name not in BEFORE and name not in ENROLMENT:
            assert browser.get(path)["Location"] == "/desk/sign-in/enrolment/", path


def test_what_allauth_has_and_we_do_not_is_404(account: str) -> None:
    browser = Client()
    enrol(browser, account)
    for path, name in desk_paths():
        if "/none/" in path:
            assert browser.get(path).status_code == 404, name
    assert Client().get("/accounts/signup/").status_code == 404


def test_a_guarded_screen_refuses_eve_with_a_next_step(account: str) -> None:
    browser = Client()
    enrol(browser, account)
    answer = browser.get("/desk/office/timeline/")
    assert answer.status_code == 403
    assert "ask the supervisor" in answer.content.decode()
    assert "/desk/office/timeline/" not in browser.get("/desk/").content.decode()


def test_the_desk_speaks_the_accounts_language_and_changes_it(account: str) -> None:
    browser = Client()
    enrol(browser, account)
    answer = browser.post("/desk/language/", {"language": "ar", "next": "/desk/style/"})
    assert answer["Location"] == "/desk/style/"
    assert '<html lang="ar" dir="rtl">' in browser.get("/desk/").content.decode()


def test_before_sign_in_the_choice_is_kept_in_a_cookie_of_the_desk() -> None:
    browser = Client()
    answer = browser.post("/desk/language/", {"language": "ja", "next": "//elsewhere.example/"})
    assert answer["Location"] == "/desk/"
    assert answer.cookies["portlight-language"]["path"] == "/desk/"
    assert '<html lang="ja"' in browser.get("/desk/sign-in/").content.decode()


def test_a_post_without_its_token_changes_nothing(account: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/desk/sign-in/", {"login": account, "password": PASSWORD})
    assert answer.status_code == 403
    assert "waited too long" in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
