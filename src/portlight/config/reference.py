"""docs/reference, written from the code: routes, permissions, settings, ticks and jobs, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

from portlight.config import kinds_page
from portlight.config.checkout import benches
from portlight.toolkit.nameplate import plates

_HEAD = "Written by `make docs` from the code; `make check` compares it."
_PACKAGE = Path(__file__).resolve().parents[1]
_SETTING = re.compile(r'env\.(\w+)\(\s*"([A-Z_]+)"(?:,\s*(.+?))?\)', re.DOTALL)


def pages() -> dict[str, str]:
    """Path in the repository → text, for every generated page."""
    __import__("portlight.config.urls")
    from portlight.faces import routes

    return {
        **_measured(),
        "docs/reference/routes.md": routes.listing(),
        "docs/reference/permissions.md": _page("Permissions", _permissions()),
        "docs/reference/settings.md": _page("Settings", _settings()),
        "docs/reference/ticks.md": _page("Ticks and jobs", _ticks()),
        "docs/reference/commands.md": _page("Commands", _commands()),
        "docs/reference/kinds.md": _page("Kinds of cases", kinds_page.lines()),
    }


def _measured() -> dict[str, str]:
    """The table of the benchmarks, from the result files of this checkout."""
    if benches() != "benchmarks.cli":
        return {}
    return {
        "docs/reference/bench.md": str(import_module("benchmarks.report").page()),
        "docs/explanation/sizing.md": str(import_module("benchmarks.sizing").page()),
    }


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", _HEAD, "", *lines, ""])


def _permissions() -> Iterator[str]:
    yield "| permission | roles that hold it |"
    yield "|---|---|"
    held = sorted(pair for plate in plates() for pair in plate.permissions)
    yield from (f"| `{name}` | {', '.join(roles)} |" for name, roles in held)


def _settings() -> Iterator[str]:
    """Every variable that settings.py reads. A name that nothing reads refuses to start."""
    text = (_PACKAGE / "config" / "settings.py").read_text(encoding="utf-8")
    yield "Secrets may also come from a file: `<NAME>_FILE`. A `PORTLIGHT_` variable not listed here refuses to start."
    yield ""
    yield "| variable | kind | default and bounds |"
    yield "|---|---|---|"
    for kind, name, rest in sorted(_SETTING.findall(text), key=lambda found: str(found[1])):
        told = " ".join(rest.split()) if rest else "–"
        yield f"| `PORTLIGHT_{name}` | {kind} | `{told}` |"


def _ticks() -> Iterator[str]:
    yield "| room | what | when |"
    yield "|---|---|---|"
    for plate in sorted(plates(), key=lambda plate: plate.room):
        room = plate.room.removeprefix("portlight.")
        yield from (f"| {room} | {tick.name} | every {tick.every_seconds:g} s |" for tick in plate.ticks)
        yield from (f"| {room} | {kind} | when its work item is due |" for kind in sorted(plate.jobs or {}))


def _commands() -> Iterator[str]:
    from portlight.config.cli import group

    yield from _described(group(), "portlight")


def _described(command: click.Command, name: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        for child in sorted(command.commands):
            yield from _described(command.commands[child], f"{name} {child}")
        return
    context = click.Context(command, info_name=name)
    yield f"## `{name}`"
    yield ""
    yield " ".join((command.help or "").split())
    yield ""
    options = [record for parameter in command.params if (record := parameter.get_help_record(context))]
    yield from (f"- `{flags}` {told}" for flags, told in options)
    if options:
        yield ""
