"""`portlight roster …`, `portlight lodging …`: sheets at the console, of people who lodge here or have entered."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.db import DatabaseError
from django.utils.timezone import localdate, now

from portlight.capabilities.lodging import commands as acts
from portlight.capabilities.lodging import queries, words
from portlight.capabilities.lodging.rules.roster import City, Roster, check
from portlight.capabilities.lodging.rules.roster.checking import addresses
from portlight.capabilities.lodging.rules.roster.writing import TEMPLATE
from portlight.faces.words import sentence
from portlight.toolkit import sheets
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused
from portlight.toolkit.rosters import writing

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
OUT = click.argument("out", type=click.Path(dir_okay=False, writable=True, path_type=Path))
LANGUAGE = click.option("--language", type=click.Choice(CODES), default="en", show_default=True)
AS_OF = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day it is checked for. [default: today]")


@click.group()
def roster() -> None:
    """Sheets of many people who lodge here."""


@roster.command("check")
@FILE
@AS_OF
@LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def check_file(file: Path, as_of: datetime | None, language: str, as_json: bool) -> None:
    """Say of every row whether it could be declared, and of each wrong cell what to do. Nothing is written."""
    try:
        found, _ = _checked(file, as_of)
    except Refused as refusal:
        said = sentence(refusal, language)
        click.echo(json.dumps({"refused": refusal.code, "remedy": said}, ensure_ascii=False) if as_json else said)
        raise SystemExit(1) from None
    if as_json:
        click.echo(json.dumps(_told(found, language), ensure_ascii=False))
        return
    for row, heading, one in writing.lines(found):
        click.echo(f"row {row}, {heading}: {one.value!r}: {one.verdict}: {words.remedy(one.code, one.facts, language)}")
    for heading in found.unknown:
        click.echo(f"column {heading!r}: not asked for, left out")
    click.echo(", ".join(f"{count} {name}" for name, count in found.counts().items()))


@roster.command()
@OUT
@LANGUAGE
def template(out: Path, language: str) -> None:
    """Write our own sheet to OUT (XLSX), explained in the language."""
    out.write_bytes(writing.template(TEMPLATE, words.roster_labels(language)))


@roster.command()
@FILE
@OUT
@AS_OF
@LANGUAGE
def fixed(file: Path, out: Path, as_of: datetime | None, language: str) -> None:
    """Write FILE again to OUT (XLSX) with every wrong cell marked and a comment that says what to do."""
    found, sheet = _checked(file, as_of)
    out.write_bytes(words.marked(sheet, found, language))
    click.echo(", ".join(f"{count} {name}" for name, count in found.counts().items()))


@click.group()
def lodging() -> None:
    """The register of accommodation."""


@lodging.command()
@FILE
@LANGUAGE
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def entrants(file: Path, language: str, dry_run: bool, as_json: bool) -> None:
    """Take in a list of people who have entered: columns country, number, entered at (e-mail, telephone, language).

    Its good rows are kept, and each person is reminded once of her duty to register. Exit code 1 with wrong rows.
    """
    try:
        taken = acts.take_entrants(file.read_bytes(), by=machine("console"), at=now(), dry=dry_run)
    except Refused as refusal:
        said = sentence(refusal, language)
        click.echo(json.dumps({"refused": refusal.code, "remedy": said}, ensure_ascii=False) if as_json else said)
        raise SystemExit(1) from None
    faults = [
        {"row": one.row, "column": one.column, "value": one.value, "code": one.code, "verdict": one.verdict,
         "remedy": words.entrant_remedy(one.code, one.facts, language)}
        for one in taken.faults
    ]  # fmt: skip
    counts = {name: getattr(taken, name) for name in ("rows", "wrong", "kept", "before", "reachable")}
    if as_json:
        click.echo(json.dumps({**counts, "faults": faults}, ensure_ascii=False))
    else:
        for one in faults:
            click.echo(
                f"row {one['row']}, {one['column']}: {one['value']!r}: {one['verdict']}: {one['remedy']}", err=True
            )
        click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
    if taken.wrong:
        raise SystemExit(1)


def _checked(file: Path, as_of: datetime | None) -> tuple[Roster, sheets.Sheet]:
    sheet = sheets.read(file.read_bytes())
    day = as_of.date() if as_of else localdate()
    return check(sheet, as_of=day, city=_city(addresses(sheet))), sheet


def _city(lines: Iterable[str]) -> City:
    """A console without a database checks everything but the addresses."""
    try:
        return queries.city_of(lines, given=False)
    except DatabaseError:
        return City()


def _told(found: Roster, language: str) -> dict[str, Any]:
    rows = {
        str(one.row): {
            "verdict": one.verdict, "column": one.column, "value": one.value, "code": one.code,
            "remedy": words.remedy(one.code, one.facts, language) if one.code else None,
        }
        for one in found.verdicts()
    }  # fmt: skip
    return {"rows": rows, "counts": found.counts(), "header_row": found.header_row, "columns": dict(found.columns)}


commands: list[click.Command] = [roster, lodging]
