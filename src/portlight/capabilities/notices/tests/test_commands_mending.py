"""Correcting and withdrawing: who holds the old version is told first, and only they."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from portlight.capabilities.notices import commands, queries, words
from portlight.capabilities.notices.tests import make
from portlight.delivery import queries as ledger
from portlight.delivery.tests import make as engine
from portlight.toolkit.refusals import Refused
from tests.cast import AT, Cast
from tests.together import at_once


class Mailbox(engine.Pigeon):
    def __init__(self) -> None:
        super().__init__("email")


@pytest.fixture
def mail(fresh_db: object, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    box = Mailbox()
    engine.pigeons(monkeypatch, box)
    return box


def _corrected(cast: Cast, number: str) -> str:
    new = commands.correct(number=number, by=cast.bao.actor, at=AT)
    seen = queries.editor(new, "zh-Hans").revision
    commands.revise(
        number=new, language="zh-Hans", title=make.TITLE, body=make.BODY.replace("17", "18"), revision=seen,
        by=cast.bao.actor, at=AT,
    )  # fmt: skip
    make.translated(cast, new, "en", (make.ENGLISH[0], make.ENGLISH[1].replace("17", "18")))
    make.signed(cast, new, "zh-Hans", "en")
    return new


def test_a_correction_begins_with_all_texts_and_every_signature_anew(cast: Cast) -> None:
    number = make.ready(cast)
    with pytest.raises(Refused, match="not-out"):
        commands.correct(number=number, by=cast.bao.actor, at=AT)
    commands.release(number=number, by=cast.chen.actor, at=AT)
    new = commands.correct(number=number, by=cast.bao.actor, at=AT)
    assert new == f"{number}-2"
    card = queries.editor(new, "en")
    assert (card.title, card.step) == (make.ENGLISH[0], "draft")
    with pytest.raises(Refused, match="nothing-signed"):
        commands.release(number=new, by=cast.chen.actor, at=AT)
    with pytest.raises(Refused, match="corrected-already"):
        commands.correct(number=number, by=cast.bao.actor, at=AT)


def test_of_two_who_begin_a_correction_one_is_told(fresh_db: object, cast: Cast) -> None:
    number = make.ready(cast)
    commands.release(number=number, by=cast.chen.actor, at=AT)
    found = at_once(*(lambda: commands.correct(number=number, by=cast.bao.actor, at=AT) for _ in range(2)))
    assert sorted(isinstance(one, Refused) for one in found) == [False, True]


def test_who_holds_the_old_version_gets_the_new_one_first_and_then_the_others(
    mail: Mailbox, cast: Cast, tmp_path: Path
) -> None:
    number = make.ready(cast)
    old = commands.release(number=number, by=cast.chen.actor, at=AT)
    engine.run(tmp_path, at=AT)
    holders = {address for address, _ in mail.carried}
    make.crowd()
    new = _corrected(cast, number)
    assert queries.frame(new).holders == len(holders)
    code = commands.release(number=new, by=cast.chen.actor, at=AT)
    mail.carried.clear()
    engine.run(tmp_path, at=AT)
    order = [address for address, _ in mail.carried]
    assert set(order[: len(holders)]) == holders
    assert len(order) == len(set(order)) == len(holders) + 25
    assert ledger.is_official(old).recalled_at == AT
    assert ledger.progress(code=code).finished
    assert ledger.reach(code=code).addressed == len(order)
    assert queries.frame(number).corrected_by == new


def test_what_had_not_left_of_the_old_version_never_leaves(mail: Mailbox, cast: Cast, tmp_path: Path) -> None:
    make.crowd()
    number = make.ready(cast)
    commands.release(number=number, by=cast.chen.actor, at=AT)
    new = _corrected(cast, number)
    code = commands.release(number=new, by=cast.chen.actor, at=AT)
    engine.run(tmp_path, at=AT)
    assert len(mail.carried) == 27
    assert ledger.reach(code=code).addressed == 27


def test_a_second_correction_follows_the_first_and_the_next_notice_has_the_next_number(cast: Cast) -> None:
    number = make.ready(cast)
    commands.release(number=number, by=cast.chen.actor, at=AT)
    second = _corrected(cast, number)
    commands.release(number=second, by=cast.chen.actor, at=AT)
    assert commands.correct(number=second, by=cast.bao.actor, at=AT) == f"{number}-3"
    other = make.written(cast)
    assert int(other.rpartition("-")[2]) == int(number.rpartition("-")[2]) + 1


def test_a_withdrawal_tells_exactly_those_who_hold_it(mail: Mailbox, cast: Cast, tmp_path: Path) -> None:
    number = make.ready(cast)
    commands.release(number=number, by=cast.chen.actor, at=AT)
    engine.run(tmp_path, at=AT)
    holders = {address for address, _ in mail.carried}
    make.crowd()
    mail.carried.clear()
    commands.withdraw(
        number=number, reason="wrong date", sentences=words.withdrawal(), by=cast.chen.actor, at=AT + timedelta(hours=1)
    )
    engine.run(tmp_path, at=AT + timedelta(hours=1))
    assert {address for address, _ in mail.carried} == holders
    assert {title for _, title in mail.carried} <= {"Withdrawn: The hall is closed", "已撤回：大厅关闭"}


def test_a_corrected_notice_cannot_be_withdrawn_and_a_withdrawn_one_not_corrected(cast: Cast) -> None:
    number = make.ready(cast)
    commands.release(number=number, by=cast.chen.actor, at=AT)
    new = _corrected(cast, number)
    commands.release(number=new, by=cast.chen.actor, at=AT)
    with pytest.raises(Refused, match="not-out"):
        commands.withdraw(number=number, reason="x", sentences=words.withdrawal(), by=cast.chen.actor, at=AT)
    commands.withdraw(number=new, reason="x", sentences=words.withdrawal(), by=cast.chen.actor, at=AT)
    with pytest.raises(Refused, match="not-out"):
        commands.correct(number=new, by=cast.bao.actor, at=AT)
