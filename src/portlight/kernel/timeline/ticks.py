from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from portlight.kernel.timeline.commands import sign_head
from portlight.toolkit.nameplate import Tick


def _sign(at: datetime) -> int:
    sign_head(on=timezone.localdate(at), at=at)
    return 0


DAILY_HEAD = Tick(name="timeline.head", every_seconds=3600, run=_sign)
