"""`portlight timeline …`"""

from __future__ import annotations

import json
import sys

import click

from portlight.kernel.timeline import queries

_REASONS = {
    "changed": "was changed after it was sealed",
    "taken-out-before": "does not follow the event before it: something between them was taken out",
    "end-cut-off": "is the place of a signed head which the chain does not hold any more",
}


@click.group("timeline")
def timeline() -> None:
    """The office's memory: is it whole?"""


@timeline.command("verify")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def verify(as_json: bool) -> None:
    """Walk the whole chain; exit 1 and name the first broken event when it is not whole."""
    found = queries.verify()
    if as_json:
        click.echo(json.dumps(vars(found)))
    elif found.whole:
        click.echo(f"The timeline is whole: {found.sealed} events sealed, {found.unsealed} not sealed yet.")
    else:
        click.echo(f"Event {found.broken_at} {_REASONS[found.reason]}. Before it, {found.sealed} events are whole.")
    if not found.whole:
        sys.exit(1)


@timeline.command("heads")
def heads() -> None:
    """The signed heads, newest first. Keep a copy outside this machine."""
    for head in queries.heads():
        click.echo(f"{head.on} {head.seal} {head.signature}")


commands: list[click.Command] = [timeline]
