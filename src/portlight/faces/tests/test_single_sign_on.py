"""Sign-in by the organisation's provider: the real flow against a provider in a process of its own, right and lying."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

import portlight
from portlight.faces.desk.provider_check import single_sign_on
from portlight.faces.tests.test_sign_in import PASSWORD, app_code
from portlight.kernel.staff import commands as staff
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.actor import machine

pytestmark = pytest.mark.django_db
BAO = "bao@office.example"
OIDC = Path(portlight.__file__).with_name("simulator") / "outside" / "oidc.py"
BACK = "http://localhost:8000/desk/sign-in/provider/back/"
Start = Callable[..., None]


@pytest.fixture
def account(db: None) -> Any:
    key = staff.hire(email=BAO, name="鲍琳", language="en", roles=["writer"], password=PASSWORD, by=machine("tests"),
                     at=timezone.now())  # fmt: skip
    return get_user_model().objects.get(pk=key)


@pytest.fixture
def provider(settings: Any, tmp_path: Path) -> Iterator[Start]:
    """`provider("--amr", "mfa")`: started with these tempers, and the office configured for it."""
    running: list[subprocess.Popen[str]] = []

    def start(*tempers: str) -> None:
        command = [sys.executable, str(OIDC), "--record", str(tmp_path / "oidc.tsv"), "--back", BACK, *tempers]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        port = running[-1].stdout.readline().strip()  # type: ignore[union-attr]
        settings.OIDC_ISSUER = f"http://127.0.0.1:{port}"
        settings.OIDC_CLIENT, settings.OIDC_SECRET = "portlight", "harbour"

    yield start
    for one in running:
        one.terminate()
        one.communicate(timeout=20)


def through(browser: Client, onward: str = "") -> str:
    """From the button to the address the provider sends the browser back to."""
    asked = browser.get(f"/desk/sign-in/provider/{onward}")
    assert asked.status_code == 302, asked.content
    there = requests.get(asked["Location"], allow_redirects=False, timeout=10)
    assert there.status_code == 302, there.text
    return there.headers["Location"].removeprefix("http://localhost:8000")


def refused(answer: Any) -> str:
    return parse_qs(urlsplit(answer["Location"]).query).get("refused", [""])[0].removeprefix("faces.")


def test_it_is_off_unless_configured(account: Any) -> None:
    browser = Client()
    assert browser.get("/desk/sign-in/provider/").status_code == 404
    assert browser.get("/desk/sign-in/provider/back/?code=x&state=y").status_code == 404
    assert "/desk/sign-in/provider/" not in browser.get("/desk/sign-in/").content.decode()
    assert single_sign_on(timezone.now()).said == "Single sign-on is switched off."


def test_an_account_of_the_office_signs_in_and_our_second_factor_is_asked(
    account: Any, provider: Start, tmp_path: Path
) -> None:
    provider()
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    browser = Client()
    assert "Sign in with" in browser.get("/desk/sign-in/").content.decode()
    answer = browser.get(through(browser, "?next=/desk/style/"))
    assert answer["Location"] == "/desk/sign-in/code/"
    assert browser.get("/desk/").status_code == 302
    assert browser.post("/desk/sign-in/code/", {"code": app_code(secret)})["Location"] == "/desk/style/"
    assert browser.get("/desk/").status_code == 200
    bound = SocialAccount.objects.get()
    assert (bound.user_id, bound.uid, bound.extra_data) == (account.pk, "subject-1", {})
    assert [event.kind for event in timeline.about(f"staff:{account.pk}").rows].count("faces.provider-bound") == 1
    account.refresh_from_db()
    assert account.check_password(PASSWORD), "the password stays"
    assert len((tmp_path / "oidc.tsv").read_text(encoding="utf-8").splitlines()) == 1, "one token was handed out"
    assert single_sign_on(timezone.now()).state == "ok"


def test_an_account_without_a_second_factor_is_led_to_enrolment(account: Any, provider: Start) -> None:
    provider("--amr", "pwd")
    browser = Client()
    browser.get(through(browser))
    assert browser.get("/desk/")["Location"] == "/desk/sign-in/enrolment/"


@pytest.mark.parametrize("said", [("--amr", "pwd", "--amr", "mfa"), ("--acr", "urn:office:strong")])
def test_the_providers_second_factor_counts_only_where_the_office_has_named_its_word(
    account: Any, provider: Start, settings: Any, said: tuple[str, ...]
) -> None:
    provider(*said)
    TOTP.activate(account, generate_totp_secret())
    browser = Client()
    assert browser.get(through(browser))["Location"] == "/desk/sign-in/code/", "not named: ours is asked"
    settings.OIDC_FACTORS = ["mfa", "urn:office:strong"]
    browser = Client()
    assert browser.get(through(browser))["Location"] == "/desk/"
    assert browser.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("tempers", "code"),
    [
        (("--claim-issuer", "https://elsewhere.example"), "sso-not-proved"),
        (("--audience", "somebody-else"), "sso-not-proved"),
        (("--old", "3600"), "sso-not-proved"),
        (("--nonce", "an-old-one"), "sso-not-proved"),
        (("--wrong-key",), "sso-not-proved"),
        (("--algorithm", "none"), "sso-not-proved"),
        (("--algorithm", "HS256"), "sso-not-proved"),
        (("--secret", "another"), "sso-not-proved"),
        (("--broken",), "sso-not-proved"),
        (("--deny",), "sso-cancelled"),
        (("--email", "stranger@elsewhere.example"), "sso-unknown"),
        (("--email", ""), "sso-unverified"),
        (("--unverified",), "sso-unverified"),
        (("--email-apart", "--userinfo-subject", "another"), "sso-not-proved"),
    ],
)  # fmt: skip
def test_a_lie_or_a_stranger_opens_nothing_and_the_page_says_so(
    account: Any, provider: Start, tempers: tuple[str, ...], code: str
) -> None:
    provider(*tempers)
    browser = Client()
    answer = browser.get(through(browser))
    expected = {code} | ({"sso-unknown"} if tempers == ("--email", "") else set())
    assert refused(answer) in expected
    assert browser.get("/desk/")["Location"].startswith("/desk/sign-in/?next=")
    assert not SocialAccount.objects.exists()
    for language in ("en", "ar", "zh-Hans"):
        browser.cookies["portlight-language"] = language
        page = browser.get(answer["Location"]).content.decode()
        assert 'class="alert is-alarm"' in page


def test_an_address_that_stands_in_userinfo_only_is_taken_from_there(account: Any, provider: Start) -> None:
    provider("--email-apart")
    browser = Client()
    assert refused(browser.get(through(browser))) == ""
    assert SocialAccount.objects.get().user_id == account.pk


def test_a_state_is_good_once_and_only_in_the_browser_that_asked(account: Any, provider: Start) -> None:
    provider()
    browser, other = Client(), Client()
    back = through(browser)
    assert refused(other.get(back)) == "sso-not-proved"
    assert refused(browser.get(back)) == ""
    assert refused(Client().get(back)) == "sso-not-proved"
    browser.post("/desk/sign-out/")
    assert refused(browser.get(back)) == "sso-not-proved"
    assert refused(browser.get("/desk/sign-in/provider/back/?state=made-up&code=x")) == "sso-not-proved"
    assert refused(browser.get("/desk/sign-in/provider/back/")) == "sso-not-proved"


def test_a_person_stays_bound_when_the_address_changes_and_another_subject_does_not_take_over(
    account: Any, provider: Start
) -> None:
    provider()
    browser = Client()
    browser.get(through(browser))
    issuer_bound = SocialAccount.objects.get()
    get_user_model().objects.filter(pk=account.pk).update(email="bao.lin@office.example")
    browser = Client()
    assert refused(browser.get(through(browser))) == "", "by issuer and subject, whatever her address is now"
    assert SocialAccount.objects.get() == issuer_bound


def test_who_has_left_the_office_is_told_no_more_than_a_stranger(account: Any, provider: Start) -> None:
    provider()
    browser = Client()
    browser.get(through(browser))
    get_user_model().objects.filter(pk=account.pk).update(is_active=False)
    browser = Client()
    assert refused(browser.get(through(browser))) == "sso-unknown"
    assert browser.get("/desk/").status_code == 302


def test_a_provider_that_is_away_or_calls_itself_something_else_is_said_to_be(
    account: Any, provider: Start, settings: Any
) -> None:
    settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET = "http://127.0.0.1:9", "portlight", "harbour"
    assert refused(Client().get("/desk/sign-in/provider/")) == "sso-unreachable"
    assert single_sign_on(timezone.now()).state == "warn"
    provider("--say-issuer", "https://elsewhere.example")
    assert refused(Client().get("/desk/sign-in/provider/")) == "sso-not-proved"
    found = single_sign_on(timezone.now())
    assert found.state == "fail"
    assert "https://elsewhere.example" in found.remedy
    settings.OIDC_SECRET = ""
    assert single_sign_on(timezone.now()).said == "Single sign-on has no secret."


def test_another_site_cannot_start_a_sign_in_nor_choose_where_it_leads(account: Any, provider: Start) -> None:
    provider("--amr", "mfa")
    browser = Client()
    assert browser.get("/desk/sign-in/provider/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404
    back = through(browser, "?next=https://evil.example/&process=connect&auth_params=nonce%3Dx&scope=admin")
    browser.get(back)
    assert browser.get("/desk/")["Location"] == "/desk/sign-in/enrolment/"
