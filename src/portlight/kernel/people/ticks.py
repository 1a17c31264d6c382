from __future__ import annotations

from datetime import datetime

from portlight.kernel.people.commands import forget_copies, forget_unproved, tidy
from portlight.toolkit.nameplate import Tick


def _tidy(at: datetime) -> int:
    return tidy(at=at) + forget_unproved(at)


FORGET_COPIES = Tick(name="people.forget-copies", every_seconds=3600, run=forget_copies)
TIDY = Tick(name="people.tidy", every_seconds=3600, run=_tidy)
