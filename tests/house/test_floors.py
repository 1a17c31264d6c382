"""What imports cannot show: foreign keys by name, lookups by string, clocks below the faces, tables."""

from __future__ import annotations

import ast

from django.apps import apps
from django.db import models

from tests.house.tree import HEIGHT, KERNEL_ORDER, PACKAGE, functions, modules, shown, tree

OURS = "portlight."
BELOW_FACES = ("toolkit", "kernel", "delivery")


def _place(model: type[models.Model]) -> tuple[str, str]:
    parts = model.__module__.split(".")
    return parts[1], parts[2] if len(parts) > 2 else ""


def _keys() -> list[tuple[type[models.Model], models.Field]]:
    found = []
    for model in apps.get_models():
        if model.__module__.startswith(OURS):
            found += [(model, field) for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]
    assert found
    return found


def test_no_foreign_key_points_up_or_to_a_sibling() -> None:
    bad = []
    for model, field in _keys():
        target = field.related_model
        if not target.__module__.startswith(OURS):
            continue
        (floor, room), (other_floor, other_room) = _place(model), _place(target)
        upward = HEIGHT[other_floor] > HEIGHT[floor]
        sibling = HEIGHT[floor] == HEIGHT["capabilities"] == HEIGHT[other_floor] and (floor, room) != (
            other_floor,
            other_room,
        )
        in_kernel = floor == other_floor == "kernel" and KERNEL_ORDER.index(other_room) > KERNEL_ORDER.index(room)
        if upward or sibling or in_kernel:
            bad.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert not bad, bad


def test_every_foreign_key_protects() -> None:
    bad = [f"{m.__name__}.{f.name}" for m, f in _keys() if f.remote_field.on_delete is not models.PROTECT]
    assert not bad, bad


def test_app_labels_are_folder_names() -> None:
    bad = [
        config.name
        for config in apps.get_app_configs()
        if config.name.startswith(OURS) and config.label != config.name.split(".")[-1]
    ]
    assert not bad, bad


def test_nothing_is_looked_up_by_string() -> None:
    """No `get_model`, `import_string`, `import_module` outside the lists of config and the work room."""
    allowed = {"config/cli.py", "config/urls.py", "config/operating.py", "config/developing.py", "faces/screens.py"}
    bad = []
    for path in modules():
        where = str(path.relative_to(PACKAGE))
        if where in allowed or where.startswith(("kernel/work/", "config/")):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and _called(node) in {"get_model", "import_string", "import_module"}:
                bad.append(f"{shown(path)}:{node.lineno} {_called(node)}")
    assert not bad, bad


def test_time_enters_as_an_argument_below_the_faces() -> None:
    """`at=` comes from screens, ticks, workers and the command line; rules and commands have no clock."""
    asks_the_clock = {"delivery/worker.py", "delivery/loop.py", "delivery/cli.py"}
    bad = []
    for path in modules():
        where = path.relative_to(PACKAGE)
        deep = (
            where.parts[0] in BELOW_FACES or path.stem in {"rules", "commands", "queries"} or "commands" in where.parts
        )
        if not deep or str(where) in asks_the_clock or path.stem == "cli":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "timezone.now", "now", "datetime.now", "datetime.utcnow", "date.today",
            }:  # fmt: skip
                bad.append(f"{shown(path)}:{node.lineno}")
    assert not bad, bad


def test_faces_and_journeys_have_no_tables() -> None:
    found = [shown(p) for floor in ("faces", "journeys") for p in (PACKAGE / floor).rglob("models.py")]
    own = [path for path in found if "faces/drafts" not in path]
    assert not own, own


def test_models_decide_nothing() -> None:
    """No `save` of one's own, no signal receivers: what happens, happens in a command."""
    bad = []
    for path in modules():
        if path.stem == "models" or "models" in path.parts:
            bad += [
                f"{shown(path)}:{node.lineno} {node.name}"
                for node in functions(path)
                if node.name in {"save", "delete"}
            ]
        text = path.read_text(encoding="utf-8")
        if "django.db.models.signals" in text or "@receiver" in text:
            bad.append(f"{shown(path)} signals")
    assert not bad, bad


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
