"""`portlight prepare`: from an empty folder to an office that can start. Safe to run at every start."""

from __future__ import annotations

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from portlight.config.catalogues import compile_all
from portlight.toolkit.actor import machine
from portlight.toolkit.keys import NoKeys

_BY = machine("prepare")


def prepare() -> None:
    """Keys (once), tables, the shared cache, reference data, words. NoKeys when a database has lost its ring."""
    if not settings.KEYS.exists:
        if connection.introspection.table_names():
            raise NoKeys(
                f"the database has no key ring in {settings.KEYS.folder}: restore the folder from the place where you keep "
                "the keys. A new ring could never open what the old one sealed."
            )
        settings.KEYS.make()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    _reference()
    compile_all()


def _reference() -> None:
    from portlight.capabilities.notices import commands as notices
    from portlight.kernel.places import commands as places

    at = timezone.now()
    places.load_districts(by=_BY, at=at)
    notices.load_prepared(by=_BY, at=at)


@click.command("prepare")
def prepare_command() -> None:
    """Keys, tables, reference data and words: everything a start needs. Safe to repeat."""
    prepare()
    click.echo("ready")


commands = [prepare_command]
