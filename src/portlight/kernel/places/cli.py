"""`portlight seed reference`: what every office needs before its first day."""

from __future__ import annotations

import click
from django.utils import timezone

from portlight.kernel.places.commands import load_districts
from portlight.toolkit.actor import machine


@click.group("seed")
def seed() -> None:
    """Load what the package brings. May be run at every start."""


@seed.command("reference")
def reference() -> None:
    """The city's districts, in nine languages."""
    changed = load_districts(by=machine("console"), at=timezone.now())
    click.echo(f"Districts: {changed} new or changed." if changed else "Districts: nothing new.")


commands: list[click.Command] = [seed]
