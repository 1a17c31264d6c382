"""The source as the tests of the house read it: files, their syntax trees, and the floors they stand on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "portlight"
FLOORS = ("toolkit", "kernel", "delivery", "faces", "capabilities", "channels", "journeys", "config", "simulator")
# capabilities and channels are one floor: neither knows the other
HEIGHT = {floor: FLOORS.index("capabilities" if floor == "channels" else floor) for floor in FLOORS}
KERNEL_ORDER = (
    "timeline",
    "work",
    "staff",
    "places",
    "people",
    "organisations",
    "policies",
    "clients",
    "emergencies",
    "papers",
    "documents",
    "clocks",
    "slots",
    "cases",
)


def modules(*, tests: bool = False) -> Iterator[Path]:
    """Every module of the product; migrations left out, its tests only when asked for."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if "migrations" not in parts and (tests or "tests" not in parts):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def floor_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def rooms(floor: str) -> list[Path]:
    return sorted(path for path in (PACKAGE / floor).iterdir() if (path / "__init__.py").exists())
