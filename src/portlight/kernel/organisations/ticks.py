from __future__ import annotations

from datetime import datetime

from portlight.kernel.organisations import commands
from portlight.toolkit.actor import machine


def lapse(at: datetime) -> int:
    return commands.lapse(by=machine("organisations"), at=at)
