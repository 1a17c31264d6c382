"""A small office under test: people, a message, a mail server of the simulator, and workers that can be killed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import timezone

from portlight.delivery import audiences, commands
from portlight.delivery.loop import Engine
from portlight.delivery.models import Delivery, Doubt, Lease, Message, Receipted, Result, Retry, Tally
from portlight.delivery.receipts import RANKS
from portlight.delivery.tallies import OUTCOMES
from portlight.delivery.texts import Frozen
from portlight.kernel.people.commands import enrol
from portlight.kernel.people.rules import NewAddress, NewPerson, Question
from portlight.simulator import sink
from portlight.toolkit.actor import machine

BY = machine("test")
CONNECTIONS = 4
TEXTS = {
    "en": Frozen(
        "Six measures", "The office stays open.\n\n.A line that begins with a dot.\n\nCall **021-5550 0160**."
    ),
    "fr": Frozen("Six mesures", "Le bureau reste ouvert. Appelez le 021-5550 0160."),
    "ru": Frozen("Шесть мер", "Управление продолжает работу. " * 20),
    "zh-Hans": Frozen("六项措施", "本局照常办公。" * 20),
}
_CHAINS = (("en",), ("fr", "en"), ("ru",), ("zh-Hans",), ("ko", "en"))
_WORK = "import django; django.setup(); from portlight.delivery import worker; worker.run(once=True)"


@dataclass
class Post:
    """A running mail server and what it has written down."""

    port: int
    record: Path

    def count(self) -> dict[str, int]:
        return sink.count(self.record) if self.record.exists() else {"messages": 0, "recipients": 0, "duplicates": 0}

    def deliveries(self) -> Counter[int]:
        """How often each delivery of the ledger arrived."""
        if not self.record.exists():
            return Counter()
        with open(self.record, encoding="utf-8") as lines:
            return Counter(int(line.split("\t")[2]) for line in lines)


@contextmanager
def post_office(folder: Path, *how: str) -> Iterator[Post]:
    """The simulator's mail server, misbehaving as told, until the block ends."""
    record = folder / f"sink-{len(list(folder.iterdir()))}.tsv"
    command = [sys.executable, sink.__file__, "--record", str(record), *how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Post(int(process.stdout.readline()), record)
        finally:
            process.terminate()


def settle() -> None:
    """Give the mail server the tenth of a second after which it has written everything down."""

    time.sleep(0.3)


def enrol_people(count: int, *, local: Callable[[int], str] = "person{}".format, channel: str = "email") -> None:
    def address(number: int) -> str:
        return f"{local(number)}@mail.example" if channel == "email" else f"room {number}"

    enrol(
        [
            NewPerson(
                languages=_CHAINS[number % len(_CHAINS)], nationality="FRA",
                addresses=(NewAddress(channel=channel, value=address(number), verified=True, consented=True),),
            )
            for number in range(count)
        ],
        by=BY, at=timezone.now(),
    )  # fmt: skip


def announce(**changes: Any) -> str:
    at = changes.pop("at", timezone.now())
    given: dict[str, Any] = {
        "about": "N-2020-017", "texts": TEXTS, "audience": audiences.asked(Question()), "channels": ("email",),
        "not_after": at + timedelta(days=1), "by": BY, "at": at,
    }  # fmt: skip
    return commands.announce(**given | changes)


def work(env: dict[str, str], post: Post, *, stop_at: str = "", seconds: str = "2") -> int:
    """A worker as a process of its own, until nothing is due or it is killed at a named point; its exit code."""
    env = {
        **env, "PORTLIGHT_SMTP_PORT": str(post.port), "PORTLIGHT_SMTP_CONNECTIONS": str(CONNECTIONS),
        "PORTLIGHT_SMTP_SECONDS": seconds, "PORTLIGHT_LOG": "WARNING",
    }  # fmt: skip
    if stop_at:
        env["PORTLIGHT_POINTS"] = stop_at
    done = subprocess.run([sys.executable, "-c", _WORK], env=env, check=False, timeout=120, capture_output=True)
    if done.returncode not in (0, -9):
        raise AssertionError(done.stderr.decode())
    return done.returncode


@dataclass
class Clock:
    """The time of an engine in this process."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now

    def on(self, **step: float) -> None:
        self.now += timedelta(**step)


def run_here(clock: Clock, *, post: Post | None = None, seconds: int = 2) -> None:
    """An engine in this process, at the time of `clock`, until nothing is due."""
    if post is not None:
        settings.SMTP_PORT = post.port
    settings.SMTP_CONNECTIONS, settings.SMTP_SECONDS = CONNECTIONS, seconds
    asyncio.run(_run(clock))


async def _run(clock: Clock) -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        await Engine(settings.DATA / "journals", clock=clock, chores=lambda at: 0).run(once=True)
    finally:
        connections.close_all()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def rounds(clock: Clock, times: int, *, post: Post, minutes: int) -> None:
    """A run, and the clock put on, as often as said: what waited is due again by then."""
    for _ in range(times):
        run_here(clock, post=post)
        clock.on(minutes=minutes)


def ledger_adds_up(code: str) -> dict[str, int]:
    """The tallies, after checking that they are what the rows say."""
    message = Message.objects.get(code=code)
    sums = Counter(dict.fromkeys(OUTCOMES, 0))
    for tally in Tally.objects.filter(message=message).values(*OUTCOMES):
        sums.update(tally)
    deliveries = Delivery.objects.filter(message=message)
    last: dict[int, str] = {}
    for delivery, outcome in (
        Result.objects.filter(delivery__in=deliveries).order_by("attempt").values_list("delivery_id", "outcome")
    ):
        last[delivery] = outcome
    retried = set(Retry.objects.filter(message=message).values_list("delivery_id", flat=True))
    doubtful = set(Doubt.objects.filter(message=message, resolved_at=None).values_list("delivery_id", flat=True))
    ended = dict(Doubt.objects.filter(message=message, sent__isnull=False).values_list("delivery_id", "sent"))
    standing: Counter[str] = Counter()
    for delivery in deliveries.values_list("id", flat=True):
        if delivery in retried:
            standing["later"] += 1
        elif delivery in doubtful:
            standing["uncertain"] += 1
        elif delivery in last:
            unclear = last[delivery] == "uncertain" and delivery in ended
            standing[("accepted" if ended[delivery] else "refused") if unclear else last[delivery]] += 1
    ranks = Receipted.objects.filter(delivery__in=deliveries).values_list("rank", flat=True)
    standing.update("failed" if rank == RANKS["failed"] else "delivered" for rank in ranks)
    assert sums["planned"] == deliveries.count()
    assert {name: sums[name] for name in OUTCOMES[1:]} == {name: standing[name] for name in OUTCOMES[1:]}
    return dict(sums)


def open_doubts(code: str) -> list[int]:
    return list(
        Doubt.objects.filter(message__code=code, resolved_at=None).order_by("id").values_list("delivery_id", flat=True)
    )


def open_leases() -> int:
    return Lease.objects.exclude(state="closed").count()
