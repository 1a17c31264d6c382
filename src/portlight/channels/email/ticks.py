from __future__ import annotations

from datetime import datetime

from portlight.channels.email import commands
from portlight.toolkit.nameplate import Tick


def forget_bounces(at: datetime) -> int:
    return commands.forget(at=at)


TICKS = (Tick(name="forget-bounces", every_seconds=3600, run=forget_bounces),)
