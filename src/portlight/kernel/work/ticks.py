from __future__ import annotations

from datetime import datetime

from portlight.kernel.work.commands import tidy
from portlight.toolkit.nameplate import Tick


def _tidy(at: datetime) -> int:
    return tidy(at=at)


TIDY = Tick(name="work.tidy", every_seconds=3600, run=_tidy)
