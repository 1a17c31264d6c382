"""`portlight demo` and the parts of it that run as its children."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings


@click.command()
@click.option("--people", default=5000, show_default=True, type=click.IntRange(1), help="How many live in the city.")
@click.option("--once", is_flag=True, help="Do the main job without a browser, count at the sink, and end.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("--keep", is_flag=True, help="Keep the city of the last time.")
@click.option("--slow", default=0, type=click.IntRange(0), help="Milliseconds the mail server waits, from then on.")
def demo(people: int, once: bool, as_json: bool, keep: bool, slow: int) -> None:
    """A whole city on this machine: portal, desk, worker, mail sink, and one notice in nine languages.

    Exit code 0 only if the ledger adds up: everyone addressed or left out with a reason, none lost, none doubled.
    """
    from portlight.simulator.demo import Wish, run

    wish = Wish(people=people, once=once, as_json=as_json, keep=keep, data=Path(settings.DATA), slow=slow)
    raise SystemExit(run(wish))


@click.command("demo-city", hidden=True)
@click.option("--people", default=5000, type=int)
@click.option("--record", type=click.Path(path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True)
@click.option("--keep", is_flag=True)
def demo_city(people: int, record: Path, as_json: bool, keep: bool) -> None:
    """The city and the main job, as a child of `portlight demo`."""
    from portlight.simulator.main_job import run

    if settings.MODE != "demo":
        raise click.ClickException("only `portlight demo` builds a city")
    raise SystemExit(run(count=people, record=record, as_json=as_json, keep=keep))


commands = [demo, demo_city]
