"""`portlight clocks …`: the periods that run, and the office's own days."""

from __future__ import annotations

import json
from datetime import datetime

import click
from django.utils import timezone

from portlight.kernel.clocks import commands as acts
from portlight.kernel.clocks import queries
from portlight.toolkit.actor import machine

_BY = machine("console")


@click.group("clocks")
def clocks() -> None:
    """Periods that run, and the calendar they are counted by."""


@clocks.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("--most", default=50, show_default=True, type=click.IntRange(1, 10_000))
def listed(as_json: bool, most: int) -> None:
    """The periods that run, the soonest first, and the years that are published."""
    rows, days = queries.soonest(size=most).rows, queries.calendar()
    if as_json:
        told = {
            "published": {"first": days.first.isoformat(), "last": days.last.isoformat()},
            "own_days": [
                {"day": one.day.isoformat(), "works": one.works, "why": one.why} for one in queries.own_days()
            ],
            "clocks": [_told(card) for card in rows],
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"Published: {days.first} to {days.last}")
    for card in rows:
        until = timezone.localtime(card.until).strftime("%Y-%m-%d %H:%M")
        click.echo(f"{until}{'?' if card.provisional else ' '} {card.kind:<9} {card.name:<32} {card.about}")


@clocks.command("day")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("what", type=click.Choice(["works", "off"]))
@click.option("--why", required=True, help="The decision it rests on.")
def day(day: datetime, what: str, why: str) -> None:
    """Say that the office works on DAY, or not, whatever is published."""
    moved = acts.set_day(day.date(), works=what == "works", why=why, by=_BY, at=timezone.now())
    click.echo(f"{day:%Y-%m-%d} is {'a working day' if what == 'works' else 'a day off'}; periods moved: {moved}.")


def _told(card: queries.ClockCard) -> dict[str, object]:
    return {
        "number": card.number, "about": card.about, "name": card.name, "kind": card.kind, "source": card.source,
        "amount": card.amount, "unit": card.unit, "since": card.since.isoformat(), "until": card.until.isoformat(),
        "state": card.state, "provisional": card.provisional,
    }  # fmt: skip


commands: list[click.Command] = [clocks]
