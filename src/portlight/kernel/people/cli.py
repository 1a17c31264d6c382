"""`portlight mrz …`: the machine readable zone of a travel paper, from its lines or from a photograph."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import BinaryIO, TextIO

import click
from django.utils import timezone

from portlight.toolkit import mrz, passport
from portlight.toolkit.refusals import Refused


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
    _say(found)


@zone.command("read")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day that decides the centuries of dates.")
@click.argument("image", type=click.File("rb"))
def read(as_json: bool, on: datetime | None, image: BinaryIO) -> None:
    """Read the zone in the photograph IMAGE: JPEG, PNG, WebP, TIFF, BMP or GIF. Needs `portlight[passport]`.

    The exit code is 0 whenever the file could be opened. `advice` says what to do when it cannot be read: no-zone,
    unreadable, blurred, glare, too-dark, too-small, cut-off, too-large, not-an-image.
    """
    content = image.read(passport.MOST_BYTES + 1)
    try:
        found = passport.read(content, on=on.date() if on else _today())
    except Refused as refusal:
        if as_json:
            click.echo(json.dumps(_untold("reader-absent")))
        raise click.ClickException(
            f"reading photographs needs more packages (missing: {refusal.facts['missing']}): "
            'pip install "portlight[passport]"'
        ) from None
    told_zone = told(found.zone) if found.zone else _untold(*(found.advice or ("unreadable",)))
    if as_json:
        click.echo(json.dumps({**told_zone, "advice": list(found.advice)}, ensure_ascii=False))
        return
    if found.zone:
        _say(found.zone)
    else:
        click.echo("no zone was read")
    for code in found.advice:
        click.echo(f"  advice: {code}")


def _say(found: mrz.Zone) -> None:
    click.echo(f"{found.format or 'no known format'}: {'valid' if found.valid else 'not valid'}")
    for name, value in found.fields.items():
        click.echo(f"  {name.replace('_', ' ')}: {'' if value is None else value}")
    for problem in found.problems:
        click.echo(f"  wrong: {problem}")


def _untold(*problems: str) -> dict[str, object]:
    """The same object where there is no zone to tell."""
    return {"format": None, "valid": False, "fields": {}, "checks": {}, "problems": list(problems), "advice": []}


def told(found: mrz.Zone) -> dict[str, object]:
    """The zone as an object of JSON. A problem is its code, with `@line` or `@line:position` where it has a place."""
    return {
        "format": found.format, "valid": found.valid, "fields": dict(found.fields), "checks": dict(found.checks),
        "problems": [str(problem) for problem in found.problems],
    }  # fmt: skip


def _today() -> date:
    return timezone.localdate()


commands: list[click.Command] = [zone]
