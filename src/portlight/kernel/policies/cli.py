"""`portlight policies …`: decision tables at the console."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from portlight.kernel.policies import commands as acts
from portlight.kernel.policies import queries
from portlight.kernel.policies.rules import Examined, apart, examine
from portlight.toolkit.actor import machine
from portlight.toolkit.tables import Decision

_BY = machine("console")
_json = click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("policies")
def policies() -> None:
    """Decision tables: what is in force, what a table says and why."""


@policies.command("list")
@_json
def listed(as_json: bool) -> None:
    """Every table in all its versions."""
    cards = [one for card in queries.latest() for one in queries.versions(card.table)]
    told = [_told(card) for card in cards]
    _say({"tables": told}, as_json, (_line(card) for card in cards))


@policies.command("check")
@click.argument("file", type=_file)
@_json
def checked(file: Path, as_json: bool) -> None:
    """Read a table from FILE, check it and run its cases. Exit code 1 when it could not be published."""
    found = examine(*apart(_read(file)))
    findings = [
        {"code": one.code, "weight": one.weight, "row": one.row, "other": one.other, "name": one.name,
         "example": one.example}
        for one in found.findings
    ]  # fmt: skip
    failed = [
        {"number": one.number, "title": one.title, "expected": one.expected, "got": one.got} for one in found.failed
    ]  # fmt: skip
    told = {"publishable": found.publishable, "findings": findings, "cases": len(found.trials), "failed": failed}
    _say(told, as_json, _lines(found))
    sys.exit(0 if found.publishable else 1)


@policies.command("show")
@click.argument("name")
@click.option("--version", type=int, help="[default: the one in force]")
@_json
def show(name: str, version: int | None, as_json: bool) -> None:
    """A table's text, as JSON in both cases: what `check` and the desk take."""
    number = version or _number_in_force(name)
    click.echo(json.dumps(queries.content(name, number), ensure_ascii=False, indent=None if as_json else 1))


@policies.command("decide")
@click.argument("name")
@click.argument("facts", type=_file)
@click.option("--about", default="", help="Keep the decision as one about this subject, e.g. case:12.")
@_json
def decide(name: str, facts: Path, about: str, as_json: bool) -> None:
    """What the version in force says of FACTS, and why. Nothing is kept unless --about names a subject."""
    asked, at = _read(facts), timezone.now()
    if about:
        found = acts.decide(name, asked, about=about, by=_BY, at=at)
    else:
        found = queries.try_facts(name, _number_in_force(name), asked)
    _say(_decided(found), as_json, _why(found))


@policies.command("replay")
@click.argument("name")
@click.argument("version", type=int)
@click.option("--since", required=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="This day is not in it.")
@_json
def replay(name: str, version: int, since: datetime, until: datetime, as_json: bool) -> None:
    """Who would change: past decisions of NAME that VERSION makes otherwise."""
    span = {"since": timezone.make_aware(since), "until": timezone.make_aware(until)}
    changed = [
        {"about": one.about, "at": one.at.isoformat(), "before": one.before, "after": one.after}
        for one in queries.replay(name, version, **span)
    ]
    decided = queries.counted(name, **span)
    lines = [f"{one['about']:<24} {one['before']} → {one['after']}" for one in changed]
    _say({"decided": decided, "changed": changed}, as_json, [*lines, f"{len(changed)} of {decided} would change."])


def _number_in_force(name: str) -> int:
    card = queries.effective(name, timezone.now())
    if card is None:
        raise click.ClickException(f"No version of the table {name} is in force.")
    return card.number


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.ClickException(f"{file.name} is no JSON: {error}") from None


def _say(told: dict[str, Any], as_json: bool, lines: Iterable[str]) -> None:
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    for line in lines:
        click.echo(line)


def _told(card: queries.VersionCard) -> dict[str, Any]:
    return {
        "table": card.table, "version": card.number, "purpose": card.purpose, "state": card.state,
        "since": card.since and card.since.isoformat(), "until": card.until and card.until.isoformat(),
        "digest": card.digest,
    }  # fmt: skip


def _line(card: queries.VersionCard) -> str:
    since = timezone.localtime(card.since).strftime("%Y-%m-%d %H:%M") if card.since else "–"
    return f"{card.table:<32} {card.number:>3} {card.state:<10} {since:<17} {card.purpose}"


def _lines(found: Examined) -> Iterable[str]:
    for one in found.findings:
        rows = " ".join(str(row) for row in (one.row, one.other) if row)
        yield f"{one.weight:<6} {one.code} {one.name} {rows} {dict(one.example) or ''}".rstrip()
    for trial in found.failed:
        yield f"error  case {trial.number} {trial.title}: {trial.wrong or trial.got}"
    yield f"{len(found.trials)} cases; {'may be published' if found.publishable else 'cannot be published'}"


def _decided(found: Decision) -> dict[str, Any]:
    return {
        "output": found.output, "row": found.row, "refers": found.refers, "proposal": found.proposal,
        "trace": [[answer._asdict() for answer in row] for row in found.trace],
    }  # fmt: skip


def _why(found: Decision) -> Iterable[str]:
    yield f"row {found.row}: {dict(found.output)}"
    for number, row in enumerate(found.trace[: found.row], 1):
        against = [f"{one.asked} is not {one.cell}" for one in row if not one.holds]
        yield f"  row {number}: {'; '.join(against) or 'all of it holds'}"


commands: list[click.Command] = [policies]
