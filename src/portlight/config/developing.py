"""Commands for developers: where is a page's code, and the reference written from the code."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from portlight.config import reference

REPOSITORY = Path(__file__).resolve().parents[3]


@click.command()
@click.argument("url")
def whereis(url: str) -> None:
    """The code of a page: view, template and test of a URL, with line numbers."""
    from portlight.faces import routes

    __import__("portlight.config.urls")
    places = routes.whereis(url)
    if not places:
        raise click.ClickException(f"no screen answers {url}")
    for place in places:
        click.echo(f"{place.what:<9} {place.where}")


@click.group()
def docs() -> None:
    """The reference pages that are written from the code."""


@docs.command()
def write() -> None:
    """Write docs/reference anew."""
    for path, text in reference.pages().items():
        file = REPOSITORY / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        click.echo(path)


@docs.command()
def check() -> None:
    """Fails when a page of docs/reference is not what the code says."""
    stale = [
        path for path, text in reference.pages().items()
        if not (REPOSITORY / path).exists() or (REPOSITORY / path).read_text(encoding="utf-8") != text
    ]  # fmt: skip
    for path in stale:
        click.echo(f"{path} is out of date: make docs", err=True)
    sys.exit(1 if stale else 0)


commands = [whereis, docs]
