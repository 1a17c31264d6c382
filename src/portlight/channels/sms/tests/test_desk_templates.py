"""The texts at the desk: who may, what each step does, and that no step is taken twice."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portlight.channels.sms import commands, queries
from portlight.channels.sms.models import Template
from portlight.channels.sms.tests import outside
from portlight.delivery import links
from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.languages import CODES
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_providers(settings: Any) -> None:
    settings.ALIYUN_KEY, settings.ALIYUN_SECRET = "key", "secret"
    settings.SMPP_HOST = "smsc.example"
    commands.load_templates(by=outside.BY, at=outside.AT)


def first(**asked: str) -> Template:
    found = Template.objects.filter(**{"route": "sms.aliyun", "reach": "mainland", "purpose": "notice", **asked})
    return found.order_by("id")[0]


def at_desk(cast: Cast, role: str = "operator") -> Client:
    return signed_in(cast.holding(role).key)


@pytest.mark.parametrize("role", ["operator", "supervisor"])
def test_it_shows_every_language_of_a_purpose_with_its_length_and_price(cast: Cast, role: str) -> None:
    page = at_desk(cast, role).get("/desk/sms/templates/").content.decode()
    for name in ("简体中文", "العربية", "Aliyun, mainland", "Aliyun, international", "SMPP, international"):
        assert name in page
    assert page.count("is-machine") == 3 * len(CODES)
    assert "官方通知（编号{code}）请阅：" in page
    drill = at_desk(cast, role).get("/desk/sms/templates/?purpose=drill").content.decode()
    assert "EXERCISE" in drill


@pytest.mark.parametrize("role", ["writer", "approver", "auditor"])
def test_others_see_nothing_of_it(cast: Cast, role: str) -> None:
    number = first().pk
    browser = at_desk(cast, role)
    for path in ("", f"{number}/", f"{number}/word/"):
        assert browser.get(f"/desk/sms/templates/{path}").status_code == 403
    for step in ("submit", "approve", "reject"):
        assert browser.post(f"/desk/sms/templates/{number}/{step}/", {"request_id": uuid4()}).status_code == 403
    assert first().state == "draft"


def test_from_draft_to_the_wording_in_force(cast: Cast) -> None:
    number, browser = first().pk, at_desk(cast)
    page = browser.get(f"/desk/sms/templates/{number}/").content.decode()
    assert "${code}" in page, "as it is typed at the provider's"
    assert "K7F3-9QXM" in page, "as people read it"
    browser.post(f"/desk/sms/templates/{number}/submit/", {"request_id": uuid4()})
    assert first().state == "submitted"
    wrong = browser.post(f"/desk/sms/templates/{number}/approve/", {"request_id": uuid4(), "provider_code": "x"})
    assert wrong.status_code == 409
    assert "SMS_ and digits" in wrong.content.decode()
    sent = {"request_id": uuid4(), "provider_code": "SMS_271823"}
    assert browser.post(f"/desk/sms/templates/{number}/approve/", sent).status_code == 302
    assert browser.post(f"/desk/sms/templates/{number}/approve/", sent).status_code == 302, "pressed twice"
    assert "a newer one is in force" not in browser.get(f"/desk/sms/templates/{number}/").content.decode()
    (found,) = queries.approved("notice", "zh-Hans")
    assert found.provider_code == "SMS_271823"
    kinds = [event.kind for event in timeline.about(f"sms-template:{number}", size=10).rows]
    assert sorted(kinds) == ["sms.template-approved", "sms.template-submitted"]


def test_a_rejection_says_why_and_may_be_submitted_again(cast: Cast) -> None:
    number, browser = first().pk, at_desk(cast)
    browser.post(f"/desk/sms/templates/{number}/submit/", {"request_id": uuid4()})
    assert (
        browser.post(f"/desk/sms/templates/{number}/reject/", {"request_id": uuid4(), "reason": " "}).status_code == 409
    )
    browser.post(f"/desk/sms/templates/{number}/reject/", {"request_id": uuid4(), "reason": "链接未备案"})
    page = browser.get(f"/desk/sms/templates/{number}/").content.decode()
    assert "链接未备案" in page
    assert "It lies before the provider now" in page
    browser.post(f"/desk/sms/templates/{number}/submit/", {"request_id": uuid4()})
    assert (first().state, first().reason) == ("submitted", "")


def test_an_approval_taken_back_is_no_longer_sent(cast: Cast) -> None:
    number, browser = first().pk, at_desk(cast)
    browser.post(f"/desk/sms/templates/{number}/submit/", {"request_id": uuid4()})
    browser.post(f"/desk/sms/templates/{number}/approve/", {"request_id": uuid4(), "provider_code": "SMS_1"})
    browser.post(f"/desk/sms/templates/{number}/reject/", {"request_id": uuid4(), "reason": "违规"})
    assert not queries.approved("notice", "zh-Hans")


def test_a_step_out_of_turn_is_refused_with_a_sentence(cast: Cast) -> None:
    number, browser = first().pk, at_desk(cast)
    answer = browser.post(f"/desk/sms/templates/{number}/approve/", {"request_id": uuid4(), "provider_code": "SMS_1"})
    assert answer.status_code == 409
    assert "Somebody has taken this text further meanwhile" in answer.content.decode()
    assert browser.get("/desk/sms/templates/999999/").status_code == 409


def test_another_wording_is_a_draft_of_its_own_and_the_old_one_stays_in_force(cast: Cast) -> None:
    number, browser = first(language="en").pk, at_desk(cast)
    browser.post(f"/desk/sms/templates/{number}/submit/", {"request_id": uuid4()})
    browser.post(f"/desk/sms/templates/{number}/approve/", {"request_id": uuid4(), "provider_code": "SMS_1"})
    typed = {"request_id": uuid4(), "sign": "出入境", "text": f"News {{code}}: {links.short_verify()}"}
    made = browser.post(f"/desk/sms/templates/{number}/word/", typed)["Location"]
    assert made != f"/desk/sms/templates/{number}/"
    assert queries.approved("notice", "en")[0].provider_code == "SMS_1"
    page = browser.get("/desk/sms/templates/").content.decode()
    assert "News {code}" in page
    again = browser.post(f"/desk/sms/templates/{number}/word/", {**typed, "request_id": uuid4()})
    assert again.status_code == 409
    assert "on the list already" in again.content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Hello {name} {verify}", "{name} is nothing that can be filled in"),
        ("{token} {token} {verify}", "{token} may stand in a text once only"),
        ("{code} {number} {verify}", "{number} is nothing that can be filled in"),
        ("{code} } {verify}", "is nothing that can be filled in"),
        ("News {code}", "The text must say where to check"),
    ],
)
def test_a_text_no_provider_would_take_is_refused_and_stays_as_typed(cast: Cast, text: str, sentence: str) -> None:
    number, browser = first(language="en").pk, at_desk(cast)
    typed = text.replace("{verify}", links.short_verify())
    answer = browser.post(f"/desk/sms/templates/{number}/word/", {"request_id": uuid4(), "text": typed})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert sentence in page
    assert typed.replace("&", "&amp;") in page
    assert Template.objects.filter(edition=None).count() == 0


def test_the_page_costs_the_same_however_many_texts_there_are(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = at_desk(cast)
    browser.get("/desk/sms/templates/")
    with django_assert_max_num_queries(9):
        browser.get("/desk/sms/templates/")
