from __future__ import annotations

from datetime import datetime

from portlight.kernel.slots import commands
from portlight.toolkit.nameplate import Tick


def tidy(at: datetime) -> int:
    return commands.note_over(at) + commands.end_waits(at) + commands.forget(at)


OFFER = Tick(name="offer-freed-times", every_seconds=60, run=commands.offer_freed)
TIDY = Tick(name="tidy-appointments", every_seconds=3600, run=tidy, first_after_seconds=60)
