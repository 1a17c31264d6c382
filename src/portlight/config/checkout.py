"""What only a source checkout has: the benchmarks, which stand beside `src` and not in the package."""

from __future__ import annotations

import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[3]


def benches() -> str:
    """The module that brings `portlight bench`: the checkout's own, or this one, which says where to find it."""
    if not all((ROOT / name).exists() for name in ("benchmarks/cli.py", "pyproject.toml")):
        return __name__
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return "benchmarks.cli"


@click.command("bench", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """What we claim, measured beside its peers (comes with the source checkout)."""
    raise click.ClickException("The benchmarks come with the source checkout: clone it, then run make bench there.")


commands = [bench]
