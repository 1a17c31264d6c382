"""A hall, a service and a pattern, as the tests of this room know them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from portlight.kernel.slots import commands
from portlight.kernel.slots.commands import Wanted, Wish
from portlight.kernel.slots.rules import Pattern
from portlight.toolkit import nameplate
from portlight.toolkit.actor import machine, person, staff
from portlight.toolkit.refusals import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
BY, BAO = machine("test"), staff(UUID(int=2))
SERVICE, HALL = "trial.apply", "hall"
ANNA, DORA = UUID(int=11), UUID(int=12)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


AT = at("2026-11-25 08:00")  # a Wednesday
NINE = at("2026-11-26 09:00")
PATTERN = Pattern(
    service=SERVICE, place=HALL, name="mornings", opens=time(9), closes=time(11), minutes=30, capacity=2,
    since=date(2026, 11, 25), horizon=10,
)  # fmt: skip


@pytest.fixture(autouse=True)
def a_service(settings: Any) -> Iterator[None]:
    """Something can be booked, in the office's zone."""
    settings.TIME_ZONE = "Asia/Shanghai"
    nameplate.hang(nameplate.Nameplate(room="tests.slots", services={SERVICE: "Trial"}))
    yield
    nameplate.hang(nameplate.Nameplate(room="tests.slots"))


def hall(code: str = HALL) -> None:
    commands.put_venue(
        code, name={"zh-Hans": "出入境大厅", "en": "Exit-entry hall"},
        address={"zh-Hans": "民生路 1500 号", "en": "1500 Minsheng Road"}, by=BY, at=AT,
    )  # fmt: skip


def opened(**told: Any) -> int:
    """A hall with the pattern, changed as told."""
    pattern = replace(PATTERN, **told)
    hall(pattern.place)
    return commands.put_pattern(pattern, by=BAO, at=AT)


def wish(who: UUID = ANNA, starts_at: datetime = NINE, **told: Any) -> Wish:
    return Wish(service=SERVICE, place=HALL, starts_at=starts_at, who=f"person:{who}", **told)


def book(who: UUID = ANNA, starts_at: datetime = NINE, *, now: datetime = AT, **told: Any) -> str:
    return commands.book(wish(who, starts_at, **told), by=person(who), at=now)


def wait(who: UUID, not_after: date = date(2026, 12, 1), *, now: datetime = AT, **told: Any) -> int:
    wanted = Wanted(service=SERVICE, place=HALL, who=f"person:{who}", not_after=not_after, **told)
    return commands.wait_for(wanted, by=person(who), at=now)


@contextmanager
def refuses(code: str, **facts: Any) -> Iterator[None]:
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code, refusal.value
    assert facts.items() <= refusal.value.facts.items()
