"""From a released notice to a confirmed reader, through the engine: leases, answers, spool, inbox, receipts, events."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portlight.channels.wechat.channel import Wechat
from portlight.channels.wechat.tests.outside import account, door, grant
from portlight.delivery import inbox, queries, spool, sql, tokens
from portlight.delivery.tests import make
from portlight.kernel.people import queries as people


@pytest.fixture(autouse=True)
def _only_wechat(fresh_db: object, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(spool.folder(), ignore_errors=True)
    make.pigeons(monkeypatch, Wechat())


def tell(*bodies: bytes) -> None:
    for body in bodies:
        if body:
            spool.put("wechat", body, at=make.AT)
    while inbox.take_in(make.AT) + inbox.read_new(make.AT):
        pass


def enrol(number: int) -> list[int]:
    return make.people(*(make.person("en", wechat=f"oReader_{n:04d}") for n in range(number)))


def sums(code: str) -> dict[str, int]:
    names = ("accepted", "refused", "uncertain", "delivered", "failed")
    columns = ", ".join(f"sum(t.{name})" for name in names)
    given = f"SELECT {columns} FROM delivery_tally t JOIN delivery_message m ON m.id = t.message_id WHERE m.code = %s"
    (row,) = sql.select(given, [code])
    return {name: int(count) for name, count in zip(names, row, strict=True) if count}


@pytest.mark.parametrize("way", ["notice", "template"])
def test_a_notice_arrives_and_its_receipts_confirm_it(way: str, settings: Any, tmp_path: Path) -> None:
    grant(way=way)
    enrol(30)
    with (
        door() as ours,
        account(settings, tmp_path, "--callback", ours.address, "--fail", "0007=user block") as outside,
    ):
        code = make.announce(channels=("wechat",))
        make.run(tmp_path / "journals")
        assert len({openid for _, openid, _, _ in outside.taken()}) == len(outside.taken()) == 30
        assert sums(code) == {"accepted": 30}
        kept = ours.kept(30)
    tell(*kept, *kept)
    assert sums(code) == {"accepted": 30, "delivered": 29, "failed": 1}


def test_an_answer_that_was_lost_is_a_doubt_until_the_event_ends_it(settings: Any, tmp_path: Path) -> None:
    grant()
    enrol(5)
    with (
        door() as ours,
        account(settings, tmp_path, "--callback", ours.address, "--drop-after=2", seconds=1) as outside,
    ):
        settings.WECHAT_IN_FLIGHT = 1
        code = make.announce(channels=("wechat",))
        make.run(tmp_path / "journals")
        assert sums(code) == {"accepted": 4, "uncertain": 1}
        assert len(list(queries.doubts(code=code).rows)) == 1
        kept = ours.kept(5)
        assert len(outside.taken()) == 5
    tell(*kept)
    assert sums(code) == {"accepted": 5, "delivered": 5}


def test_who_has_not_agreed_is_not_asked_again_and_is_reached_after_she_agrees(settings: Any, tmp_path: Path) -> None:
    grant()
    enrol(1)
    with door() as ours, account(settings, tmp_path, "--callback", ours.address) as outside:
        assert outside.act("oReader_0000", "change") == 200
        first = make.announce(channels=("wechat",))
        make.run(tmp_path / "journals")
        assert sums(first) == {"refused": 1}
        assert people.reachable("wechat") == []
        outside.act("oReader_0000", "accept")
        tell(ours.kept(2)[1])
        assert len(people.reachable("wechat")) == 1
        second = make.announce(channels=("wechat",), about="N-2026-002")
        make.run(tmp_path / "journals")
        assert sums(second) == {"accepted": 1}


def test_following_by_the_persons_own_code_binds_and_leaving_ends_it(settings: Any, tmp_path: Path) -> None:
    grant()
    (number,) = make.people(make.person("en", email="anna@mail.example"))
    with door() as ours, account(settings, tmp_path, "--callback", ours.address) as outside:
        outside.act("oAnna_0001", "follow", scene=tokens.token(tokens.BIND, number))
        tell(ours.kept(1)[0])
        assert [one.value for one in people.reachable("wechat")] == ["oAnna_0001"]
        outside.act("oAnna_0001", "follow", scene="made up")
        outside.act("oAnna_0001", "leave")
        tell(*ours.kept(3)[1:])
        assert people.reachable("wechat") == []


def test_too_fast_loses_nobody_and_counts_no_attempt(settings: Any, tmp_path: Path) -> None:
    grant()
    enrol(12)
    with account(settings, tmp_path, "--minute-limit", "7", "--speed", "0"):
        code = make.announce(channels=("wechat",))
        make.run(tmp_path / "journals")
        assert sums(code) == {"accepted": 7}
    (tmp_path / "later").mkdir()
    with account(settings, tmp_path / "later") as outside:
        make.run(tmp_path / "journals", at=make.AT + timedelta(minutes=2))
        assert len(outside.taken()) == 5
    assert sums(code) == {"accepted": 12}
