"""A passkey in a real browser with its virtual authenticator (WebAuthn level 3, §11): made, used after the password,
used alone, renamed, removed; the console silent, so the policy of scripts holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.walks.conftest import Office
from tests.walks.looks import looks
from tests.walks.prepare import PASSWORD

pytestmark = pytest.mark.walk
WAYS = "/desk/sign-in/ways/"
ACCOUNTS = {"en": "keys-en@office.example", "ar": "keys-ar@office.example", "de": "keys-de@office.example",
            "zh-Hans": "keys-zh@office.example"}  # fmt: skip


def authenticator(page: Any, *, verifies: bool = True) -> tuple[Any, str]:
    """Puts a key into the browser; gives the session it is spoken to by, and its number."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": verifies,
        "isUserVerified": verifies, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    return session, made["authenticatorId"]


def sign_in(page: Any, office: Office, account: str) -> None:
    page.goto(f"{office.url}/desk/sign-in/")
    page.fill("#id_login", account)
    page.fill("#id_password", PASSWORD)
    press(page, "main form:not([data-passkey]) button")


def press(page: Any, button: str) -> None:
    with page.expect_navigation():
        page.click(button)


def sign_out(page: Any, office: Office) -> None:
    page.goto(f"{office.url}/desk/sign-out/")
    press(page, "main button")


@pytest.mark.parametrize("code", list(ACCOUNTS))
def test_a_passkey_is_the_whole_way_in(office: Office, new_page: Any, violations: Any, picture: Any, code: str) -> None:
    page = new_page(width=360 if code in {"ar", "zh-Hans"} else 1280)
    authenticator(page)
    account = ACCOUNTS[code]
    sign_in(page, office, account)
    page.wait_for_url(f"{office.url}/desk/sign-in/enrolment/")
    look = checker(page, violations, picture, code)
    look("enrolment")
    press(page, 'a[href$="/passkeys/add/"]')
    look("passkey-add")
    page.fill("#id_name", "钥匙 🔑 مفتاح")
    press(page, "form[data-passkey] button")
    page.wait_for_url(f"{office.url}/desk/sign-in/recovery-codes/")
    page.goto(office.url + WAYS)
    assert "钥匙 🔑 مفتاح" in page.inner_text("main")
    look("ways")

    sign_out(page, office)
    page.goto(f"{office.url}/desk/sign-in/?next=/desk/style/")
    look("sign-in")
    press(page, "form[data-passkey] button")
    page.wait_for_url(f"{office.url}/desk/style/")

    page.goto(office.url + WAYS)
    press(page, 'a[href*="/passkeys/"][href$="/remove/"]')
    look("passkey-remove")


def checker(page: Any, violations: Any, picture: Any, code: str) -> Callable[[str], None]:
    def look(name: str) -> None:
        assert page.get_attribute("html", "lang") == code or name == "sign-in"
        assert [*violations(page), *looks(page)] == []
        picture(page, f"passkeys-{name}-{code}-{page.viewport_size['width']}")

    return look


def test_the_last_one_stays_and_a_second_lets_it_go(office: Office, new_page: Any, grumbles: Any) -> None:
    grumbles.expected = ("status of 409",)
    page = new_page()
    session, first = authenticator(page)
    sign_in(page, office, "keys-two@office.example")
    page.goto(f"{office.url}{WAYS}passkeys/add/")
    press(page, "form[data-passkey] button")
    page.goto(office.url + WAYS)
    press(page, 'a[href$="/remove/"]')
    press(page, "main button.is-alarm")
    assert "the only way to sign in that is left" in page.inner_text("main")
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first})
    authenticator(page, verifies=False)
    page.goto(f"{office.url}{WAYS}passkeys/add/")
    page.fill("#id_name", "Key ring")
    page.uncheck("#id_passwordless")
    press(page, "form[data-passkey] button")
    page.wait_for_url(office.url + WAYS)
    press(page, 'a[href$="/remove/"] >> nth=0')
    press(page, "main button.is-alarm")
    page.wait_for_url(office.url + WAYS)
    assert "Key ring" in page.inner_text("main")

    sign_out(page, office)  # what is left comes after the password
    sign_in(page, office, "keys-two@office.example")
    page.wait_for_url(f"{office.url}/desk/sign-in/code/")
    press(page, "form[data-passkey] button")
    page.wait_for_url(f"{office.url}/desk/")


def test_a_browser_without_the_key_says_what_to_do(office: Office, new_page: Any) -> None:
    page = new_page()
    authenticator(page)
    page.goto(f"{office.url}/desk/sign-in/")
    page.click("form[data-passkey] button")
    page.wait_for_selector('[data-when="failed"]:not([hidden])')
    assert "your password and a code" in page.inner_text("form[data-passkey]")


def test_without_javascript_there_is_no_button_and_the_app_is_offered(office: Office, new_page: Any) -> None:
    page = new_page(script=False)
    sign_in(page, office, "keys-none@office.example")
    page.goto(f"{office.url}{WAYS}passkeys/add/")
    assert not page.is_visible("form[data-passkey]")
    assert "needs JavaScript" in page.inner_text("main")
    press(page, 'main a[href="/desk/sign-in/enrolment/"]')
    assert page.is_visible("#id_code")
