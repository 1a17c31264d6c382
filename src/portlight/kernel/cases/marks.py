"""What a worklist is read along beside the due date: kept on the row, because an index must go along it."""

from __future__ import annotations

from collections.abc import Sequence

from portlight.kernel.cases.rules import CaseKind
from portlight.toolkit.nameplate import desks

URGENT = "urgent"  # the flag of one case that is urgent while its kind is not


def marks(kind: CaseKind, flags: Sequence[str]) -> dict[str, bool]:
    """A case with these flags: `urgent` by its kind or its flag; `red` by a flag that the kind's desk declares red."""
    desk = desks().get(kind.name)
    red = desk is not None and not set(desk.red).isdisjoint(flags)
    return {"urgent": kind.urgent or URGENT in flags, "red": red}
