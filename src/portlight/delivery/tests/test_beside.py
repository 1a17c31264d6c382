"""What a worker must not be slowed down by: a scratch page that grows, the folding of a day of millions."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connections, transaction

from portlight.delivery import days, inbox, sql
from portlight.delivery.loop import SWEEP_SECONDS, Engine
from portlight.delivery.models import Daily
from portlight.delivery.tests import make
from portlight.delivery.tests.make import AT, Pigeon, person


@pytest.mark.django_db
def test_the_scratch_page_does_not_grow_with_every_page_that_was_written() -> None:
    """Nothing vacuums a temporary table: deleted rows would be read again by every later page."""
    for _ in range(3):
        with transaction.atomic(), sql.page_table():
            assert sql.select("SELECT count(*) FROM delivery_page") == [(0,)]
            if sql.on_postgresql():
                assert sql.select("SELECT pg_relation_size('delivery_page')") == [(0,)]
            sql.execute(
                "INSERT INTO delivery_page (person_id, rank, channel, address_id, language, wanted, step)"
                " SELECT id, 0, 'pigeon', 0, 'en', 'en', 5 FROM people_chain UNION ALL SELECT 1, 0, '', 0, '', '', 0"
            )


def test_a_day_is_folded_beside_the_sending_on_postgresql(
    fresh_db: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make.pigeons(monkeypatch, Pigeon("pigeon"))
    make.people(person("en", pigeon="a"), person("zh-Hans", pigeon="b"))
    make.announce()
    make.run(tmp_path)
    monkeypatch.setattr(days, "_next", 0.0)
    monkeypatch.setattr(days, "_folding", None)
    did = days.fold_beside(AT)
    if sql.on_postgresql():
        assert did == 0, "it is not waited for"
        assert days._folding is not None
        days._folding.join(30)
    else:
        assert days._folding is None, "there is one writer: nothing can go on beside it"
    assert Daily.objects.get(day=days.day_of(AT), language="", channel="").people == 2


def test_a_day_that_could_not_be_folded_is_told_and_does_not_end_the_worker(
    fresh_db: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(at: object) -> int:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(days, "fold_due", broken)
    days._beside(AT)
    assert "could not be folded" in caplog.text


def test_a_page_of_the_inbox_is_cut_by_its_weight() -> None:
    """A row can be one report or a hundred; a transaction must not keep an urgent notice waiting."""
    light, heavy = 300, inbox._BYTES
    assert inbox._page([(number, light) for number in range(200)]) == list(range(200))
    assert inbox._page([(1, light), (2, light), (3, heavy), (4, light)]) == [1, 2]
    assert inbox._page([(1, heavy), (2, light)]) == [1], "at least one, however heavy"


def test_chores_that_are_behind_are_not_waited_for_when_nothing_is_sent(
    fresh_db: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Receipts by the hundred thousand come when the sending is over: nothing rests while some are left."""
    make.pigeons(monkeypatch, Pigeon("pigeon"))
    left = [5]
    began: list[float] = []

    def chores(at: datetime) -> int:
        began.append(time.monotonic())
        left[0] -= 1
        if left[0] < 0:
            engine.stop()
        return max(left[0], 0)

    async def work() -> None:
        try:
            await engine.run()
        finally:
            connections.close_all()

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    engine = Engine(tmp_path, clock=make.Clock(AT), chores=chores)
    asyncio.run(work())
    assert len(began) == 6
    assert began[4] - began[0] < SWEEP_SECONDS
