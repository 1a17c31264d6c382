"""`portlight cap …`"""

from __future__ import annotations

import click
from django.utils import timezone

from portlight.channels.cap import signing
from portlight.toolkit.refusals import Refused


@click.group("cap")
def cap() -> None:
    """Alerts in the Common Alerting Protocol."""


@cap.command("keys")
@click.option("--days", default=1825, show_default=True, type=click.IntRange(1, 3650), help="How long it is good.")
def keys(days: int) -> None:
    """Make the key that signs alerts, and its certificate, once; prints the certificate's SHA-256."""
    try:
        click.echo(signing.make(days=days, at=timezone.now()))
    except FileExistsError:
        raise Refused("cap.key-there", file=str(signing.key_place())) from None
    click.echo(f"certificate: {signing.certificate_place()}", err=True)


commands: list[click.Command] = [cap]
