"""The screens of the rooms that are switched on: importing a module registers its routes (`faces.routes`)."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from portlight.config.capabilities import CAPABILITIES
from portlight.config.channels import CHANNELS
from portlight.config.journeys import JOURNEYS

_OWN = {
    "portal": ("home", "me", "reach", "places", "appointments", "emergency"),
    "desk": (
        "home", "work.listing", "work.board", "places", "office", "ways", "tables", "programs", "slots", "emergencies",
    ),
}  # fmt: skip


def gather(*faces: str) -> None:
    """Import what the faces themselves and every room have for these of `desk`, `portal` and `api`."""
    for face in faces:
        for module in _OWN.get(face, ()):
            import_module(f"portlight.faces.{face}.{module}")
    for room in (*CAPABILITIES, *CHANNELS, *JOURNEYS):
        for face in faces:
            if find_spec(f"{room}.{face}"):
                import_module(f"{room}.{face}")
