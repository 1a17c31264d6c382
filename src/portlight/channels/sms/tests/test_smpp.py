"""SMPP as a route, against the simulated message centre."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portlight.channels.sms import inbox
from portlight.channels.sms.channel import Sms
from portlight.channels.sms.tests import outside
from portlight.delivery import spool
from portlight.delivery.port import Answer, Event, Receipt
from portlight.delivery.tests.contract import TestDesk, carry, copy, keeps_its_word

pytestmark = pytest.mark.django_db
FAMILY = "👨‍👩‍👧‍👦"


@pytest.fixture(autouse=True)
def _own_spool(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.SPOOL = tmp_path / "spool"


def receipts() -> list[Receipt | Event]:
    return [said for one in spool.waiting() for said in inbox.read(one.kept)]


def carry_and_listen(desk: TestDesk, seconds: float) -> None:
    """A carrying, and a while between two carryings."""

    async def run() -> None:
        channel = Sms()
        await channel.carry(desk)
        await asyncio.sleep(seconds)
        await channel.close()

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        asyncio.run(asyncio.wait_for(run(), 20))
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.mark.parametrize("sessions", [1, 3])
def test_it_keeps_the_contract(sessions: int, settings: Any, tmp_path: Path) -> None:
    people = ["+85290000001", "+85290000666", "+8613800000001", "+85290000777", "+85290000002", "nobody"]
    with outside.smsc(settings, tmp_path, "--refuse", "666=0x0B", "--refuse", "777=0x45") as centre:
        settings.SMPP_SESSIONS = sessions
        outside.approved()
        desk = keeps_its_word(Sms, people, expected=["accepted", "refused", "refused", "later", "accepted", "refused"])
    assert sorted(line[0] for line in centre.lines()) == ["85290000001", "85290000002"]
    assert desk.answers[1].reference == {line[0]: line[1] for line in centre.lines()}["85290000001"]
    assert desk.answers[2].dead
    assert desk.answers[2].code == "RINVDSTADR"
    assert desk.answers[3] == Answer("refused", "no-route")
    assert desk.answers[4].code == "RSUBMITFAIL"


def test_the_low_bits_of_the_delivery_go_along(settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path) as centre:
        outside.approved()
        carry(Sms(), TestDesk(Sms(), outside.digits(3, mainland=False)))
    assert sorted(line[2] for line in centre.lines()) == ["1", "2", "3"]


@pytest.mark.parametrize(
    "text",
    [
        "Read {token} now: {code}",
        "{token}",
        "字" * 30 + "{token}",
        "Уведомление {code}: {token} " + "й" * 60,
        "إشعار ⁦{code}⁩ {token} " + "نً" * 50,
        "€[]{code}~|^\\ " + "e" * 140 + " {token} " + "ä" * 160,
        FAMILY * 12 + "{token}" + "e\u0301" * 40,
        "a" * 130 + "{token}",
        "a" * 170 + "{token}" + "€" * 170,
    ],
)
@pytest.mark.parametrize("sign", ["Exit-Entry", "出入境管理局", ""])
def test_every_script_arrives_byte_for_byte_with_the_readers_own_link(
    text: str, sign: str, settings: Any, tmp_path: Path
) -> None:
    with outside.smsc(settings, tmp_path) as centre:
        outside.worded("sms.smpp", "abroad", text, sign=sign)
        people = outside.digits(3, mainland=False)
        answers = carry(Sms(), TestDesk(Sms(), people))
    assert {answer.outcome for answer in answers.values()} == {"accepted"}
    from portlight.delivery import tokens

    lead = "" if not sign else f"【{sign}】" if "出" in sign else f"{sign}: "
    for shown, number in zip(sorted(centre.shown(), key=lambda one: one["to"]), (1, 2, 3), strict=True):
        token = tokens.token(tokens.SEEN, number)
        assert shown["text"] == lead + text.replace("{code}", "K7F3-9QXM").replace("{token}", token)
    names = {line[0]: line[1] for line in centre.lines()}
    assert {answers[number].reference for number in (1, 2, 3)} == set(names.values()), "named by its last part"


def test_it_keeps_to_its_window(settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path, "--window", "10", "--latency", "20") as centre:
        outside.approved()
        answers = carry(Sms(), TestDesk(Sms(), outside.digits(100, mainland=False)))
    assert {answer.outcome for answer in answers.values()} == {"accepted"}
    assert len(centre.lines()) == 100


@pytest.mark.parametrize(("status", "name"), [("0x58", "RTHROTTLED"), ("0x14", "RMSGQFUL")])
def test_too_fast_is_not_sent_and_the_route_rests(status: str, name: str, settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path, "--status-every", "5", "--status", status) as centre:
        outside.worded("sms.smpp", "abroad", "{code} {token}")
        desk = TestDesk(Sms(), outside.digits(30, mainland=False))
        answers = carry(Sms(), desk)
    assert {answer.outcome for answer in answers.values()} == {"accepted"}
    assert desk.throttles == [(name, 1.0, "sms.smpp")]
    assert len(desk.waiting) == 30 - len(answers)
    assert len(centre.lines()) == len(answers)


def test_the_rest_doubles_until_something_is_taken(settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path, "--status-every", "1", "--status", "0x58"):
        outside.worded("sms.smpp", "abroad", "{code} {token}")
        channel = Sms()
        desks = [TestDesk(channel, ["+85290000001"]) for _ in range(3)]

        async def run() -> None:
            for desk in desks:
                await channel.carry(desk)
            await channel.close()

        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        try:
            asyncio.run(run())
        finally:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    assert [desk.throttles[0][1] for desk in desks] == [1.0, 2.0, 4.0]


def test_a_part_that_finds_the_centre_busy_follows_its_siblings(settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path, "--status-every", "2", "--status", "0x58") as centre:
        outside.worded("sms.smpp", "abroad", "a" * 200 + "{token}", sign="")
        answers = carry(Sms(), TestDesk(Sms(), ["+85290000001"]))
    assert answers[1].outcome == "accepted"
    assert len(centre.lines()) == 1


@pytest.mark.parametrize(("how", "kept"), [("--drop-before", 4), ("--drop-after", 5), ("--stall-after", 30)])
def test_a_lost_session_leaves_its_window_in_doubt(how: str, kept: int, settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path, how, "5") as centre:
        outside.worded("sms.smpp", "abroad", "{code} {token}")
        desk = TestDesk(Sms(), outside.digits(30, mainland=False))
        answers = carry(Sms(), desk)
    outcomes = [answers[number].outcome for number in answers]
    assert outcomes.count("uncertain") in range(1, 11), "at most one window"
    assert len(answers) + len(desk.waiting) == 30
    taken = {line[0] for line in centre.lines()}
    for parcel in desk.waiting:
        assert parcel.address[1:] not in taken
    assert len(taken) == len(centre.lines()) <= kept
    assert len(desk.troubles) == 1


def test_a_long_message_cut_off_in_the_middle_is_one_doubt(settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path, "--drop-after", "2"):
        outside.worded("sms.smpp", "abroad", "字" * 200 + "{token}")
        desk = TestDesk(Sms(), ["+85290000001"])
        answers = carry(Sms(), desk)
    assert answers[1].outcome == "uncertain"


def test_nobody_there_is_trouble_and_everything_still_waits(settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path):
        outside.approved()
    desk = keeps_its_word(Sms, ["+85290000001"] * 3, expected=["", "", ""])
    assert desk.troubles
    assert not desk.intended


@pytest.mark.parametrize(("name", "password", "code"), [("office", "wrong", "0x0E"), ("nobody", "secret", "0x0D")])
def test_a_wrong_password_is_trouble(name: str, password: str, code: str, settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path):
        outside.approved()
        settings.SMPP_SYSTEM_ID, settings.SMPP_PASSWORD = name, password
        desk = keeps_its_word(Sms, ["+85290000001"], expected=[""])
    assert code in desk.troubles[0]


@pytest.mark.parametrize("receipt", ["text", "tlv", "both", "csv"])
@pytest.mark.parametrize(
    ("ids", "receipt_ids", "setting"),
    [
        ("decimal", "same", "auto"),
        ("hex", "same", "auto"),
        ("hex", "decimal", "hex-answer"),
        ("decimal", "hex", "hex-receipt"),
        ("uuid", "same", "auto"),
    ],
)
def test_receipts_find_their_messages_however_they_are_spelt(
    receipt: str, ids: str, receipt_ids: str, setting: str, settings: Any, tmp_path: Path
) -> None:
    how = ["--receipt", receipt, "--ids", ids, "--receipt-ids", receipt_ids, "--fail", "2=055"]
    with outside.smsc(settings, tmp_path, *how):
        settings.SMPP_IDS = setting
        outside.worded("sms.smpp", "abroad", "字" * 100 + "{code}{token}")
        desk = TestDesk(Sms(), outside.digits(2, mainland=False))
        carry_and_listen(desk, 0.6)
    found = {one.reference: one for one in receipts() if isinstance(one, Receipt)}
    assert set(found) == {desk.answers[1].reference, desk.answers[2].reference}
    assert found[desk.answers[1].reference].outcome == "delivered"
    assert found[desk.answers[2].reference].outcome == "failed"


def test_receipts_that_come_early_twice_and_out_of_order_are_all_kept(settings: Any, tmp_path: Path) -> None:
    how = ["--receipts-early", "--receipts-twice", "--receipts-shuffled", "--latency", "50"]
    with outside.smsc(settings, tmp_path, *how):
        outside.worded("sms.smpp", "abroad", "{code} {token}")
        desk = TestDesk(Sms(), outside.digits(40, mainland=False))
        carry_and_listen(desk, 0.3)
    told = [one.reference for one in receipts() if isinstance(one, Receipt)]
    assert len(told) == 80
    assert set(told) == {answer.reference for answer in desk.answers.values()}


def test_what_cannot_be_kept_is_asked_for_again(settings: Any, tmp_path: Path) -> None:
    settings.SPOOL = Path("/proc/nowhere/spool")  # no folder can be made there
    assert inbox.keep("smpp", [b"x"]) is False


def test_a_silent_centre_is_asked_and_cut_when_it_does_not_answer(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portlight.channels.sms.smpp import session

    monkeypatch.setattr(session, "ENQUIRE_SECONDS", 0.2)
    with outside.smsc(settings, tmp_path, "--enquire", "0.2"):
        outside.worded("sms.smpp", "abroad", "{code} {token}")
        channel = Sms()
        desk, again = TestDesk(channel, ["+85290000001"]), TestDesk(channel, ["+85290000002"])
        sessions = []

        async def run() -> None:
            await channel.carry(desk)
            sessions.extend(channel.by_name["sms.smpp"].sessions)
            await asyncio.sleep(1.0)
            sessions.extend(channel.by_name["sms.smpp"].sessions)
            await channel.carry(again)
            await channel.close()

        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        try:
            asyncio.run(run())
        finally:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    assert len(set(sessions)) == 1, "kept over a second of silence by enquire_link"
    assert again.answers[1].outcome == "accepted"


def test_stale_messages_are_never_delivered_late(settings: Any, tmp_path: Path) -> None:
    from portlight.channels.sms.queries import Approved
    from portlight.channels.sms.smpp.layout import lay_out

    approved = Approved(route="sms.smpp", reach="abroad", provider_code="", sign="", text="{code}")
    shown = copy(not_after=datetime(2026, 2, 18, 7, 30, 5, tzinfo=UTC) + timedelta())
    text = lay_out(approved, shown, source="OFFICE", token=lambda delivery: b"x" * 24)
    assert b"\x00260218073005000+\x00" in text.parts[0].envelope.body(b"85290000001", b"x", 1)
