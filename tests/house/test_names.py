"""Names are the office's own words; what every codebase calls its leftovers is not a name."""

from __future__ import annotations

import ast
import re

from tests.house.tree import PACKAGE, modules, rooms, shown, tree

CLASS = re.compile(r"(Manager|Helper|Helpers|Util|Utils|Service|Handler|Processor|Factory)$")
FUNCTION = re.compile(r"^_?(process|do|handle)_")
MODULE = {
    "utils.py",
    "util.py",
    "helpers.py",
    "helper.py",
    "common.py",
    "misc.py",
    "managers.py",
    "services.py",
    "data.py",
}
# Names that a framework looks for.
GIVEN = {
    "AbstractBaseUser",
    "BaseUserManager",
    "Accounts",
    "do_GET",
    "handle_data",
    "handle_starttag",
    "handle_startendtag",
    "handle_endtag",
}


def test_no_class_or_function_has_an_empty_name() -> None:
    bad = []
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and CLASS.search(node.name) and node.name not in GIVEN:
                bad.append(f"{shown(path)}:{node.lineno} class {node.name}")
            if isinstance(node, ast.FunctionDef) and FUNCTION.match(node.name) and node.name not in GIVEN:
                bad.append(f"{shown(path)}:{node.lineno} def {node.name}")
    assert not bad, bad


def test_no_module_is_a_drawer() -> None:
    assert not [shown(path) for path in modules() if path.name in MODULE]


def test_every_capability_and_kernel_room_says_what_it_promises() -> None:
    wanting = [
        room.name for floor in ("capabilities", "kernel") for room in rooms(floor) if not (room / "README.md").exists()
    ]
    wanting += [] if (PACKAGE / "delivery" / "README.md").exists() else ["delivery"]
    assert not wanting, f"README.md (one page: promise, words, legal basis, screens) is missing in {wanting}"


def test_every_public_command_and_rule_has_a_docstring() -> None:
    bad = []
    for path in modules():
        if (
            "commands" not in path.parts[-2:]
            and path.stem != "commands"
            and "rules" not in (*path.parts[-2:], path.stem)
        ):
            continue
        for node in tree(path).body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node) and len(node.body) > 3:
                bad.append(f"{shown(path)}:{node.lineno} {node.name}")
    assert not bad, bad
