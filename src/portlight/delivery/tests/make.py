"""People and messages for the tests of this room."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connections

from portlight.delivery import audiences, commands, port, sql
from portlight.delivery.loop import Engine
from portlight.delivery.port import Answer, Copy, Desk, Limits, Posted, Quota, accepted
from portlight.delivery.texts import Frozen
from portlight.kernel.people.commands import enrol
from portlight.kernel.people.rules import NewAddress, NewPerson, Question
from portlight.toolkit.actor import machine

AT = datetime(2026, 2, 17, 6, 5, tzinfo=UTC)
BY = machine("test")
TEXTS = {"en": Frozen("Six measures", "We stay open."), "zh-Hans": Frozen("六项措施", "照常办公。")}
FRENCH = Frozen("Six mesures", "Nous restons ouverts.")


class Pigeon:
    """A channel of the tests: answers what `answers` says for an address, else accepts."""

    cost, limits, inside, idempotent, label = 1, Limits(), False, False, "Pigeon"
    intrusive, receipts, routes = False, False, ()

    def __init__(self, kind: str, answers: dict[str, Answer] | None = None) -> None:
        self.kind = kind
        self.answers = answers or {}
        self.carried: list[tuple[str, str]] = []  # address, title

    def prepare(self, copy: Copy) -> Copy:
        return copy

    async def carry(self, desk: Desk) -> None:
        while (parcel := desk.next()) is not None:
            desk.intend(parcel)
            self.carried.append((parcel.address, parcel.template.title))
            desk.settle(parcel, self.answers.get(parcel.address, accepted("feather", "coo")))

    async def close(self) -> None:
        return None


class Pillar:
    """An outlet of the tests, whose other side counts."""

    kind, label, limits = "pillar", "Pillar", Limits()

    def __init__(self) -> None:
        self.answer: Answer = accepted("glue")
        self.shown: list[str] = []

    def publish(self, posted: Posted) -> Answer:
        if self.answer.outcome == "accepted":
            self.shown.append(posted.language)
        return self.answer

    def quotas(self, *, at: datetime) -> tuple[Quota, ...]:
        return (Quota(label="Sheets", left=7 - len(self.shown), of=7, until=at + timedelta(days=1)),)


def pigeons(monkeypatch: Any, *channels: Any) -> None:
    """Only these channels are switched on."""
    monkeypatch.setattr(port, "_channels", {channel.kind: channel for channel in channels})


def person(*languages: str, **addresses: str) -> NewPerson:
    """`person("fr", "en", pigeon="roof")`: proved and agreed to."""
    return NewPerson(
        languages=languages, nationality="FRA",
        addresses=tuple(
            NewAddress(channel=channel, value=value, verified=True, consented=True)
            for channel, value in addresses.items()
        ),
    )  # fmt: skip


def people(*many: NewPerson) -> list[int]:
    """Enrols them; their numbers in the ledger."""
    before = sql.select("SELECT COALESCE(max(id), 0) FROM people_person")[0][0]
    enrol(list(many), by=BY, at=AT)
    return [row[0] for row in sql.select("SELECT id FROM people_person WHERE id > %s ORDER BY id", [before])]


def address_of(person: int, channel: str = "pigeon") -> int:
    found = sql.select("SELECT id FROM people_address WHERE person_id = %s AND channel = %s", [person, channel])
    return int(found[0][0])


def announce(**changes: Any) -> str:
    given: dict[str, Any] = {
        "about": "N-2026-001", "texts": TEXTS, "audience": audiences.asked(Question()), "channels": ("pigeon",),
        "not_after": AT + timedelta(days=3), "by": BY, "at": AT,
    }  # fmt: skip
    return commands.announce(**{**given, **changes})


@dataclass
class Clock:
    now: datetime = field(default=AT)

    def __call__(self) -> datetime:
        return self.now


def run(folder: Path, *, at: datetime = AT) -> None:
    """A worker at that moment, until nothing is due. Needs `fresh_db`: it has a connection of its own."""

    async def work() -> None:
        try:
            await Engine(folder, clock=Clock(at), chores=lambda at: 0).run(once=True)
        finally:
            connections.close_all()

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        asyncio.run(work())
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def titles(pigeon: Pigeon) -> Sequence[tuple[str, str]]:
    return sorted(pigeon.carried)
