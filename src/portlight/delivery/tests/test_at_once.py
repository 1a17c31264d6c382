"""What several workers do at the same moment is done once, and they never wait for each other crosswise."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from portlight.delivery import (
    commands,
    days,
    escalation,
    expansion,
    flush,
    inbox,
    leases,
    queries,
    receipts,
    retention,
    spool,
    sql,
    ticks,
    tokens,
)
from portlight.delivery.expansion import Expansion
from portlight.delivery.flush import Done
from portlight.delivery.leases import Facts, Held
from portlight.delivery.models import (
    Confirmation,
    Daily,
    Delivery,
    Inbound,
    Lease,
    Message,
    Push,
    Receipted,
    Result,
    Retry,
    Tally,
)
from portlight.delivery.port import later
from portlight.delivery.tests import make
from portlight.delivery.tests.make import AT, Pigeon, person
from portlight.delivery.tests.test_receipts import Talking
from tests.together import at_once

WORKERS = 3


@pytest.fixture
def talking(fresh_db: object, monkeypatch: pytest.MonkeyPatch) -> Talking:
    shutil.rmtree(spool.folder(), ignore_errors=True)
    spool._refusals.clear()
    channel = Talking("pigeon")
    make.pigeons(monkeypatch, channel, Pigeon("raven"))
    days._next = 0.0
    return channel


def together(act: Callable[[], Any], times: int = WORKERS) -> list[Any]:
    found = at_once(*[act] * times)
    assert not [one for one in found if isinstance(one, BaseException)], found
    return found


def test_receipts_taken_in_by_several_at_once_count_once(talking: Talking, tmp_path: Path) -> None:
    make.people(*(person("en", pigeon=f"roof{n}") for n in range(300)))
    make.announce()
    make.run(tmp_path)
    for number in range(300):
        said = json.dumps([{"outcome": "delivered", "reference": f"ref-roof{number}"}]).encode()
        for _ in range(1 + number % 2):  # every other one is said twice
            spool.put("pigeon", said, at=AT)
    spool.put("pigeon", b"this is no record", at=AT)

    def take() -> None:
        for _ in range(20):
            ticks.take_receipts(AT)

    together(take)
    assert Receipted.objects.count() == 300
    assert Tally.objects.get(channel="pigeon").delivered == 300
    assert Confirmation.objects.count() == Message.objects.get().confirmed == 300
    assert sorted(set(Inbound.objects.values_list("state", flat=True))) == ["read", "unread"]
    assert Inbound.objects.count() == 301
    assert not list(spool.waiting())


def test_loose_receipts_are_tried_by_several_at_once_and_matched_once(talking: Talking, tmp_path: Path) -> None:
    make.people(*(person("en", pigeon=f"roof{n}") for n in range(50)))
    spool.put(
        "pigeon", json.dumps([{"outcome": "delivered", "reference": f"ref-roof{n}"} for n in range(50)]).encode(), at=AT
    )
    ticks.take_receipts(AT)
    make.announce()
    make.run(tmp_path)
    found = together(lambda: receipts.try_loose(AT + timedelta(seconds=5)))
    assert sum(found) == Tally.objects.get(channel="pigeon").delivered == 50


def test_a_day_folded_by_several_at_once_is_folded_once(talking: Talking, tmp_path: Path) -> None:
    make.people(*(person("en", pigeon=f"roof{n}") for n in range(40)))
    make.announce()
    make.run(tmp_path)

    def fold() -> None:
        for _ in range(10):
            days.fold(days.day_of(AT), at=AT)

    together(fold)
    whole = Daily.objects.get(language="", channel="")
    assert (whole.messages, whole.people, whole.newly) == (40, 40, 40)


def test_retention_by_several_at_once_erases_once(talking: Talking, tmp_path: Path) -> None:
    make.people(*(person("en", pigeon=f"roof{n}") for n in range(40)))
    make.announce()
    make.run(tmp_path)
    over = AT + timedelta(days=settings.KEEP_DAYS + 10)
    days.fold_due(over)

    def sweep() -> None:
        for _ in range(10):
            retention.sweep(over)

    together(sweep)
    assert not Delivery.objects.exists()
    assert sql.select("SELECT count(*) FROM timeline_event WHERE kind = 'delivery.rows-erased'") == [(1,)]
    assert queries.reach(code=Message.objects.get().code).addressed == 40


def test_an_escalation_by_several_at_once_plans_everybody_once(talking: Talking, tmp_path: Path) -> None:
    make.people(*(person("en", pigeon=f"roof{n}", raven=f"tree{n}") for n in range(60)))
    code = make.announce(channels=("pigeon", "raven"), policy="confirm", wait_minutes=5)
    make.run(tmp_path)

    def escalate() -> None:
        for _ in range(4):
            escalation.escalate_due(AT + timedelta(minutes=6))

    together(escalate)
    assert Delivery.objects.filter(channel="raven").count() == 60
    assert Tally.objects.get(message__code=code, channel="raven").planned == 60
    assert sum(hi - lo for lo, hi in Lease.objects.filter(channel="raven").values_list("lo", "hi")) == 60


def test_an_audience_expanded_by_several_at_once_is_written_once(
    talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expansion, "FIRST_PAGE", 20)
    monkeypatch.setattr(expansion, "MOST_PAGE", 20)
    make.people(*(person("en", pigeon=f"roof{n}") for n in range(200)))
    code = make.announce()

    def expand() -> None:
        while (message := expansion.waiting_to_expand()) is not None:
            Expansion(message).page(at=AT)

    together(expand)
    message = Message.objects.get(code=code)
    assert message.people == Delivery.objects.count() == Tally.objects.get().planned == 200
    places = sorted(Delivery.objects.values_list("position", flat=True))
    assert places == list(range(1, 201))
    covered = [place for lo, hi in Lease.objects.values_list("lo", "hi") for place in range(lo, hi)]
    assert sorted(covered) == places


def test_retries_gathered_by_several_at_once_stand_in_one_lease_each(talking: Talking, tmp_path: Path) -> None:
    from portlight.delivery import retries

    talking.answers = {f"roof{n}": later("busy") for n in range(80)}
    make.people(*(person("en", pigeon=f"roof{n}") for n in range(80)))
    make.announce()
    make.run(tmp_path)
    found = together(lambda: retries.cut_leases(at=AT + timedelta(hours=5)))
    assert sum(found) == Lease.objects.filter(kind="retry").count()
    assert sum(Lease.objects.filter(kind="retry").values_list("hi", flat=True)) == 80
    assert not Retry.objects.filter(lease=None).exists()


def test_flushes_receipts_readers_and_pages_of_one_thread_never_wait_crosswise(
    talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything that moves the counters of a thread, at once and again and again: nobody is thrown out."""
    monkeypatch.setattr(expansion, "FIRST_PAGE", 25)
    monkeypatch.setattr(expansion, "MOST_PAGE", 25)
    monkeypatch.setattr("portlight.delivery.rules.LEASE_ROWS", 10)
    people = make.people(*(person("en", "zh-Hans", pigeon=f"roof{n}", raven=f"tree{n}") for n in range(400)))
    make.announce(channels=("pigeon", "raven"))
    for one in range(2):
        make.announce(channels=("pigeon", "raven"), about=f"N-2026-00{one + 2}")
    assert len(people) == 400

    def expand() -> None:
        while (message := expansion.waiting_to_expand()) is not None:
            Expansion(message).page(at=AT)

    def send(channel: str, owner: str) -> None:
        idle = 0
        while idle < 40:
            held = [one for one in (_held(channel, owner) for _ in range(2)) if one is not None]
            idle = 0 if held or expansion.waiting_to_expand() is not None else idle + 1
            rows = [(one, row) for one in held for row in one.rows]
            for one in held:
                one.rows.clear()
            flush.write([_accepted(one, row) for one, row in reversed(rows)], held, owner=owner, at=AT)

    def receive() -> None:
        for turn in range(60):
            ids = list(Result.objects.order_by("?").values_list("delivery_id", flat=True)[:30])
            outcome = ("delivered", "opened", "failed")[turn % 3]
            if ids:
                told = json.dumps([{"outcome": outcome, "delivery": id, "code": str(turn)} for id in ids]).encode()
                spool.put("pigeon" if turn % 2 else "raven", told, at=AT)
            inbox.take_in(AT)
            inbox.read_new(AT)

    def read() -> None:
        for number in Delivery.objects.order_by("?").values_list("id", flat=True)[:200]:
            commands.confirm(token=tokens.token(tokens.SEEN, number), at=AT)

    ends = at_once(
        expand, expand, lambda: send("pigeon", "one"), lambda: send("raven", "two"), lambda: send("pigeon", "three"),
        receive, receive, read, seconds=90,
    )  # fmt: skip
    connections.close_all()
    assert not [one for one in ends if one is not None], ends
    assert Result.objects.count() == 3 * 400 * 2
    for tally in Tally.objects.all():
        assert tally.accepted == tally.planned == 400
    for message in Message.objects.all():
        assert message.addressed == 400
        assert message.confirmed == Confirmation.objects.filter(thread=message).count()
    assert Push.objects.count() == 6


def _held(channel: str, owner: str) -> Held | None:
    found = leases.claim(channel, owner, AT)
    if found is None:
        return None
    id, message, kind, lo, hi, fence = found
    held = Held(id=id, facts=Facts(Message.objects.get(id=message)), channel=channel, kind=kind, fence=fence)
    leases.load(held, lo, hi)
    return held


def _accepted(held: Held, row: leases.Row) -> Done:
    return Done(
        row.delivery, row.attempt, held.id, held.fence, "accepted", "coo", f"ref-{row.delivery}", held, row.person,
        row.address_id, row.language, False, 0.0,
    )  # fmt: skip
