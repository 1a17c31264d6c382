"""Aliyun as a route, against the vendor's simulator."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portlight.channels.sms import verdicts
from portlight.channels.sms.aliyun.codes import about
from portlight.channels.sms.aliyun.receipts import reference
from portlight.channels.sms.channel import Sms
from portlight.channels.sms.tests import outside
from portlight.channels.sms.verdicts import About
from portlight.delivery.port import Answer, Question
from portlight.delivery.tests.contract import TestDesk, carry, copy, keeps_its_word

pytestmark = pytest.mark.django_db
TOMORROW = datetime.now(UTC) + timedelta(days=2)


def ask(*questions: Question) -> dict[int, Answer]:
    async def run() -> dict[int, Answer]:
        channel = Sms()
        try:
            return dict(await channel.ask(questions))
        finally:
            await channel.close()

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        return asyncio.run(run())
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def question(address: str, *, since: datetime, code: str = "K7F3-9QXM") -> Question:
    return Question(delivery=1, attempt=0, code=code, address=address, language="en", since=since)


def test_it_keeps_the_contract(settings: Any, tmp_path: Path) -> None:
    people = ["+8613800000001", "+8613800000666", "+8621555", "+85290000001", "+8613800000002", "13800000003"]
    settings.SMS_ABROAD = ["smpp"]
    with outside.aliyun(settings, tmp_path, "--refuse", "666=isv.MOBILE_NUMBER_ILLEGAL") as vendor:
        outside.approved()
        desk = keeps_its_word(
            Sms, people, expected=["accepted", "refused", "refused", "refused", "accepted", "refused"]
        )
    assert [line[0] for line in vendor.lines()] == ["13800000001", "13800000002"]
    assert desk.answers[2] == Answer("refused", "isv.MOBILE_NUMBER_ILLEGAL", "", True)
    assert desk.answers[3].dead
    assert desk.answers[4] == Answer("refused", "no-route", "", False)
    told = {line[0]: line[1] for line in vendor.lines()}
    assert desk.answers[1].reference == reference(told["13800000001"], "13800000001")
    assert "13800000001" not in desk.answers[1].reference


def test_everybody_gets_a_link_of_her_own_and_a_hundred_share_a_call(settings: Any, tmp_path: Path) -> None:
    text = "通知{code} http://localhost/s/{token} 核实 http://localhost/v/"
    vendor_text = "SMS_424242=" + text.replace("{", "${")
    with outside.aliyun(settings, tmp_path, "--template", vendor_text, "--sign", "出入境管理局") as vendor:
        outside.worded("sms.aliyun", "mainland", text, language="zh-Hans")
        desk = TestDesk(Sms(), outside.digits(250), copy(language="zh-Hans"))
        answers = carry(Sms(), desk)
    assert {answer.outcome for answer in answers.values()} == {"accepted"}
    assert len({answer.reference for answer in answers.values()}) == 250
    assert len({line[1] for line in vendor.lines()}) == 3
    assert all(line[2].startswith("K7F3-9QXM.") for line in vendor.lines())
    shown = [each["text"] for each in vendor.shown()]
    assert len(set(shown)) == 250
    assert all(one.startswith("【出入境管理局】通知K7F3-9QXM http://localhost/s/") for one in shown)


@pytest.mark.parametrize("sign", ["出入境管理局", "Управление", "إدارة الدخول", "e\u0301xit😀👨‍👩‍👧", 'A&B=C+D%"E'])
def test_every_script_arrives_byte_for_byte(sign: str, settings: Any, tmp_path: Path) -> None:
    for personal in ("通知{code} {token}", "通知{code}"):
        with outside.aliyun(settings, tmp_path, "--template", "SMS_424242=通知${code}", "--sign", sign) as vendor:
            outside.Template.objects.all().delete()
            outside.worded("sms.aliyun", "mainland", personal, sign=sign)
            desk = TestDesk(Sms(), ["+8613800000001"])
            assert carry(Sms(), desk)[1].outcome == "accepted"
        assert vendor.shown()[-1]["text"] == f"【{sign}】通知K7F3-9QXM"


def test_alike_texts_share_a_call_of_five_hundred(settings: Any, tmp_path: Path) -> None:
    with outside.aliyun(settings, tmp_path) as vendor:
        outside.worded("sms.aliyun", "mainland", "通知{code}")
        desk = TestDesk(Sms(), outside.digits(700))
        answers = carry(Sms(), desk)
    assert {answer.outcome for answer in answers.values()} == {"accepted"}
    assert len({line[1] for line in vendor.lines()}) == 2


def test_a_call_without_an_answer_is_never_made_again(settings: Any, tmp_path: Path) -> None:
    settings.SMS_IN_FLIGHT = 1
    with outside.aliyun(settings, tmp_path, "--stall-after", "2") as vendor:
        outside.approved()
        desk = TestDesk(Sms(), outside.digits(250))
        answers = carry(Sms(), desk)
    outcomes = [answers[number].outcome if number in answers else "" for number in range(1, 251)]
    assert outcomes == ["accepted"] * 100 + ["uncertain"] * 100 + [""] * 50
    assert answers[150].code == "no-answer"
    assert len(vendor.lines()) == 200
    assert desk.troubles == ["no-answer"]


@pytest.mark.parametrize(("how", "kept"), [("--drop-before", 0), ("--drop-after", 10)])
def test_a_cut_connection_is_a_doubt_whatever_they_took(how: str, kept: int, settings: Any, tmp_path: Path) -> None:
    with outside.aliyun(settings, tmp_path, how, "1") as vendor:
        outside.approved()
        desk = TestDesk(Sms(), outside.digits(10))
        answers = carry(Sms(), desk)
    assert {answer.outcome for answer in answers.values()} == {"uncertain"}
    assert len(vendor.lines() if vendor.record.exists() else []) == kept


def test_nobody_there_is_trouble_and_everything_still_waits(settings: Any, tmp_path: Path) -> None:
    with outside.aliyun(settings, tmp_path):
        outside.approved()
    desk = keeps_its_word(Sms, ["+8613800000001"] * 3, expected=["", "", ""])
    assert desk.troubles
    assert not desk.intended


def test_a_wrong_secret_is_refused_as_the_vendor_does(settings: Any, tmp_path: Path) -> None:
    with outside.aliyun(settings, tmp_path) as vendor:
        outside.approved()
        settings.ALIYUN_SECRET = "wrong"
        desk = keeps_its_word(Sms, ["+8613800000001"], expected=[""])
        assert desk.troubles == ["SignatureDoesNotMatch"]
    assert not vendor.lines()


def test_one_bad_number_among_a_hundred_is_found_and_the_others_go(settings: Any, tmp_path: Path) -> None:
    people = outside.digits(100)
    with outside.aliyun(settings, tmp_path, "--refuse", "00000037=isv.MOBILE_NUMBER_ILLEGAL") as vendor:
        outside.approved()
        desk = TestDesk(Sms(), people)
        answers = carry(Sms(), desk)
    assert [number for number, answer in answers.items() if answer.outcome != "accepted"] == [37]
    assert answers[37].dead
    assert len(vendor.lines()) == len({line[0] for line in vendor.lines()}) == 99


CODES = {
    "isv.MOBILE_NUMBER_ILLEGAL": ("refused", True),
    "isv.BLACK_LIST_CONTROL": ("refused", False),
    "isv.COUNTRY_RESTRICTED": ("refused", False),
    "isv.INVALID_JSON_PARAM": ("refused", False),
    "isv.PARAM_LENGTH_LIMIT": ("refused", False),
    "isv.PARAM_NOT_SUPPORT_URL": ("refused", False),
    "isv.BLACK_KEY_CONTROL_LIMIT": ("refused", False),
    "isv.MOBILE_COUNT_OVER_LIMIT": ("refused", False),
    "isv.BUSINESS_LIMIT_CONTROL": ("later", False),
    "isv.SMS_TEMPLATE_ILLEGAL": ("later", False),
    "isv.SMS_SIGNATURE_ILLEGAL": ("later", False),
    "isv.TEMPLATE_MISSING_PARAMETERS": ("later", False),
    "isp.SYSTEM_ERROR": ("later", False),
    "isv.SOMETHING_NEW": ("later", False),
    "InternalError": ("uncertain", False),
    "isv.OUT_OF_SERVICE": ("", False),
    "isv.AMOUNT_NOT_ENOUGH": ("", False),
    "isv.ACCOUNT_ABNORMAL": ("", False),
    "isv.PRODUCT_UN_SUBSCRIPT": ("", False),
    "isp.RAM_PERMISSION_DENY": ("", False),
    "isv.DAY_LIMIT_CONTROL": ("", False),
    "Throttling.User": ("", False),
    "InvalidAccessKeyId.NotFound": ("", False),
}


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[outside.Outside]:
    """One vendor for all codes: the ending of the number says which."""
    how = [f"--refuse={number:03d}={code}" for number, code in enumerate(CODES)]
    with outside.run("aliyun_sms", tmp_path_factory.mktemp("codes"), *how) as vendor:
        yield vendor


@pytest.mark.parametrize("number", range(len(CODES)))
def test_every_code_means_what_its_page_says(number: int, refusing: outside.Outside, settings: Any) -> None:
    code, (outcome, dead) = list(CODES.items())[number]
    settings.ALIYUN_KEY, settings.ALIYUN_SECRET = "simulated-key", "simulated-secret"
    settings.ALIYUN_SMS_ENDPOINT = f"http://127.0.0.1:{refusing.port}"
    outside.worded("sms.aliyun", "mainland", "{code} {token}")
    desk = TestDesk(Sms(), [f"+8613800000{number:03d}"], copy(not_after=TOMORROW))
    answer = carry(Sms(), desk).get(1)
    assert (answer.outcome if answer else "") == outcome
    assert (answer.dead if answer else False) == dead
    if code in {"isv.DAY_LIMIT_CONTROL", "Throttling.User"}:
        ((told, seconds, route),) = desk.throttles
        assert (told, route) == (code, "sms.aliyun")
        assert seconds == 1.0 if code == "Throttling.User" else 0 < seconds <= 86_700
    elif outcome == "":
        assert desk.troubles == [code]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("触发分钟级流控Permits:1", About.MINUTE),
        ("触发小时级流控Permits:5", About.HOUR),
        ("触发天级流控Permits:10", About.DAY),
        ("", About.DAY),
    ],
)
def test_the_span_of_the_guard_stands_in_its_message(message: str, expected: About) -> None:
    assert about("isv.BUSINESS_LIMIT_CONTROL", message) is expected


@pytest.mark.parametrize(
    ("severity", "not_after", "outcome"),
    [
        ("ordinary", TOMORROW, "later"),
        ("urgent", TOMORROW, "refused"),
        ("ordinary", TOMORROW - timedelta(days=2), "refused"),
    ],
)
def test_a_number_that_had_its_share_waits_for_tomorrow_only_when_that_is_in_time(
    severity: str, not_after: datetime, outcome: str, settings: Any, tmp_path: Path
) -> None:
    with outside.aliyun(settings, tmp_path, "--quota", "1"):
        outside.approved()
        shown = copy(severity=severity, not_after=not_after)
        desk = TestDesk(Sms(), ["+8613800000001"], shown)
        assert carry(Sms(), desk)[1].outcome == "accepted"
        desk = TestDesk(Sms(), ["+8613800000001"], shown)
        answer = carry(Sms(), desk)[1]
    assert (answer.outcome, answer.code) == (outcome, "isv.BUSINESS_LIMIT_CONTROL")
    assert answer.wait > 0 if outcome == "later" else answer.wait == 0


def test_tomorrow_begins_in_china() -> None:
    assert verdicts.until_next_day(datetime(2026, 2, 17, 15, 59, tzinfo=UTC)) == 6 * 60
    assert verdicts.until_next_day(datetime(2026, 2, 17, 16, 0, tzinfo=UTC)) == 24 * 3600 + 300


def test_a_doubt_is_resolved_by_asking(settings: Any, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    settings.SMS_ABROAD = []
    with outside.aliyun(settings, tmp_path, "--drop-after", "1", "--fail", "2=MK:0001"):
        outside.approved()
        carry(Sms(), TestDesk(Sms(), ["+8613800000001", "+8613800000002"]))
        assert ask(question("+8613800000001", since=now))[1].outcome == "accepted"
        refused = ask(question("+8613800000002", since=now))[1]
        assert (refused.outcome, refused.code) == ("refused", "MK:0001")
        assert ask(question("+8613800000003", since=now)) == {}
        later = ask(question("+8613800000003", since=now - timedelta(minutes=20)))[1]
        assert later.outcome == "later"
        assert ask(question("+8613800000001", since=now - timedelta(minutes=20), code="OTHER"))[1].outcome == "later"
    assert ask(question("+8613800000001", since=now - timedelta(minutes=20))) == {}, "nobody there knows nothing"


def test_nothing_is_said_of_what_no_shared_pace_allows(settings: Any, tmp_path: Path) -> None:
    with outside.aliyun(settings, tmp_path) as vendor:
        outside.approved()
        desk = TestDesk(Sms(), outside.digits(150))
        desk.tokens = 120

        def soon() -> None:
            desk.tokens = 1000

        channel = Sms()

        async def run() -> None:
            asyncio.get_running_loop().call_later(0.4, soon)
            await channel.carry(desk)
            await channel.close()

        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        try:
            asyncio.run(asyncio.wait_for(run(), 20))
        finally:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    assert len(desk.answers) == 150
    assert len(vendor.lines()) == 150
