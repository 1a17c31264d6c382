from __future__ import annotations

from datetime import datetime

from portlight.channels.wechat.commands import tidy
from portlight.channels.wechat.tagging import keep_tags
from portlight.toolkit.nameplate import Tick


def _tidy(at: datetime) -> int:
    return tidy(at=at)


TICKS = (
    Tick(name="tags", every_seconds=60, run=keep_tags),
    Tick(name="tidy", every_seconds=3600, run=_tidy),
)
