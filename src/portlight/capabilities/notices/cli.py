"""`portlight notices …`: compare, import, release as signed, and load what was prepared."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils.timezone import now

from portlight.capabilities.notices import commands as verbs
from portlight.capabilities.notices.rules.compare import Verdict
from portlight.capabilities.notices.rules.compare import compare as compared
from portlight.kernel.staff import queries as staff
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.actor import staff as account
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused


@click.group()
def notices() -> None:
    """Write, check and take in notices."""


@notices.command()
@click.option("--source", required=True, nargs=2, metavar="LANGUAGE FILE", help="The source and its language.")
@click.option("--target", required=True, nargs=2, metavar="LANGUAGE FILE", help="The translation and its language.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def compare(source: tuple[str, str], target: tuple[str, str], as_json: bool) -> None:
    """Compare a translation with its source: numbers, dates, telephones, links, script.

    Exit code 0: pass or warn; 3: something blocks. What a machine cannot know it does not claim.
    """
    texts = [(language, _whole(language, file)) for language, file in (source, target)]
    comparison = compared(texts[0][1], texts[0][0], texts[1][1], texts[1][0])
    if as_json:
        click.echo(json.dumps(comparison.to_json(), ensure_ascii=False))
    else:
        click.echo(comparison.verdict)
        for finding in comparison.findings:
            click.echo(f"  {finding.kind}: {finding.source or '–'} | {finding.target or '–'}")
    if comparison.verdict is Verdict.BLOCK:
        raise SystemExit(3)


@notices.command("import", context_settings={"show_default": True})
@click.argument("files", nargs=-1, metavar="LANGUAGE=FILE…")
@click.option("--by", "email", help="The e-mail address of the account that takes it in; without it, a machine does.")
@click.option("--severity", default="ordinary", type=click.Choice(["ordinary", "urgent", "emergency"]))
@click.option("--topic", default="office")
@click.option("--issuer", default="", help="The authority it comes from: then it is attested, not translated.")
@click.option("--from", "received_from", default="", help="Where it came from (address, document number).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def take_in(
    files: tuple[str, ...], email: str | None, severity: str, topic: str, issuer: str, received_from: str, as_json: bool
) -> None:
    """Make a notice of text files, any subset of the nine languages: en=FILE zh-Hans=FILE …"""
    pairs = [_pair(argument) for argument in files]
    number = verbs.take_in(
        files=pairs,
        by=_actor(email),
        at=now(),
        severity=severity,
        topic=topic,
        issuer=issuer,
        received_from=received_from,
    )
    taken = [language for language, _ in pairs]
    missing = [code for code in CODES if code not in taken]
    if as_json:
        click.echo(json.dumps({"number": number, "languages": taken, "not_translated": missing}))
    else:
        click.echo(f"{number}: {', '.join(taken)}; not translated: {', '.join(missing) or '–'}")


@notices.command()
@click.argument("number")
@click.argument("files", nargs=-1, metavar="LANGUAGE=FILE…")
@click.option("--by", "email", help="The e-mail address of the account that brings them; without it, a machine does.")
def propose(number: str, files: tuple[str, ...], email: str | None) -> None:
    """Lay proposals of a partner or a program beside the source of notice NUMBER; a translator vouches for each."""
    taken = verbs.propose(number=number, files=[_pair(one) for one in files], by=_actor(email), at=now())
    click.echo(f"{number}: proposed in {', '.join(taken)}")


@notices.command()
def load_prepared() -> None:
    """Load the prepared notices that came with this version; changed sentences must be signed anew."""
    click.echo(f"{verbs.load_prepared(by=machine('cli'), at=now())} texts new or changed")


def _whole(language: str, file: str) -> str:
    if language not in CODES:
        raise Refused("notices.import-language", language=language, known=", ".join(CODES))
    try:
        return _bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("notices.import-encoding", language=language, position=error.start) from None


def _pair(argument: str) -> tuple[str, bytes]:
    language, sign, file = argument.partition("=")
    if not sign:
        raise click.UsageError(f"{argument!r} is not LANGUAGE=FILE, e.g. en=notice.txt")
    if language not in CODES:
        raise Refused("notices.import-language", language=language, known=", ".join(CODES))
    return language, _bytes(file)


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError:
        raise Refused("notices.import-unreadable", file=file) from None


def _actor(email: str | None) -> Actor:
    if email is None:
        return machine("cli")
    card = staff.by_email(email)
    if card is None:
        raise Refused("notices.account-unknown", email=email)
    return account(card.key)


commands = [notices]
