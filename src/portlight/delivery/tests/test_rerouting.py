"""What waits on a channel that does not work goes out on another."""

from __future__ import annotations

from pathlib import Path

import pytest

from portlight.delivery import commands, queries
from portlight.delivery.tests import make
from portlight.delivery.tests.make import AT, BY, Pigeon, person
from portlight.toolkit.refusals import Refused


@pytest.fixture
def birds(fresh_db: object, monkeypatch: pytest.MonkeyPatch) -> tuple[Pigeon, Pigeon]:
    pigeon, drum = Pigeon("pigeon"), Pigeon("drum")
    make.pigeons(monkeypatch, pigeon, drum)
    return pigeon, drum


def test_who_waits_gets_it_on_the_other_channel_and_nobody_twice(birds: tuple[Pigeon, Pigeon], tmp_path: Path) -> None:
    pigeon, drum = birds
    make.people(person("en", pigeon="a", drum="hill"), person("en", pigeon="b"), person("en", drum="vale"))
    commands.pause(channel="pigeon", by=BY, at=AT)
    code = make.announce(channels=("pigeon",))
    make.run(tmp_path)
    assert queries.way(kind="pigeon", at=AT).waiting == 2
    assert commands.reroute(channel="pigeon", to="drum", by=BY, at=AT) == 1
    assert commands.reroute(channel="pigeon", to="drum", by=BY, at=AT) == 0
    make.run(tmp_path)
    assert (len(pigeon.carried), [address for address, _ in drum.carried]) == (0, ["hill"])
    assert queries.reach(code=code).addressed == 1


def test_a_code_somebody_asked_for_stays_where_it_was_asked_for(birds: tuple[Pigeon, Pigeon], tmp_path: Path) -> None:
    from datetime import timedelta

    (anna,) = make.people(person("en", pigeon="a", drum="hill"))
    commands.pause(channel="pigeon", by=BY, at=AT)
    commands.tell(
        address_id=make.address_of(anna), texts=make.TEXTS, at=AT, by=BY, not_after=AT + timedelta(minutes=10)
    )
    assert commands.reroute(channel="pigeon", to="drum", by=BY, at=AT) == 0


def test_rerouting_to_nowhere_is_refused(birds: tuple[Pigeon, Pigeon]) -> None:
    for to in ("pigeon", "smoke"):
        with pytest.raises(Refused):
            commands.reroute(channel="pigeon", to=to, by=BY, at=AT)
