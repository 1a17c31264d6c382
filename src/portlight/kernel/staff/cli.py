"""`portlight staff …`: the first account of a new office, and help for one who is locked out."""

from __future__ import annotations

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext

from portlight.kernel.staff import commands as acts
from portlight.kernel.staff import queries
from portlight.kernel.staff.rules import ROLES
from portlight.kernel.staff.words import SENTENCES
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused

_BY = machine("console")


@click.group("staff")
def staff() -> None:
    """Accounts of the office."""


@staff.command("hire")
@click.argument("email")
@click.argument("name")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="May be given several times.")
@click.option("--language", default="zh-Hans", type=click.Choice(CODES), show_default=True)
@click.password_option(help="Asked for when it is not given.")
def hire(email: str, name: str, roles: tuple[str, ...], language: str, password: str) -> None:
    """Make an account. The second factor is set up at the first sign-in."""
    try:
        validate_password(password)
        key = acts.hire(
            email=email, name=name, roles=roles, language=language, password=password, by=_BY, at=timezone.now()
        )
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from None
    except Refused as refused:
        raise click.ClickException(gettext(SENTENCES[refused.code]).format(**refused.facts)) from None
    click.echo(f"{email.lower()} has an account: {key}")


@staff.command("list")
def listed() -> None:
    """Everyone with an account, and the roles they hold."""
    for card in queries.everyone():
        click.echo(f"{card.email}\t{card.name}\t{', '.join(card.roles) if card.active else '(left)'}")


commands: list[click.Command] = [staff]
