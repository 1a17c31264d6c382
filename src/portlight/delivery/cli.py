"""`portlight worker`, `portlight deliveries …`"""

from __future__ import annotations

import click
from django.utils import timezone

from portlight.delivery import commands as delivery
from portlight.delivery import queries, transport, worker
from portlight.toolkit.actor import machine

_BY = machine("operator")


@click.command("worker")
@click.option("--once", is_flag=True, help="Stop when nothing is due.")
@click.option("--broker", is_flag=True, help="Only send, woken lease by lease by the broker of PORTLIGHT_BROKER.")
@click.option(
    "--metrics", default=0, show_default=True, help="Also serve this worker's counters on this loopback port."
)
def work(once: bool, broker: bool, metrics: int) -> None:
    """Send, publish, retry, and do what the rooms have put off. Several may run, on several machines (PostgreSQL)."""
    worker.begin_to_count(port=metrics)
    if not broker:
        worker.run(once=once)
        return
    if not transport.switched_on():
        raise click.UsageError("PORTLIGHT_BROKER names no broker.")
    transport.consume()


@click.group("deliveries")
def deliveries() -> None:
    """What is in doubt, and what to do about it; pause, resume and pace a channel."""


@deliveries.command("doubts")
@click.option("--code", default="", help="Of one message.")
@click.option("--all", "resolved", is_flag=True, help="Also those that were resolved.")
def doubts(code: str, resolved: bool) -> None:
    """List the deliveries that may or may not have gone out."""
    after: str | None = None
    while True:
        page = queries.doubts(code=code, resolved=resolved, after=after, size=500)
        for row in page.rows:
            done = f"{row.how} {row.resolved_at:%Y-%m-%d %H:%M}" if row.resolved_at else "open"
            click.echo(
                "\t".join((str(row.delivery), row.channel, row.language, f"{row.since:%F %T}", row.reason, done))
            )
        if page.next is None:
            return
        after = page.next


@deliveries.command("resolve")
@click.argument("numbers", nargs=-1, type=int, required=True)
@click.option("--send-again", "how", flag_value="send-again", help="It may arrive twice.")
@click.option("--taken-as-sent", "how", flag_value="taken-as-sent", help="It may never have arrived.")
def resolve(numbers: tuple[int, ...], how: str | None) -> None:
    """Decide about doubts, by the numbers that `doubts` lists."""
    if how is None:
        raise click.UsageError("Say --send-again or --taken-as-sent.")
    resolved = delivery.resolve(delivery_ids=numbers, how=how, by=_BY, at=timezone.now())
    click.echo(f"{resolved} resolved")


@deliveries.command("pause")
@click.argument("channel")
def pause(channel: str) -> None:
    """Nothing leaves on CHANNEL until it is resumed."""
    delivery.pause(channel=channel, by=_BY, at=timezone.now())


@deliveries.command("resume")
@click.argument("channel")
def resume(channel: str) -> None:
    """CHANNEL goes on."""
    delivery.resume(channel=channel, by=_BY, at=timezone.now())


@deliveries.command("pace")
@click.argument("channel")
@click.argument("rate", type=click.IntRange(min=0))
def pace(channel: str, rate: int) -> None:
    """At most RATE messages a second on CHANNEL, over all workers; 0: as fast as they are taken."""
    delivery.pace(channel=channel, rate=rate, by=_BY, at=timezone.now())


commands: list[click.Command] = [work, deliveries]
