from __future__ import annotations

from datetime import datetime

from portlight.channels.website.baking import bake_status
from portlight.toolkit.nameplate import Tick


def _status(at: datetime) -> int:
    bake_status(at=at)
    return 0  # keeping a page fresh is no work that a worker should stay for


TICKS = (Tick(name="status-page", every_seconds=30, first_after_seconds=3, run=_status),)
