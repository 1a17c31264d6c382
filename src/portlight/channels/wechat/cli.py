"""`portlight wechat …`: templates, and what was sent to everybody."""

from __future__ import annotations

import click
from django.utils import timezone

from portlight.channels.wechat import commands as wechat
from portlight.channels.wechat import queries
from portlight.toolkit.actor import machine

_BY = machine("operator")


@click.group("wechat")
def group() -> None:
    """The WeChat account: its templates, and its mass sends with WeChat's own counts."""


@group.command("templates")
def templates() -> None:
    """What has been granted, and what goes into which field."""
    for one in queries.templates():
        fields = " ".join(f"{name}={source}" for name, source in sorted(one.fields.items()))
        click.echo("\t".join((one.purpose, one.language, one.way, one.template_id, fields)))


@group.command("grant")
@click.argument("template_id")
@click.argument("fields", nargs=-1, required=True)
@click.option("--purpose", type=click.Choice(wechat.PURPOSES), default="notice")
@click.option("--language", default="*", help="For one language only.")
@click.option(
    "--way", type=click.Choice(wechat.WAYS), default="notice", help="Subscription notice, or template message."
)
def grant(template_id: str, fields: tuple[str, ...], purpose: str, language: str, way: str) -> None:
    """Use TEMPLATE_ID from now on. FIELDS: thing1=title character_string2=code time3=time …"""
    filled = {name: source for name, _, source in (one.partition("=") for one in fields)}
    wechat.grant(
        language=language, purpose=purpose, way=way, template_id=template_id, fields=filled, by=_BY, at=timezone.now()
    )
    click.echo(f"{purpose} {language}: {template_id}")


@group.command("forget")
@click.option("--purpose", type=click.Choice(wechat.PURPOSES), default="notice")
@click.option("--language", default="*")
def forget(purpose: str, language: str) -> None:
    """Do not use that template any more."""
    wechat.forget(language=language, purpose=purpose, by=_BY, at=timezone.now())


@group.command("mass")
@click.option("--code", default="", help="Of one message.")
def mass(code: str) -> None:
    """What was sent to everybody: state, WeChat's word, followers of the tag, left after its filters, sent, failed."""
    for one in queries.mass_sends(code=code):
        counts = [
            str(number) if number is not None else "-" for number in (one.total, one.filtered, one.sent, one.failed)
        ]
        click.echo(
            "\t".join((f"{one.at:%F %T}", one.code, one.language, one.what, one.state, one.status or one.said, *counts))
        )


commands = [group]
