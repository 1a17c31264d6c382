"""What falls due by itself."""

from __future__ import annotations

from datetime import datetime

from portlight.capabilities.subscribing import commands


def forget_unconfirmed(at: datetime) -> int:
    return commands.forget_unconfirmed(at=at)
