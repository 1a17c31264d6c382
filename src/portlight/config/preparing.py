"""`portlight prepare`: from an empty folder to an office that can start. Safe to run at every start."""

from __future__ import annotations

import click
from django.core.management import call_command
from django.utils import timezone

from portlight.config.catalogues import compile_all
from portlight.config.ops.keys import check_ring
from portlight.toolkit.actor import machine
from portlight.toolkit.nameplate import plates

_BY = machine("prepare")


def prepare() -> None:
    """Keys (made once), tables, the shared cache, reference data, words.

    Refused("ops.keys-missing") or ("ops.keys-strange") when the database was sealed with another ring.
    """
    check_ring(at=timezone.now(), make=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    check_ring(at=timezone.now(), make=True)  # now that there is a timeline, it keeps which ring this is
    for plate in plates():
        for load in plate.loaders:
            load(by=_BY, at=timezone.now())
    compile_all()


@click.command("prepare")
def prepare_command() -> None:
    """Keys, tables, reference data and words: everything a start needs. Safe to repeat."""
    prepare()
    click.echo("ready")


commands = [prepare_command]
