"""Small modules, short functions: 200 and 20 by habit, 400 and 50 are walls, templates 120."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, functions, modules, shown

TREES = (ROOT / "tests", ROOT / "tools", ROOT / "benchmarks")
ALL = [*modules(tests=True), *(path for tree in TREES for path in sorted(tree.rglob("*.py")))]


def test_no_module_is_longer_than_the_wall() -> None:
    long = {shown(path): n for path in ALL if (n := len(path.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long, f"over 400 lines, split by verb or noun: {long}"


def test_no_function_is_longer_than_the_wall() -> None:
    long = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in modules()
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > 50
    ]
    assert not long, f"over 50 lines: {long}"


@pytest.mark.parametrize("limit", [120])
def test_no_template_is_longer_than_the_wall(limit: int) -> None:
    templates: list[Path] = sorted(PACKAGE.rglob("templates/**/*.html"))
    assert templates
    long = [shown(path) for path in templates if len(path.read_text(encoding="utf-8").splitlines()) > limit]
    assert not long, f"over {limit} lines: {long}"
