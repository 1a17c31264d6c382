"""`portlight bounces …`"""

from __future__ import annotations

import asyncio
import email
import sys
from email.message import Message
from email.utils import getaddresses
from typing import BinaryIO

import click
from django.utils import timezone

from portlight.channels.email import bounces as ours

_TEMPFAIL = 75  # sysexits.h: the mail server keeps it and tries again
# Where mail servers write whom a message was for, the most telling first.
_WHOM = ("X-Original-To", "Delivered-To", "Envelope-To", "To")


@click.group("bounces")
def bounces() -> None:
    """Mail that comes back to the return paths of our messages."""


@bounces.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=2525, show_default=True, help="Port to listen on; 0 takes a free one and prints it.")
def serve(host: str, port: int) -> None:
    """Be the mail server of the return paths' domain (PORTLIGHT_MAIL_BOUNCES)."""
    from portlight.channels.email.receiving import serve as run

    try:
        asyncio.run(run(host, port))
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


@bounces.command("take")
@click.argument("file", type=click.File("rb"))
@click.option("--to", "recipient", default="", help="Whom it was for; else its own headers are asked.")
def take(file: BinaryIO, recipient: str) -> None:
    """Take one message from FILE or, with -, from a mail server's pipe. Exit code 75: try again.

    What is about none of our messages is ignored and noted, never answered: an answer to a bounce makes a loop.
    """
    raw = file.read(ours.MOST_BYTES + 1)
    if len(raw) > ours.MOST_BYTES:
        click.echo("too long, ignored", err=True)
        return
    whom = [recipient] if recipient else _recipients(email.message_from_bytes(raw))
    found = next((one for one in whom if ours.delivery_of(one) is not None or ours.is_complaints(one)), "")
    try:
        kept = ours.keep(found, raw, at=timezone.now())
    except OSError as error:
        click.echo(f"cannot be kept: {error}", err=True)
        sys.exit(_TEMPFAIL)
    click.echo("kept" if kept else "about none of our messages, ignored")


def _recipients(message: Message) -> list[str]:
    given = [str(value) for name in _WHOM for value in message.get_all(name, [])]
    return [one.strip() for value in given for _, one in getaddresses([value])]


commands: list[click.Command] = [bounces]
