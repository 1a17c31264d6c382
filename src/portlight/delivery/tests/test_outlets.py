"""A public outlet under its operator's hand: paused, refused by the other side, and what the page says of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from portlight.delivery import commands, port, queries
from portlight.delivery.port import later, refused
from portlight.delivery.tests import make
from portlight.toolkit.refusals import Refused


@pytest.fixture
def pillar(fresh_db: object, monkeypatch: pytest.MonkeyPatch) -> make.Pillar:
    pillar = make.Pillar()
    make.pigeons(monkeypatch, make.Pigeon("pigeon"), pillar)
    return pillar


def card(at: datetime = make.AT) -> queries.OutletCard:
    return queries.outlet(kind="pillar", at=at)


def test_a_paused_outlet_keeps_what_was_released_until_it_goes_on(pillar: make.Pillar, tmp_path: Path) -> None:
    commands.pause(channel="pillar", by=make.BY, at=make.AT)
    make.announce(outlets=("pillar",))
    make.run(tmp_path)
    assert not pillar.shown
    assert (card().waiting, card().oldest_at, card().works) == (2, make.AT, False)
    commands.resume(channel="pillar", by=make.BY, at=make.AT)
    make.run(tmp_path)
    assert sorted(pillar.shown) == ["en", "zh-Hans"]
    assert (card().waiting, card().published, card().works, card().last_at) == (0, 2, True, make.AT)


def test_the_operator_sees_what_it_last_said_and_when_it_is_tried_again(pillar: make.Pillar, tmp_path: Path) -> None:
    pillar.answer = later("45028", wait=90)
    code = make.announce(outlets=("pillar",))
    make.run(tmp_path)
    assert {(one.code, one.error, one.final) for one in card().troubles} == {(code, "45028", False)}
    assert card().troubles[0].next_at == make.AT + timedelta(seconds=90)
    pillar.answer = refused("no-tag")
    make.run(tmp_path, at=make.AT + timedelta(seconds=91))
    assert {(one.error, one.final) for one in card().troubles} == {("no-tag", True)}
    assert (card().waiting, card().failed) == (0, 2)


def test_what_is_left_of_its_quota_is_told(pillar: make.Pillar, tmp_path: Path) -> None:
    assert isinstance(pillar, port.Counting)
    make.announce(outlets=("pillar",))
    make.run(tmp_path)
    (quota,) = card().quotas
    assert (quota.left, quota.of) == (5, 7)


def test_only_outlets_that_are_switched_on_are_known(pillar: make.Pillar) -> None:
    for ask in (lambda: queries.outlet(kind="pigeon", at=make.AT), lambda: queries.outlet(kind="smoke", at=make.AT)):
        with pytest.raises(Refused):
            ask()
    with pytest.raises(Refused):
        commands.pace(channel="pillar", rate=3, by=make.BY, at=make.AT)  # an outlet has no pace
