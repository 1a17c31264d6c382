"""`portlight words …`: find, check and compile the interface words."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from portlight.toolkit.languages import CODES


@click.group("words")
def words() -> None:
    """The interface words in nine languages."""


@words.command("extract")
def extract() -> None:
    """Bring the catalogues up to date with templates and Python."""
    from portlight.config.words_extract import extract as run

    changed = run()
    for name in changed:
        click.echo(name)
    click.echo(f"{len(changed)} catalogues changed")


@words.command("check")
def check() -> None:
    """Everything that is wrong with the words; exits 1 when something is."""
    from portlight.config.catalogues import compile_all
    from portlight.config.words_check import problems

    compile_all()
    found = list(problems())
    for line in found:
        click.echo(line)
    click.echo(f"{len(found)} problems" if found else "the words are well")
    sys.exit(1 if found else 0)


@words.command("missing")
@click.option("--language", type=click.Choice([code for code in CODES if code != "en"]), help="Only this one.")
@click.option("--json", "as_json", is_flag=True, help='{"fr": {"msgid": "" | ["", ""]}}, to be filled and taken back.')
@click.option("--public", is_flag=True, help="Leave out the words of the desk.")
def missing(language: str | None, as_json: bool, public: bool) -> None:
    """What is not translated yet."""
    from portlight.config.catalogues import TRANSLATED, forms
    from portlight.config.words_check import missing as lacking

    found: dict[str, dict[str, Any]] = {}
    for code in [language] if language else TRANSLATED:
        for name, entry in lacking(code):
            if not (public and name.endswith(".desk")):
                key = f"{entry.msgctxt}\4{entry.msgid}" if entry.msgctxt else entry.msgid
                found.setdefault(code, {})[key] = [""] * forms(code) if entry.msgid_plural else ""
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for code, lacks in found.items():
        click.echo(f"{code}: {len(lacks)} missing")
        for key in lacks:
            click.echo(f"  {key}")


@words.command("take")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def take(file: Path) -> None:
    """Fill in the translations of a JSON FILE (the shape of `missing --json`)."""
    from portlight.config.words_extract import take as run

    click.echo(f"{run(json.loads(file.read_text(encoding='utf-8')))} entries filled")


@words.command("compile")
def compile_words() -> None:
    """Merge and compile the catalogues (done at every start)."""
    from portlight.config.catalogues import compile_all

    click.echo(", ".join(compile_all()) or "nothing had changed")


commands = [words]
