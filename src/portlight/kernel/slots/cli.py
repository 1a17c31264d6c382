"""`portlight slots …`: who comes, what is free, booking and cancelling at the console."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

import click
from django.utils import timezone

from portlight.kernel.slots import commands as acts
from portlight.kernel.slots import queries
from portlight.kernel.slots.rules import LANES, MOST_PEOPLE
from portlight.toolkit.actor import machine

_BY = machine("console")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
LANE = click.option("--lane", type=click.Choice(LANES), default="ordinary", show_default=True)
DAY = click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="In the office's zone. [default: today]")


@click.group("slots")
def slots() -> None:
    """Appointments: who comes, what is free."""


@slots.command("list")
@click.argument("place")
@DAY
@JSON
def listed(place: str, day: datetime | None, as_json: bool) -> None:
    """Who comes to PLACE on a day, and who waits there. No name: the console opens nothing personal."""
    on = day.date() if day else queries.office_day(timezone.now())
    booked = _all(lambda after: queries.board(place, on, after=after))
    waits = _all(lambda after: queries.waiting_at(place, after=int(after or 0)))
    if as_json:
        _json({"place": place, "day": on, "booked": [_booked(one) for one in booked],
               "waiting": [_waiting(one) for one in waits]})  # fmt: skip
        return
    for one in booked:
        click.echo(f"{_local(one.starts_at):%H:%M} {one.number} {one.service} {one.lane} {one.people} {one.state}")
    click.echo(f"{len(booked)} booked on {on}, {len(waits)} waiting")


@slots.command("free")
@click.argument("service")
@click.argument("place")
@DAY
@LANE
@JSON
def free(service: str, place: str, day: datetime | None, lane: Any, as_json: bool) -> None:
    """Free places of SERVICE at PLACE: by day up to the end of the horizon, or the times of one day."""
    at = timezone.now()
    found: tuple[Any, ...] = (
        queries.times(service, place, lane, on=day.date(), at=at) if day else queries.days(service, place, lane, at=at)
    )
    if as_json:
        _json({"service": service, "place": place, "lane": lane, "free": [asdict(one) for one in found]})
        return
    for one in found:
        when = one.on if isinstance(one, queries.DayCard) else f"{_local(one.starts_at):%Y-%m-%d %H:%M}"
        click.echo(f"{when} {one.free}")


@slots.command("book")
@click.argument("service")
@click.argument("place")
@click.argument("starts_at", type=click.DateTime(["%Y-%m-%dT%H:%M"]))
@click.option("--person", required=True, type=click.UUID, help="Key of the person who comes.")
@click.option("--people", default=1, show_default=True, type=click.IntRange(1, MOST_PEOPLE))
@click.option("--request", type=click.UUID, help="The same again books once.")
@LANE
@JSON
def book(
    service: str, place: str, starts_at: datetime, person: UUID, people: int, request: UUID | None, lane: Any,
    as_json: bool,
) -> None:  # fmt: skip
    """Book STARTS_AT (office time, 2026-12-01T09:00) of SERVICE at PLACE."""
    wish = acts.Wish(
        service=service, place=place, starts_at=timezone.make_aware(starts_at, timezone.get_default_timezone()),
        who=f"person:{person}", lane=lane, people=people,
    )  # fmt: skip
    number = acts.book(wish, by=_BY, at=timezone.now(), request_id=request)
    _said(number, as_json)


@slots.command("cancel")
@click.argument("number")
@click.option("--reason", required=True, type=click.Choice(["closed", "mistaken", "asked-by-person"]))
@JSON
def cancel(number: str, reason: str, as_json: bool) -> None:
    """Cancel the appointment NUMBER; its place goes to who waits. Nobody is written to: the desk's page does that."""
    acts.cancel(number, reason=reason, by=_BY, at=timezone.now())
    _said(number, as_json)


def _all(page_after: Callable[[str], Any]) -> list[Any]:
    rows: list[Any] = []
    after: str | None = ""
    while after is not None:
        page = page_after(after)
        rows += page.rows
        after = page.next
    return rows


def _booked(card: queries.BookingCard) -> dict[str, Any]:
    """Without who it is."""
    told = asdict(card)
    return {name: told[name] for name in ("number", "service", "lane", "starts_at", "ends_at", "people", "about",
                                          "state")}  # fmt: skip


def _waiting(card: queries.WaitingCard) -> dict[str, Any]:
    told = asdict(card)
    return {name: told[name] for name in ("key", "service", "lane", "not_after", "people", "about", "state",
                                          "starts_at", "held_until")}  # fmt: skip


def _said(number: str, as_json: bool) -> None:
    card = queries.booking(number, by=_BY)
    if as_json:
        _json(_booked(card))
    else:
        click.echo(f"{number} {_local(card.starts_at):%Y-%m-%d %H:%M} {card.state}")


def _json(told: dict[str, Any]) -> None:
    click.echo(json.dumps(told, ensure_ascii=False, default=_plain))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


commands: list[click.Command] = [slots]
