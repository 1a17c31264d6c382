"""The desk's shell: password and code, every page clean, in the account's language, on a desk and on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.walks.codes import app_code
from tests.walks.conftest import Grumbles, Office
from tests.walks.prepare import NEW, PASSWORD

pytestmark = pytest.mark.walk
PAGES = {
    "channels": "/desk/office/channels/",
    "today": "/desk/",
    "staff": "/desk/office/staff/",
    "timeline": "/desk/office/timeline/",
    "style": "/desk/style/",
}


@pytest.mark.parametrize(
    ("account", "code", "scheme"),
    [  # what is dark is so in every language
        ("chen@office.example", "en", "light"), ("chen@office.example", "en", "dark"),
        ("lina@office.example", "ar", "light"), ("klaus@office.example", "de", "light"),
    ],
)  # fmt: skip
def test_the_desk_is_clean(
    office: Office, new_page: Any, violations: Any, picture: Any, account: str, code: str, scheme: str
) -> None:
    page = new_page(scheme=scheme)
    office.sign_in(page, account)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for name, path in PAGES.items():
            if page.locator(f"nav a[href='{path}']").count() == 0:
                continue  # not a page of this account's roles
            page.goto(office.url + path)
            assert page.get_attribute("html", "lang") == code
            assert violations(page) == []
            assert int(page.evaluate("document.documentElement.scrollWidth - innerWidth")) <= 0
            picture(page, f"desk-{name}-{code}-{width}-{scheme}")


def test_a_new_account_enrols_and_gets_its_recovery_codes(
    office: Office, new_page: Any, violations: Any, picture: Any
) -> None:
    page = new_page()
    page.goto(f"{office.url}/desk/office/staff/")
    assert violations(page) == []
    page.fill("#id_login", NEW)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{office.url}/desk/sign-in/enrolment/")
    assert violations(page) == []
    picture(page, "desk-enrolment-en-1280")
    page.fill("#id_code", app_code(page.inner_text("main p.code")))
    page.click("main button")
    page.wait_for_url(f"{office.url}/desk/sign-in/recovery-codes/")
    assert page.locator("main li.code").count() == 10
    assert violations(page) == []
    picture(page, "desk-recovery-codes-en-1280")
    page.click("main a.btn.is-main")
    page.wait_for_url(f"{office.url}/desk/")


def test_eve_is_refused_with_a_next_step(office: Office, new_page: Any, violations: Any, grumbles: Grumbles) -> None:
    grumbles.expected = ("status of 403",)
    page = new_page()
    office.sign_in(page, "eve@office.example")
    assert page.locator("nav a[href='/desk/office/timeline/']").count() == 0
    answer = page.goto(f"{office.url}/desk/office/timeline/")
    assert answer.status == 403
    assert "supervisor" in page.inner_text("main")
    assert violations(page) == []


def test_a_question_mark_shows_the_keys_and_they_work(
    office: Office, new_page: Any, violations: Any, picture: Any
) -> None:
    page = new_page()
    office.sign_in(page, "chen@office.example")
    page.goto(f"{office.url}/desk/office/timeline/")
    page.keyboard.press("?")
    assert page.is_visible("dialog#keys")
    assert violations(page) == []
    picture(page, "desk-keys-en-1280")
    page.keyboard.press("Escape")
    assert not page.is_visible("dialog#keys")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "about"
    page.keyboard.type("?")
    assert page.input_value("#about") == "?", "what is typed into a field is typed"
    assert not page.is_visible("dialog#keys")
    page.click("details.menu summary >> nth=1")
    page.click("[data-needs-keys] button")
    assert page.is_visible("dialog#keys")


def test_the_desks_language_is_changed_from_its_menu(office: Office, new_page: Any) -> None:
    page = new_page(script=False)
    office.sign_in(page, "bao@office.example")
    page.goto(f"{office.url}/desk/style/")
    page.click(".menu summary >> nth=0")
    page.click('.menu button[value="ja"]')
    page.wait_for_url(f"{office.url}/desk/style/")
    assert page.get_attribute("html", "lang") == "ja"
