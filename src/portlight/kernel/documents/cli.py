"""`portlight documents …`: papers at the console."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from django.utils import timezone

from portlight.kernel.documents import commands as acts
from portlight.kernel.documents.rules import DRAFT
from portlight.toolkit import nameplate
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind_bytes

_BY = machine("console")


@click.group("documents")
def documents() -> None:
    """Papers that people hand in."""


@documents.command("take")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--slot", required=True, help="The place it is handed in for, e.g. passport-page.")
@click.option("--about", default="", help="The matter it is for, e.g. case:123. Without one it goes after 30 days.")
@click.option("--owner", type=click.UUID, help="Key of the person it belongs to.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.pass_context
def take(ctx: click.Context, file: Path, slot: str, about: str, owner: UUID | None, as_json: bool) -> None:
    """Take FILE as the office takes it from people: opened, made anew, sealed. Exit 1 when it is refused."""
    slots = nameplate.slots()
    if slot not in slots:
        raise click.BadParameter(f"{slot!r} is none of {', '.join(sorted(slots))}.", ctx=ctx, param_hint="--slot")
    content = _read(file, slots[slot].most_bytes)
    about = about or f"{DRAFT}console-{blind_bytes(content, purpose='documents.console')[:16]}"
    try:
        taken = acts.take(content, slot=slot, about=about, owner=owner, by=_BY, at=timezone.now())
    except Refused as refusal:
        if not as_json:
            raise
        click.echo(json.dumps({"taken": False, "reason": refusal.code, "stored": None}))
        ctx.exit(1)
    if as_json:
        click.echo(json.dumps({"taken": True, "reason": None, "stored": _told(taken)}))
    else:
        waits = ", and waits for the virus scanner" if taken.reason else ""
        click.echo(f"Taken as {taken.kind}, {taken.size:,} bytes{waits}. Key {taken.key}")


def _read(file: Path, most: int) -> bytes:
    """One byte more than may be taken is enough to refuse it."""
    with file.open("rb") as content:
        return content.read(most + 1)


def _told(taken: acts.Taken) -> dict[str, Any]:
    size = {"pages": taken.pages} if taken.pages else {"pixels": [taken.width, taken.height]}
    told = {"key": str(taken.key), "kind": taken.kind, "bytes": taken.size, "sha256": taken.sha256}
    return {**told, **size, "state": taken.state}


commands: list[click.Command] = [documents]
