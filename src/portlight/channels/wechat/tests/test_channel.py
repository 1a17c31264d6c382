from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portlight.channels.wechat.channel import Wechat
from portlight.channels.wechat.models import Handed
from portlight.channels.wechat.tests.outside import NOTICE, account, ask, grant
from portlight.delivery.port import Asking, Listening
from portlight.delivery.tests.contract import TestDesk, carry, copy, keeps_its_word
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known
from portlight.toolkit import actor

ANNA = "oAnna_FpruAK8D-E6EfStSYonYSBZ8"


def openids(number: int) -> list[str]:
    return [f"oPerson{n:04d}_EfStSYonYSBZ8" for n in range(1, number + 1)]


@pytest.mark.parametrize("way", ["notice", "template"])
def test_it_keeps_the_contract(way: str, fresh_db: object, settings: Any, tmp_path: Path) -> None:
    grant(way=way)
    people = [ANNA, "oRefuses1", "oLeft0001", "oBusy0001", "oStrange1", "oWordy001", "bad address", "Ж", ANNA]
    answers = ("Refuses=43101", "Left=43004", "Busy=-1", "Strange=40003", "Wordy=45168")
    with account(settings, tmp_path, *(f"--answer={one}" for one in answers)) as outside:
        desk = keeps_its_word(
            Wechat, people,
            expected=["accepted", "refused", "refused", "later", "refused", "refused", "refused", "refused",
                      "accepted"],
        )  # fmt: skip
        assert [openid for _, openid, _, _ in outside.taken()] == [ANNA, ANNA]
    assert [number for number, answer in desk.answers.items() if answer.dead] in ([5, 7, 8], [7, 8, 5])
    assert {desk.answers[n].code for n in (2, 3, 4, 6)} == {"43101", "43004", "-1", "45168"}
    references = {desk.answers[n].reference for n in (1, 9)}
    assert len(references) == 2
    assert all(0 < len(one) <= 40 and one.isascii() for one in references)
    assert not any(ANNA in one for one in references)
    assert isinstance(Wechat(), Asking)
    assert isinstance(Wechat(), Listening)


TEXTS = ["六项措施继续有效", "Шесть мер остаются", "ستة تدابير سارية", "👩‍👩‍👧‍👦 ok 👍🏽", "Ünï + é + ก็",
         "여섯 가지 조치", "六つの措置「継続」", '" \\ and </xml> &amp;']  # fmt: skip


@pytest.mark.parametrize("way", ["notice", "template"])
def test_texts_arrive_byte_for_byte(way: str, fresh_db: object, settings: Any, tmp_path: Path) -> None:
    grant(way=way)
    with account(settings, tmp_path) as outside:
        for openid, text in zip(openids(len(TEXTS)), TEXTS, strict=True):
            keep = TestDesk(channel := Wechat(), [openid], copy(title=text))
            assert carry(channel, keep)[1].outcome == "accepted"
        bodies, taken = outside.bodies(), outside.taken()
    assert [body["data"]["thing1"]["value"] for body in bodies] == TEXTS
    for text, (_, _, _, digest) in zip(TEXTS, taken, strict=True):
        whole = f"K7F3-9QXM\n{text}\n2020-02-17 14:00"
        assert digest == hashlib.sha256(whole.encode()).hexdigest()[:16]


def test_a_long_title_is_cut_between_letters_and_taken(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    grant()
    with account(settings, tmp_path, f"--template={NOTICE}=thing1,character_string2,time3") as outside:
        for title in ("👨‍👩‍👧‍👦" * 9, "措施" * 40, "one\ntwo\tthree " * 9):
            keeps = TestDesk(channel := Wechat(), [ANNA], copy(title=title))
            assert carry(channel, keeps)[1].outcome == "accepted"
        shown = [body["data"]["thing1"]["value"] for body in outside.bodies()]
    assert shown == ["👨‍👩‍👧‍👦…", "措施" * 9 + "措…", "one two three one t…"]


def test_a_notice_leads_to_her_own_link_and_what_is_hers_alone_is_not_named(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    grant()
    grant(purpose="code", fields={"character_string1": "param:code", "thing2": "office"})
    with account(settings, tmp_path) as outside:
        for shown in (
            copy(title="Six measures", drill=True), copy(purpose="withdrawal"), copy(kind="tell", title="Your case 17"),
            copy(kind="tell", purpose="code", params={"code": "123456"}, title="Your code 123456"),
        ):  # fmt: skip
            carry(channel := Wechat(), TestDesk(channel, [ANNA], shown))
        first, withdrawn, told, code = outside.bodies()
    assert "/seen/" in first["page"]
    assert first["data"]["thing1"]["value"] == "EXERCISE: Six measu…"
    assert withdrawn["data"]["thing1"]["value"] == "Withdrawn: Six meas…"
    assert told["data"]["thing1"]["value"] == "The office has news"
    assert told["page"].endswith("/en/verify/")
    assert code["data"]["character_string1"]["value"] == "123456"
    assert "Your" not in str([told, code])


def test_without_a_template_nothing_is_said_and_the_next_channel_has_its_turn(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    grant(language="de")
    with account(settings, tmp_path) as outside:
        desk = keeps_its_word(Wechat, [ANNA], expected=["refused"])
        assert not outside.taken()
    assert (desk.answers[1].code, desk.answers[1].dead, desk.intended) == ("no-template", False, [])


def test_too_fast_rests_a_minute_and_the_days_quota_until_midnight(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    grant()
    with account(settings, tmp_path, "--minute-limit", "5", "--speed", "0") as outside:
        settings.WECHAT_IN_FLIGHT = 1
        desk = keeps_its_word(Wechat, openids(20), expected=["accepted"] * 5 + [""] * 15)
        assert len(outside.taken()) == 5
    assert desk.throttles == [("45011", 60.0, "")]
    assert Handed.objects.count() == 5
    (tmp_path / "day").mkdir()
    with account(settings, tmp_path / "day", "--day-limit", "3"):
        settings.WECHAT_IN_FLIGHT = 1
        desk = keeps_its_word(Wechat, openids(9), expected=["accepted"] * 3 + [""] * 6)
    ((code, seconds, _),) = desk.throttles
    assert code == "45009"
    assert 0 < seconds <= 86_400
    assert ((datetime.now(UTC) + timedelta(hours=8, seconds=seconds)).hour + 12) % 24 in {11, 12}


def test_a_token_that_has_become_worthless_is_replaced_once_and_nobody_hears_of_it(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    grant()
    with account(settings, tmp_path, "--token-lost", "7") as outside:
        keeps_its_word(Wechat, openids(30), expected=["accepted"] * 30)
        assert len(outside.taken()) == len({one[1] for one in outside.taken()}) == 30
        assert outside.state()["forced"] == 1
        assert outside.state()["calls"]["/cgi-bin/stable_token"] == 2


@pytest.mark.parametrize(
    ("how", "code"),
    [(("--not-listed",), "40164"), (("--answer", "Person=48001"), "48001"), (("--answer", "Person=50002"), "50002"),
     (("--appid", "wx-another"), "40013"), (("--secret", "another"), "40125")],
)  # fmt: skip
def test_what_concerns_the_whole_account_is_trouble_and_everything_waits(
    how: tuple[str, ...], code: str, fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    grant()
    with account(settings, tmp_path, *how) as outside:
        desk = keeps_its_word(Wechat, openids(9), expected=[""] * 9)
        assert not outside.taken()
    assert desk.troubles == [code]
    assert not desk.intended
    assert not Handed.objects.exists()


def test_nobody_there_is_trouble_and_nothing_was_intended(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    grant()
    with account(settings, tmp_path):
        pass
    desk = keeps_its_word(Wechat, openids(3), expected=["", "", ""])
    assert len(desk.troubles) == 1
    assert not desk.intended


@pytest.mark.parametrize(
    ("how", "recorded", "code"),
    [("--stall-after=2", 6, "no-answer"), ("--drop-after=2", 6, "connection-lost"),
     ("--drop-before=2", 5, "connection-lost")],
)  # fmt: skip
def test_what_was_not_answered_is_a_doubt_and_never_sent_again(
    how: str, recorded: int, code: str, fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    grant()
    with account(settings, tmp_path, how, seconds=1) as outside:
        settings.WECHAT_IN_FLIGHT = 1
        expected = ["accepted", "uncertain", *["accepted"] * 4]
        desk = keeps_its_word(Wechat, openids(6), expected=expected)
        assert len(outside.taken()) == recorded
    assert desk.answers[2].code == code


def test_a_repeat_of_a_template_message_is_one_message_and_a_doubt_is_repeatable_for_nine_minutes(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    grant(way="template")
    with account(settings, tmp_path, "--drop-after=1", seconds=1) as outside:
        desk = keeps_its_word(Wechat, [ANNA], expected=["uncertain"])
        now = datetime.now(UTC)
        assert ask(now)[1].outcome == "later"
        assert ask(now - timedelta(minutes=10)) == {}
        again = keeps_its_word(Wechat, [ANNA], expected=["accepted"])
        assert len(outside.taken()) == 1
    assert again.answers[1].reference.isdecimal()
    assert desk.answers[1].reference == ""


def test_who_has_not_agreed_is_asked_no_more_until_she_agrees(cast: Any, settings: Any, fresh_db: object) -> None:
    from portlight.channels.wechat import ledger

    at = datetime(2026, 2, 11, tzinfo=UTC)
    number = people.add_address(
        person=cast.anna.key, channel="wechat", value=ANNA, by=actor.machine("tests"), at=at, verified=True,
        consented=True,
    )  # fmt: skip
    assert [one.value for one in known.reachable("wechat")] == [ANNA]
    ledger.withdraw(number, at=at)
    assert known.reachable("wechat") == []
    ledger.withdraw(99_999, at=at)  # erased meanwhile


@pytest.mark.parametrize(
    ("code", "purpose", "withdrawn"), [(43101, "notice", 1), (43101, "code", 0), (43004, "code", 1)]
)
def test_a_no_to_notices_withdraws_and_a_no_to_another_template_does_not(
    code: int, purpose: str, withdrawn: int, fresh_db: object, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    from portlight.channels.wechat import ledger

    told: list[int] = []
    monkeypatch.setattr(ledger, "withdraw", lambda address, *, at: told.append(address))
    grant(purpose=purpose)
    with account(settings, tmp_path, f"--answer=Anna={code}"):
        channel = Wechat()
        carry(channel, TestDesk(channel, [ANNA], copy(purpose=purpose)))
    assert len(told) == withdrawn


def test_many_go_out_at_once_over_kept_connections(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    grant()
    with account(settings, tmp_path, "--slow", "50") as outside:
        settings.WECHAT_IN_FLIGHT = 40
        began = datetime.now(UTC)
        keeps_its_word(Wechat, openids(400), expected=["accepted"] * 400)
        seconds = (datetime.now(UTC) - began).total_seconds()
        assert len(outside.taken()) == 400
    assert seconds < 10, "one after another would take twenty"
