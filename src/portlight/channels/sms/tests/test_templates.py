"""The register of texts: what the loader brings, what is refused, and which wording a message goes out in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portlight.channels.sms import checks, commands, queries, rules, segments, sheets
from portlight.channels.sms.channel import Sms
from portlight.channels.sms.models import Template
from portlight.channels.sms.reference import wordings
from portlight.channels.sms.tests import outside
from portlight.delivery import links, tokens
from portlight.delivery.port import Answer, Priced
from portlight.delivery.tests.contract import TestDesk, carry, copy
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_three(settings: Any) -> None:
    settings.ALIYUN_KEY, settings.ALIYUN_SECRET = "key", "secret"
    settings.TENCENT_KEY, settings.TENCENT_SECRET, settings.TENCENT_SMS_APP = "key", "secret", "1"
    settings.SMPP_HOST = "smsc.example"


@pytest.mark.parametrize("personal", [True, False])
def test_every_text_that_ships_would_be_taken(personal: bool) -> None:
    found = list(wordings(personal=personal))
    assert len(found) == len(CODES) * len(rules.PURPOSES)
    for one in found:
        rules.check_text(one.text, purpose=one.purpose, address=links.short_verify())
        assert "code" in rules.slots_of(one.text)
        assert ("token" in rules.slots_of(one.text)) == (personal and one.purpose not in ("code", "news", "duty"))
        assert segments.divide(rules.filled(one.text, {})).parts <= 4
    assert len({(one.purpose, one.language, one.text) for one in found}) == len(found)


def test_the_slots_have_the_lengths_the_providers_allow() -> None:
    assert len(rules.SLOTS["token"]) == tokens.LENGTH
    assert max(map(len, rules.SLOTS.values())) <= rules.LONGEST_PARAMETER


def test_the_loader_brings_drafts_once(all_three: None) -> None:
    assert commands.load_templates(by=outside.BY, at=outside.AT) == 7 * 9 * 5
    assert commands.load_templates(by=outside.BY, at=outside.AT) == 0
    assert set(Template.objects.values_list("state", flat=True)) == {"draft"}, "nobody approves for a real provider"
    assert not queries.approved("notice", "en")
    assert len(queries.lacking()) == 315


def test_another_address_of_the_office_wants_another_approval(all_three: None, settings: Any) -> None:
    commands.load_templates(by=outside.BY, at=outside.AT)
    settings.SITE = "https://other.example"
    assert commands.load_templates(by=outside.BY, at=outside.AT) == 315


def test_the_simulators_approve_by_the_commands(settings: Any, tmp_path: Path) -> None:
    settings.ALIYUN_KEY, settings.ALIYUN_SECRET = "key", "secret"
    settings.ALIYUN_SMS_ENDPOINT = "http://127.0.0.1:9"
    assert commands.load_templates(by=outside.BY, at=outside.AT) == 126
    assert not queries.lacking()
    one = Template.objects.first()
    assert one is not None
    assert (one.state, one.submitted_by, one.decided_by) == ("approved", "tests", "tests")
    rules.check_provider_code(one.route, one.provider_code)


@pytest.mark.parametrize("mode", ["office"])
def test_no_office_approves_for_itself(mode: str, settings: Any) -> None:
    settings.MODE = mode
    settings.ALIYUN_KEY, settings.ALIYUN_SECRET = "key", "secret"
    settings.ALIYUN_SMS_ENDPOINT = "http://127.0.0.1:9"
    commands.load_templates(by=outside.BY, at=outside.AT)
    assert set(Template.objects.values_list("state", flat=True)) == {"draft"}


def test_two_at_once_move_a_text_one_step(all_three: None) -> None:
    commands.load_templates(by=outside.BY, at=outside.AT)
    number = Template.objects.order_by("id")[0].pk
    commands.submit(template=number, by=outside.BY, at=outside.AT)
    with pytest.raises(Refused, match=r"sms\.template-moved"):
        commands.submit(template=number, by=outside.BY, at=outside.AT)
    with pytest.raises(Refused, match=r"sms\.unknown-template"):
        commands.submit(template=0, by=outside.BY, at=outside.AT)


@pytest.mark.parametrize(
    ("route", "code", "right"),
    [
        ("sms.aliyun", "SMS_271823", True),
        ("sms.aliyun", "271823", False),
        ("sms.tencent", "1234567", True),
        ("sms.tencent", "SMS_1", False),
        ("sms.smpp", "", True),
        ("sms.smpp", "1", False),
    ],
)
def test_a_name_at_the_provider_has_its_form(route: str, code: str, right: bool) -> None:
    if right:
        rules.check_provider_code(route, code)
    else:
        with pytest.raises(Refused, match=r"sms\.provider-code"):
            rules.check_provider_code(route, code)


@pytest.mark.parametrize(
    ("changes", "purpose"),
    [
        ({}, "notice"),
        ({"purpose": "correction", "replaces": "X"}, "correction"),
        ({"purpose": "withdrawal"}, "withdrawal"),
        ({"purpose": "code"}, "code"),
        ({"purpose": "news"}, "news"),
        ({"purpose": "duty"}, "duty"),
        ({"drill": True}, "drill"),
        ({"drill": True, "purpose": "correction"}, "drill"),
        ({"drill": True, "purpose": "code"}, "code"),
    ],
)
def test_a_message_goes_out_in_the_wording_of_its_purpose(changes: dict[str, Any], purpose: str) -> None:
    assert sheets.purpose_of(copy(**changes)) == purpose


def test_a_one_time_code_arrives_with_the_code_to_check_it_by(settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path) as centre:
        outside.approved()
        shown = copy(purpose="code", params={"code": "402718"}, language="de")
        assert carry(Sms(), TestDesk(Sms(), ["+85290000001"], shown))[1].outcome == "accepted"
    (said,) = centre.shown()
    assert "402718" in said["text"]
    assert "K7F3-9QXM" in said["text"]
    assert links.short_verify() in said["text"]


def test_without_an_approved_text_it_is_refused(settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path) as centre:
        outside.approved()
        Template.objects.filter(language="fr", purpose="notice").update(state="rejected")
        answers = carry(Sms(), TestDesk(Sms(), ["+85290000001"], copy(language="fr")))
    assert answers[1] == Answer("refused", "no-template")
    assert not centre.record.read_text()


def test_the_latest_approval_is_in_force(settings: Any) -> None:
    settings.SMPP_HOST = "127.0.0.1"
    old = outside.worded("sms.smpp", "abroad", "old {code}")
    new = outside.worded("sms.smpp", "abroad", "new {code}", sign="2")
    Template.objects.filter(pk=new.pk).update(decided_at=old.decided_at + timedelta(days=1))
    assert [one.text for one in queries.approved("notice", "en")] == ["new {code}"]
    cards = queries.listing(purpose="notice")
    assert [(card.text, card.in_force) for card in cards] == [("new {code}", True)]


def test_what_arrives_is_signed_as_each_way_signs() -> None:
    for route in ("sms.aliyun", "sms.tencent"):
        assert rules.signed("hi", "出入境", route=route, reach="mainland") == "【出入境】hi"
        assert rules.signed("hi", "出入境", route=route, reach="abroad") == "hi"
    assert rules.signed("hi", "Exit-Entry", route="sms.smpp", reach="abroad") == "Exit-Entry: hi"
    assert rules.signed("你好", "出入境", route="sms.smpp", reach="abroad") == "【出入境】你好"


def test_the_price_is_that_of_the_dearest_way(settings: Any, all_three: None) -> None:
    settings.SMS_PRICES = ["aliyun=4.5", "aliyun-abroad=50", "smpp=60"]
    assert isinstance(Sms(), Priced)
    assert Sms().price(copy()).why_not == "no-template"
    outside.worded("sms.aliyun", "mainland", "a" * 100)
    assert (Sms().price(copy()).parts, Sms().price(copy()).each) == (2, 4.5)
    outside.worded("sms.smpp", "abroad", "a" * 100, sign="")
    assert (Sms().price(copy()).parts, Sms().price(copy()).each) == (1, 60.0)


def test_the_doctor_sees_keys_in_the_clear_and_receipts_that_cannot_come(settings: Any) -> None:
    settings.ALIYUN_KEY, settings.ALIYUN_SECRET = "key", "secret"
    assert checks.ways_set_up(outside.AT).state == "warn"
    settings.SMS_RECEIPT_TOKEN = "x" * 24
    assert checks.ways_set_up(outside.AT).state == "ok"
    settings.ALIYUN_SMS_ENDPOINT = "http://dysmsapi.example"
    assert checks.ways_set_up(outside.AT).state == "fail"
    settings.ALIYUN_SMS_ENDPOINT = "http://127.0.0.1:9"
    assert checks.ways_set_up(outside.AT).state == "ok"


def test_the_doctor_counts_what_is_not_approved(all_three: None) -> None:
    commands.load_templates(by=outside.BY, at=outside.AT)
    found = checks.texts_approved(outside.AT)
    assert found.state == "fail"
    assert "315" in found.said
    Template.objects.update(state="approved", decided_at=outside.AT)
    assert checks.texts_approved(outside.AT).state == "ok"
    Template.objects.filter(language="ko").update(state="rejected")
    assert checks.texts_approved(outside.AT).state == "warn"
