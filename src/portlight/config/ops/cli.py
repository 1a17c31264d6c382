"""`portlight doctor | backup | restore | keys`: the operators' commands."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from portlight.config.ops import backup as writing
from portlight.config.ops import restore as reading
from portlight.config.ops import rotation
from portlight.config.ops.doctor import examine

_SIGNS = {"ok": "ok  ", "warn": "WARN", "fail": "FAIL"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def doctor(as_json: bool) -> None:
    """Look whether everything is in order; exit 1 when something is not."""
    reports = examine(at=timezone.now())
    if as_json:
        click.echo(json.dumps([vars(report) for report in reports], ensure_ascii=False))
    for report in reports if not as_json else ():
        click.echo(f"{_SIGNS[report.state]}  {report.name}: {report.said}")
        if report.state != "ok" and report.remedy:
            click.echo(f"      → {report.remedy}")
    if any(report.state == "fail" for report in reports):
        sys.exit(1)


@click.command("backup")
@click.argument("target", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-keys", is_flag=True, help="Put the keys in too: then the file alone opens everything.")
def backup(target: Path | None, with_keys: bool) -> None:
    """Write a backup while the office works (default: backups/ in the data folder)."""
    now = timezone.now()
    place = target or settings.DATA / "backups" / f"portlight-{timezone.localtime(now):%Y-%m-%d-%H%M%S}.tar"
    manifest = writing.backup(place, at=now, with_keys=with_keys)
    click.echo(f"{place}: {place.stat().st_size:,} bytes, {len(manifest.files)} files, {_rows(manifest.counts)}.")
    if manifest.keys_included:
        click.echo("The keys ARE in this file: whoever has it can read everything. Lock it away.")
    else:
        click.echo(
            f"The keys are NOT in it. Without {settings.KEYS.file} nobody can read what is sealed: "
            "keep a copy of that file in another place than the backups."
        )


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(source: Path) -> None:
    """Put a backup into an empty data folder and an empty database."""
    found = reading.restore(source, at=timezone.now())
    click.echo(f"Restored what was there at {found.manifest.made_at}: {_rows(found.manifest.counts)}.")
    if found.older:
        click.echo("The tables are of an older version. Next: portlight prepare")
    if not found.timeline.whole:
        click.echo(f"The timeline is broken at event {found.timeline.broken_at}. See: portlight timeline verify")
        sys.exit(1)
    click.echo(f"The timeline is whole: {found.timeline.sealed} events sealed.")


@click.group("keys")
def keys() -> None:
    """The keys that seal personal data."""


@keys.command("list")
def keys_listed() -> None:
    """The keys of the ring, and how many values each of them seals."""
    counts, here = rotation.sealed_by(), settings.KEYS.numbers
    for number in sorted({*here, *counts}):
        place = "current" if number == settings.KEYS.current else "" if number in here else "NOT HERE"
        click.echo(f"{number:>3}  {counts.get(number, 0):>12,} values  {place}".rstrip())


@keys.command("rotate")
def keys_rotated() -> None:
    """Make a new key and seal everything with it, while the office works. May be broken off and run again.

    Keep a copy of the new ring.json before you need it: a backup of before opens with the old one as well.
    """
    number = rotation.rotate(at=timezone.now())
    click.echo(f"Key {number} seals from now on. Copy {settings.KEYS.file} to where you keep it.")
    _reseal()


@keys.command("reseal")
def keys_resealed() -> None:
    """Seal with the current key what an older one sealed: after a rotation that was broken off."""
    _reseal()


@keys.command("drop")
@click.argument("number", type=click.IntRange(1, 255))
def keys_dropped(number: int) -> None:
    """Take an old key out of the ring, once nothing is sealed with it. Backups of before need it: keep a copy."""
    rotation.drop(number, at=timezone.now())
    click.echo(f"Key {number} is gone from {settings.KEYS.file}.")


def _reseal() -> None:
    total = 0
    for place, count in rotation.reseal(at=timezone.now()):
        total += count
        click.echo(f"\r{total:,} values  {place:<40}", nl=False, err=True)
    click.echo("", err=True)
    click.echo(f"{total:,} values were sealed anew.")


def _rows(counts: dict[str, int]) -> str:
    return f"{counts.get('people_person', 0):,} people, {counts.get('timeline_event', 0):,} events"


commands: list[click.Command] = [doctor, backup, restore, keys]
