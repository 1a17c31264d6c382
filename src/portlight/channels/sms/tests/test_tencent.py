"""Tencent Cloud as a route, against the vendor's simulator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portlight.channels.sms.calling import Unanswered
from portlight.channels.sms.channel import Sms
from portlight.channels.sms.tencent.route import outcomes, refusal
from portlight.channels.sms.tests import outside
from portlight.channels.sms.tests.test_aliyun import ask, question
from portlight.channels.sms.verdicts import About
from portlight.delivery.tests.contract import TestDesk, carry, copy, keeps_its_word

pytestmark = pytest.mark.django_db
TOMORROW = datetime.now(UTC) + timedelta(days=2)


def test_it_keeps_the_contract(settings: Any, tmp_path: Path) -> None:
    people = ["+8613800000001", "+8613800000666", "+85290000001", "+8613800000777", "+8613800000002", "nobody"]
    how = ["--refuse", "666=InvalidParameterValue.IncorrectPhoneNumber", "--refuse"]
    how += ["777=FailedOperation.PhoneNumberInBlacklist"]
    with outside.tencent(settings, tmp_path, *how) as vendor:
        outside.approved()
        desk = keeps_its_word(
            Sms, people, expected=["accepted", "refused", "accepted", "refused", "accepted", "refused"]
        )
    assert sorted(line[0] for line in vendor.lines()) == ["+85290000001", "+8613800000001", "+8613800000002"]
    serials = {line[0]: line[1] for line in vendor.lines()}
    assert desk.answers[1].reference == serials["+8613800000001"]
    assert desk.answers[2].dead
    assert not desk.answers[4].dead
    assert {line[2] for line in vendor.lines()} == {"K7F3-9QXM"}


def test_two_hundred_share_a_call_and_mainland_and_abroad_never_do(settings: Any, tmp_path: Path) -> None:
    people = outside.digits(350) + outside.digits(30, mainland=False)
    with outside.tencent(settings, tmp_path) as vendor:
        outside.approved()
        answers = carry(Sms(), TestDesk(Sms(), people))
    assert {answer.outcome for answer in answers.values()} == {"accepted"}
    assert len({answer.reference for answer in answers.values()}) == 380
    assert len(vendor.lines()) == 380
    assert all(len(answer.reference) <= 40 for answer in answers.values())


@pytest.mark.parametrize("sign", ["出入境管理局", "Управление", "إدارة الدخول", "e\u0301xit😀👨‍👩‍👧", 'A&B=C+D%"E\\'])
def test_every_script_arrives_byte_for_byte(sign: str, settings: Any, tmp_path: Path) -> None:
    with outside.tencent(settings, tmp_path, "--template", "424242=通知{1}，مرحبا", "--sign", sign) as vendor:
        outside.worded("sms.tencent", "mainland", "通知{code}，مرحبا", sign=sign)
        assert carry(Sms(), TestDesk(Sms(), ["+8613800000001"]))[1].outcome == "accepted"
    assert vendor.shown() == [{"to": "+8613800000001", "text": f"【{sign}】通知K7F3-9QXM，مرحبا"}]


def test_a_template_with_a_link_of_ones_own_goes_one_by_one(settings: Any, tmp_path: Path) -> None:
    with outside.tencent(settings, tmp_path, "--template", "424242={2} {1}") as vendor:
        outside.worded("sms.tencent", "mainland", "{token} {code}")
        answers = carry(Sms(), TestDesk(Sms(), outside.digits(5)))
    assert {answer.outcome for answer in answers.values()} == {"accepted"}
    assert len({each["text"] for each in vendor.shown()}) == 5
    assert all(each["text"].startswith("【出入境管理局】K7F3-9QXM ") for each in vendor.shown())


def test_a_template_without_any_slot_is_sent_too(settings: Any, tmp_path: Path) -> None:
    """What accounts made since 2024 are left with in mainland notices."""
    with outside.tencent(settings, tmp_path, "--template", "424242=请看本局网站", "--longest", "6") as vendor:
        outside.worded("sms.tencent", "mainland", "请看本局网站")
        assert carry(Sms(), TestDesk(Sms(), outside.digits(2)))[2].outcome == "accepted"
    assert vendor.shown()[0]["text"] == "【出入境管理局】请看本局网站"


CODES = {
    "InvalidParameterValue.IncorrectPhoneNumber": ("refused", True),
    "FailedOperation.PhoneNumberInBlacklist": ("refused", False),
    "UnsupportedOperation.UnsupportedRegion": ("refused", False),
    "InvalidParameterValue.TemplateParameterLengthLimit": ("refused", False),
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": ("refused", False),
    "FailedOperation.ContainSensitiveWord": ("refused", False),
    "LimitExceeded.PhoneNumberThirtySecondLimit": ("later", False),
    "LimitExceeded.PhoneNumberOneHourLimit": ("later", False),
    "LimitExceeded.PhoneNumberDailyLimit": ("later", False),
    "LimitExceeded.PhoneNumberSameContentDailyLimit": ("later", False),
    "FailedOperation.SignatureIncorrectOrUnapproved": ("later", False),
    "FailedOperation.TemplateUnapprovedOrNotExist": ("later", False),
    "InvalidParameterValue.UnsupportedTemplateVariable": ("later", False),
    "InternalError.OtherError": ("later", False),
    "FailedOperation.SomethingNew": ("later", False),
    "InternalError.Timeout": ("uncertain", False),
    "InternalError.SendAndRecvFail": ("uncertain", False),
    "InternalError.ParseBackendResponseFail": ("uncertain", False),
    "FailedOperation.InsufficientBalanceInSmsPackage": ("", False),
    "UnauthorizedOperation.ServiceSuspendDueToArrears": ("", False),
    "UnauthorizedOperation.SdkAppIdIsDisabled": ("", False),
    "AuthFailure.SignatureFailure": ("", False),
    "LimitExceeded.AppDailyLimit": ("", False),
    "LimitExceeded.AppMainlandChinaDailyLimit": ("", False),
    "RequestLimitExceeded": ("", False),
}


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[outside.Outside]:
    """One vendor for all codes: the ending of the number says which."""
    how = [f"--refuse={number:03d}={code}" for number, code in enumerate(CODES)]
    with outside.run("tencent_sms", tmp_path_factory.mktemp("codes"), *how) as vendor:
        yield vendor


@pytest.mark.parametrize("number", range(len(CODES)))
def test_every_code_means_what_its_page_says(number: int, refusing: outside.Outside, settings: Any) -> None:
    code, (outcome, dead) = list(CODES.items())[number]
    settings.TENCENT_KEY, settings.TENCENT_SECRET = "simulated-key", "simulated-secret"
    settings.TENCENT_SMS_APP = "1400006666"
    settings.TENCENT_SMS_ENDPOINT = f"http://127.0.0.1:{refusing.port}"
    outside.worded("sms.tencent", "mainland", "{code}")
    desk = TestDesk(Sms(), [f"+8613800000{number:03d}"], copy(not_after=TOMORROW))
    answer = carry(Sms(), desk).get(1)
    assert (answer.outcome if answer else "") == outcome
    assert (answer.dead if answer else False) == dead
    if outcome == "":
        told = [told for told, _, _ in desk.throttles] or desk.troubles
        assert told == [code]
        assert bool(desk.throttles) == (about_quota(code))


def about_quota(code: str) -> bool:
    return "Limit" in code


@pytest.mark.parametrize("code", ["AuthFailure.SignatureFailure", "RequestLimitExceeded", "InternalError.OtherError"])
def test_a_refusal_of_the_whole_call_means_the_same(code: str, settings: Any, tmp_path: Path) -> None:
    with outside.tencent(settings, tmp_path, "--error-every", "1", "--error-code", code):
        outside.approved()
        desk = TestDesk(Sms(), outside.digits(3))
        answers = carry(Sms(), desk)
    assert {answer.outcome for answer in answers.values()} == ({"later"} if code.startswith("Internal") else set())
    assert len(desk.waiting) == (0 if answers else 3)


def test_a_wrong_secret_is_refused_as_the_vendor_does(settings: Any, tmp_path: Path) -> None:
    with outside.tencent(settings, tmp_path):
        outside.approved()
        settings.TENCENT_SECRET = "wrong"
        desk = keeps_its_word(Sms, ["+8613800000001"], expected=[""])
        assert desk.troubles == ["AuthFailure.SignatureFailure"]


@pytest.mark.parametrize(("how", "kept"), [("--drop-before", 0), ("--drop-after", 10), ("--stall-after", 10)])
def test_no_answer_is_a_doubt_and_never_a_repeat(how: str, kept: int, settings: Any, tmp_path: Path) -> None:
    with outside.tencent(settings, tmp_path, how, "1") as vendor:
        outside.approved()
        answers = carry(Sms(), TestDesk(Sms(), outside.digits(10)))
    assert {answer.outcome for answer in answers.values()} == {"uncertain"}
    assert len(vendor.lines() if vendor.record.exists() else []) == kept


def test_a_report_resolves_a_doubt_and_no_report_proves_nothing(settings: Any, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with outside.tencent(settings, tmp_path, "--drop-after", "1", "--fail", "2=UNDELIV"):
        outside.approved()
        carry(Sms(), TestDesk(Sms(), ["+8613800000001", "+8613800000002"]))
        accepted = ask(question("+8613800000001", since=now))[1]
        assert accepted.outcome == "accepted"
        assert accepted.reference.startswith("2:")
        assert ask(question("+8613800000002", since=now))[1].outcome == "refused"
        assert ask(question("+8613800000003", since=now - timedelta(hours=1))) == {}
        assert ask(question("+8613800000001", since=now, code="OTHER")) == {}


def test_a_number_they_do_not_mention_is_a_doubt() -> None:
    statuses = [{"PhoneNumber": "+8613800000001", "Code": "Ok", "SerialNo": "2:1"}, "odd"]
    first, second = outcomes(statuses, ["+8613800000001", "+8613800000002"])
    assert (first.reference, first.about) == ("2:1", None)
    assert second.about is About.DOUBT


@pytest.mark.parametrize("odd", [None, {}, "text", 7])
def test_an_answer_that_cannot_be_understood_is_no_answer(odd: object) -> None:
    with pytest.raises(Unanswered):
        outcomes(odd, ["+8613800000001"])
    with pytest.raises(Unanswered):
        refusal(odd)
