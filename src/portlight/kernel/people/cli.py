"""`portlight mrz …`: the machine readable zone of a travel paper, from its lines."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TextIO

import click
from django.utils import timezone

from portlight.toolkit import mrz


@click.group("mrz")
def zone() -> None:
    """The machine readable zone of passports, cards and visas (ICAO Doc 9303)."""


@zone.command("check")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day that decides the centuries of dates.")
@click.argument("lines", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
def check(as_json: bool, on: datetime | None, lines: TextIO) -> None:
    """Read the two or three lines in LINES (standard input when it is not given) and check every digit.

    Nothing is repaired. `valid` says whether all of it is right; the exit code is 0 either way.
    """
    said = [line.lstrip("\ufeff") for line in lines.read().splitlines()]
    found = mrz.read(said, on=on.date() if on else _today())
    if as_json:
        click.echo(json.dumps(told(found), ensure_ascii=False))
        return
    click.echo(f"{found.format or 'no known format'}: {'valid' if found.valid else 'not valid'}")
    for name, value in found.fields.items():
        click.echo(f"  {name.replace('_', ' ')}: {'' if value is None else value}")
    for problem in found.problems:
        click.echo(f"  wrong: {problem}")


def told(found: mrz.Zone) -> dict[str, object]:
    """The zone as an object of JSON. A problem is its code, with `@line` or `@line:position` where it has a place."""
    return {
        "format": found.format, "valid": found.valid, "fields": dict(found.fields), "checks": dict(found.checks),
        "problems": [str(problem) for problem in found.problems],
    }  # fmt: skip


def _today() -> date:
    return timezone.localdate()


commands: list[click.Command] = [zone]
