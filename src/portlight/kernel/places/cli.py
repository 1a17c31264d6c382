"""`portlight places …`: stations, addresses and areas, from the office's own files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext

from portlight.kernel.places import commands as places
from portlight.kernel.places import queries, words
from portlight.kernel.places.commands.rows import Taken
from portlight.toolkit.actor import machine
from portlight.toolkit.sheets import read

BY = machine("console")
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
DRY = click.option("--dry-run", is_flag=True, help="Only say what would happen.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")


@click.group("places")
def group() -> None:
    """What the office knows of its city: police stations, addresses, areas."""


@group.command("stations")
@FILE
@DRY
@JSON
def stations(file: Path, dry_run: bool, as_json: bool) -> None:
    """Take in the list of police stations: columns code, district, zh-Hans, en (other languages, telephone)."""
    _said(places.take_stations(read(file.read_bytes()), by=BY, at=timezone.now(), dry=dry_run), as_json)


@group.command("addresses")
@FILE
@DRY
@JSON
def addresses(file: Path, dry_run: bool, as_json: bool) -> None:
    """Take in the address table: columns code, station, zh, en (use, latitude, longitude, datum)."""
    _said(places.take_addresses(read(file.read_bytes()), by=BY, at=timezone.now(), dry=dry_run), as_json)


@group.command("take-back")
@click.argument("batch")
def take_back(batch: str) -> None:
    """Take out the addresses a batch had added."""
    click.echo(places.take_back(batch, by=BY, at=timezone.now()))


@group.command("areas")
@FILE
@click.option("--kind", type=click.Choice(["district", "station"]), required=True)
@click.option("--datum", type=click.Choice(["wgs84", "gcj02"]), required=True)
@DRY
@JSON
def areas(file: Path, kind: str, datum: str, dry_run: bool, as_json: bool) -> None:
    """Take in areas from a GeoJSON collection whose features carry a `code`."""
    done = places.take_areas(file.read_bytes(), kind=kind, datum=datum, by=BY, at=timezone.now(), dry=dry_run)
    _said(done, as_json)


@group.command("find")
@click.argument("text")
@JSON
def find(text: str, as_json: bool) -> None:
    """Look an address up as the portal does."""
    found = queries.search(text)
    if as_json:
        click.echo(json.dumps([vars(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one.code}  {one.zh}  {one.en}  {one.station}")


def _said(done: Taken, as_json: bool) -> None:
    """Exit 1 with faults: a script that takes files in sees it."""
    told: list[dict[str, Any]] = [{**vars(fault), "remedy": gettext(words.FAULTS[fault.code])} for fault in done.faults]
    if as_json:
        click.echo(json.dumps({"rows": done.rows, "batch": done.batch, "faults": told}, ensure_ascii=False))
    else:
        for fault in told:
            click.echo(f"row {fault['row']}, {fault['column']}: {fault['value']!r}: {fault['remedy']}", err=True)
        click.echo(f"{done.rows} rows, {len(told)} with faults" + (f", batch {done.batch}" if done.batch else ""))
    if told:
        raise SystemExit(1)


commands: list[click.Command] = [group]
