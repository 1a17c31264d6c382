"""Which provider a number goes by, and who takes over when one will not."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from portlight.channels.sms import rules, ways
from portlight.channels.sms.channel import Sms
from portlight.channels.sms.tests import outside
from portlight.delivery import port
from portlight.delivery.port import Asking, Listening, PersonalChannel, Priced
from portlight.delivery.tests.contract import TestDesk, carry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "reach"),
    [
        ("+8613800000001", "mainland"),
        ("+8619900000001", "mainland"),
        ("+862150900160", None),
        ("+8612345678901", None),
        ("+86138000000011", None),
        ("+85290000001", "abroad"),
        ("+85366000001", "abroad"),
        ("+886912345678", "abroad"),
        ("+4915123456789", "abroad"),
        ("+1", None),
        ("13800000001", None),
        ("", None),
        ("+٨٦١٣٨٠٠٠٠٠٠٠١", None),
        ("+86138٠٠٠٠٠٠٠١", None),
        ("+8529٠٠٠٠٠٠٠١", None),
    ],
)
def test_where_a_number_belongs(address: str, reach: str | None) -> None:
    assert rules.reach_of(address) == reach


@pytest.mark.parametrize("number", ["13811110000", "8613811110000", "+8613811110000", "008613811110000"])
def test_a_number_is_one_however_a_provider_spells_it(number: str) -> None:
    assert rules.e164(rules.digits(number)) == "+8613811110000"


def test_a_number_from_abroad_keeps_its_country() -> None:
    assert rules.e164(rules.digits("85290000001")) == "+85290000001"


def test_the_order_is_the_offices_and_only_of_what_is_there(settings: Any) -> None:
    assert ways.configured() == ()
    settings.TENCENT_KEY, settings.TENCENT_SECRET, settings.TENCENT_SMS_APP = "k", "s", "1"
    settings.SMPP_HOST = "smsc.example"
    assert ways.order("mainland") == ("sms.tencent",)
    assert ways.order("abroad") == ("sms.smpp", "sms.tencent")
    settings.ALIYUN_KEY, settings.ALIYUN_SECRET = "k", "s"
    settings.SMS_MAINLAND = ["tencent", "aliyun", "tencent", "fax"]
    assert ways.order("mainland") == ("sms.tencent", "sms.aliyun")


def test_it_does_all_a_channel_can_do() -> None:
    channel = Sms()
    for role in (PersonalChannel, Asking, Listening, Priced):
        assert isinstance(channel, role)
    assert channel.kind == "sms"
    assert channel.intrusive
    assert channel.receipts
    assert not channel.idempotent


def test_without_any_provider_there_is_no_channel() -> None:
    assert "sms" not in port.personal()


def test_mainland_and_abroad_go_by_their_own_providers_in_one_carrying(settings: Any, tmp_path: Path) -> None:
    with outside.aliyun(settings, tmp_path) as china, outside.smsc(settings, tmp_path) as world:
        outside.approved()
        people = [*outside.digits(120), *outside.digits(120, mainland=False)]
        people = [number for pair in zip(people[:120], people[120:], strict=True) for number in pair]
        answers = carry(Sms(), TestDesk(Sms(), people))
    assert {answer.outcome for answer in answers.values()} == {"accepted"}
    assert len(china.lines()) == len(world.lines()) == 120


@pytest.mark.parametrize("how", [("--balance", "0"), ("--qps", "1"), ("--error-every", "1", "--error-code", "isv.X")])
def test_a_provider_that_will_not_have_us_is_followed_by_the_next(
    how: tuple[str, ...], settings: Any, tmp_path: Path
) -> None:
    with outside.aliyun(settings, tmp_path, *how) as first, outside.tencent(settings, tmp_path) as second:
        outside.approved()
        desk = TestDesk(Sms(), outside.digits(250))
        answers = carry(Sms(), desk)
    outcomes = [answers[number].outcome for number in range(1, 251)]
    if "isv.X" in how:
        assert set(outcomes) == {"later"}, "nobody knows what this code is about: nothing is lost, nothing is doubled"
    else:
        assert set(outcomes) == {"accepted"}
        assert not desk.waiting
        assert len(first.lines()) + len(second.lines()) == 250
        assert len(desk.troubles) + len(desk.throttles) == 1


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", "accepted"),
        ("isv.SMS_TEMPLATE_ILLEGAL", "accepted"),
        ("isv.MOBILE_NUMBER_ILLEGAL", "refused"),
    ],
)
def test_what_one_provider_refuses_the_next_is_asked_about_unless_the_number_is_none(
    code: str, outcome: str, settings: Any, tmp_path: Path
) -> None:
    with outside.aliyun(settings, tmp_path, "--refuse", f"01={code}"), outside.tencent(settings, tmp_path) as second:
        outside.approved()
        answers = carry(Sms(), TestDesk(Sms(), ["+8613800000001"]))
    assert answers[1].outcome == outcome
    assert len(second.lines() if second.record.exists() else []) == (outcome == "accepted")


def test_when_the_last_provider_refuses_too_its_word_stands(settings: Any, tmp_path: Path) -> None:
    blocked = "FailedOperation.PhoneNumberInBlacklist"
    with (
        outside.aliyun(settings, tmp_path, "--refuse", "01=isv.BLACK_LIST_CONTROL"),
        outside.tencent(settings, tmp_path, "--refuse", f"01={blocked}"),
    ):
        outside.approved()
        answers = carry(Sms(), TestDesk(Sms(), ["+8613800000001"]))
    assert (answers[1].outcome, answers[1].dead) == ("refused", False)


def test_a_route_an_operator_has_paused_is_left_alone(settings: Any, tmp_path: Path) -> None:
    with outside.aliyun(settings, tmp_path) as first, outside.tencent(settings, tmp_path) as second:
        outside.approved()
        desk = TestDesk(Sms(), outside.digits(10))
        desk.paused = {"sms.aliyun"}
        carry(Sms(), desk)
        assert len(second.lines()) == 10
        assert not first.lines()
        desk = TestDesk(Sms(), outside.digits(10))
        desk.paused = {"sms.aliyun", "sms.tencent"}
        assert not carry(Sms(), desk)
        assert len(desk.waiting) == 10


def test_one_provider_down_does_not_hold_up_the_others_numbers(settings: Any, tmp_path: Path) -> None:
    with outside.aliyun(settings, tmp_path) as china:
        settings.SMPP_HOST, settings.SMPP_PORT, settings.SMPP_TLS, settings.SMPP_SESSIONS = "127.0.0.1", 9, "off", 1
        settings.SMS_ABROAD = ["smpp"]
        outside.approved()
        people = [*outside.digits(20, mainland=False), *outside.digits(20)]
        desk = TestDesk(Sms(), people)
        answers = carry(Sms(), desk)
    assert len(china.lines()) == 20
    assert {answers[number].outcome for number in range(21, 41)} == {"accepted"}
    assert {answers[number].code for number in range(1, 21)} == {"no-route"}
    assert {answers[number].outcome for number in range(1, 21)} == {"later"}


def test_a_thousand_numbers_for_a_slow_provider_do_not_pile_up_here(settings: Any, tmp_path: Path) -> None:
    """What one provider is slow to take waits at the desk, where its lease and its priority are, not with us."""
    with outside.aliyun(settings, tmp_path) as china, outside.smsc(settings, tmp_path, "--latency", "30") as world:
        settings.SMPP_WINDOW = 5
        outside.approved()
        people = [*outside.digits(400, mainland=False), *outside.digits(400)]
        answers = carry(Sms(), TestDesk(Sms(), people))
    assert {answer.outcome for answer in answers.values()} == {"accepted"}
    assert len(china.lines()) == len(world.lines()) == 400


def test_a_carrying_leaves_nothing_running(settings: Any, tmp_path: Path) -> None:
    """Receipts and farewells that come between two carryings never ask the desk for a parcel."""
    with outside.smsc(settings, tmp_path):
        outside.approved()
        settings.DATA = tmp_path
        settings.SPOOL = tmp_path / "spool"
        channel = Sms()
        desk = TestDesk(channel, ["+85290000001"])
        late = TestDesk(channel, ["+85290000002"])

        async def run() -> None:
            await channel.carry(desk)
            desk.waiting = late.waiting
            await asyncio.sleep(0.5)
            assert len(desk.waiting) == 1
            await channel.close()

        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        try:
            asyncio.run(run())
        finally:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
