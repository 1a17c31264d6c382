"""What only a named officer may do: receipts, refusals, grants. No machine, person, program or import does it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "portlight"


@pytest.fixture(scope="module")
def own_acts() -> dict[str, set[str]]:
    """Kind of case → its moves that are an officer's own."""
    django.setup()
    from portlight.kernel.cases.queries import declared

    return {kind.name: {one.name for one in kind.moves if one.refuses or one.named} for kind in declared()}


def test_every_such_move_of_every_kind_is_open_to_staff_alone_and_asks_for_a_permission() -> None:
    from portlight.kernel.cases.queries import declared
    from portlight.toolkit.nameplate import plates

    known = {name for plate in plates() for name, _ in plate.permissions}
    own = [(kind.name, one) for kind in declared() for one in kind.moves if one.refuses or one.named]
    assert len(own) >= 6
    assert [(kind, one.name) for kind, one in own if one.who != ("staff",) or one.may not in known] == []


def test_what_makes_such_a_move_is_called_by_screens_of_the_desk_and_by_nobody_else(
    own_acts: dict[str, set[str]],
) -> None:
    """Over the registry of commands: no portal page, no program's door, no tick, no job, no journey, no import."""
    names = {name for kinds in own_acts.values() for name in kinds}
    makers = {(room, function) for room, function in _makers(names)}
    assert {function for _, function in makers} >= {"accept", "refuse", "not_accept", "grant", "intend", "reject"}
    strangers = [
        f"{file.relative_to(SRC)} calls {room}.{called}"
        for file in _sources()
        for room, called in makers
        if called in _called(file, room)
    ]
    assert strangers == []


def _makers(moves: set[str]) -> Iterator[tuple[str, str]]:
    """Commands that make one of these moves: the room and the name of the function."""
    for file in SRC.glob("capabilities/*/commands/*.py"):
        for function in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
                continue
            said = {str(node.value) for node in ast.walk(function) if isinstance(node, ast.Constant)}
            if moves & said:
                yield file.parts[-3], function.name


def _sources() -> Iterator[Path]:
    """Everything but the desk's screens, the commands themselves, and tests."""
    for file in SRC.rglob("*.py"):
        parts = file.relative_to(SRC).parts
        if "tests" in parts or "desk" in parts or "simulator" in parts or "commands" in parts[:-1]:
            continue
        if parts[0] in ("capabilities", "journeys", "channels", "config", "delivery", "faces", "kernel"):
            yield file


def _called(file: Path, room: str) -> set[str]:
    """Names of commands of this room that a file calls or imports, whatever it calls their module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    aliases = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == f"portlight.capabilities.{room}"
        for alias in node.names
        if alias.name == "commands"
    }
    by_name = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(f"portlight.capabilities.{room}.commands")
        for alias in node.names
    }
    return by_name | {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases
    }
