"""`portlight webpush keys`"""

from __future__ import annotations

import click

from portlight.channels.webpush import vapid
from portlight.toolkit.refusals import Refused


@click.group("webpush")
def webpush() -> None:
    """Messages to browsers."""


@webpush.command("keys")
@click.option("--show", is_flag=True, help="Only print the public half of the key that is there.")
def keys(show: bool) -> None:
    """Make the office's key towards the push services, once; prints its public half."""
    if show:
        try:
            click.echo(vapid.public_key())
        except vapid.NoKey as error:
            raise click.ClickException(f"no key: {error}") from None
        return
    try:
        click.echo(vapid.make())
    except FileExistsError:
        raise Refused("webpush.key-there", file=str(vapid.place())) from None


commands: list[click.Command] = [webpush]
