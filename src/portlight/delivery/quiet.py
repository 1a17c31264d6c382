"""Quiet hours: what is not urgent wakes nobody. An office choice with history, a row per severity; held back, not lost.

An emergency knows no quiet hours, a code somebody has just asked for neither.
"""

from __future__ import annotations

import time as clock
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from portlight.delivery import port, rules, sql
from portlight.delivery.models import Quiet

DEFAULT = {"ordinary": (time(22, 0), time(7, 0))}  # until the office says otherwise
_ASKED_EVERY = 2.0


@dataclass(frozen=True)
class Hush:
    """Which channels keep quiet now, and the first lane they hold back."""

    channels: tuple[str, ...] = ()
    lane: int = 0

    def condition(self) -> tuple[str, list[Any]]:
        """As a condition on `delivery_lease`."""
        if not self.channels:
            return "", []
        return f" AND (lane < %s OR channel NOT IN ({sql.marks(self.channels)}))", [self.lane, *self.channels]


NONE = Hush()
_kept: tuple[float, dict[str, tuple[time, time]]] | None = None


def hours() -> dict[str, tuple[time, time]]:
    """Severity → begin and end on the office's wall clock; equal ones mean none."""
    return DEFAULT | {row.severity: (row.begins, row.ends) for row in Quiet.objects.all()}


def now(at: datetime) -> Hush:
    """What is held back at this moment. The rows are read every two seconds."""
    global _kept
    if _kept is None or clock.monotonic() - _kept[0] > _ASKED_EVERY:
        _kept = (clock.monotonic(), hours())
    wall = timezone.localtime(at).time()
    lanes = [
        rules.QUIET_FROM[severity]
        for severity, (begins, ends) in _kept[1].items()
        if severity in rules.QUIET_FROM and rules.is_quiet(wall, begins, ends)
    ]
    if not lanes:
        return NONE
    return Hush(tuple(kind for kind, channel in port.personal().items() if channel.intrusive), min(lanes))


def forget() -> None:
    """The rows have changed: this process reads them again at once."""
    global _kept
    _kept = None
