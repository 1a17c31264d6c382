from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from portlight.kernel.work.models import FAILED, HELD, OPEN, Item


@dataclass(frozen=True)
class Backlog:
    due: int  # could be done now
    waiting: int  # not due yet
    failed: int  # given up: somebody must look


def backlog(*, at: datetime) -> Backlog:
    running = Item.objects.filter(state__in=(OPEN, HELD))
    return Backlog(
        due=running.filter(due_at__lte=at).count(),
        waiting=running.filter(due_at__gt=at).count(),
        failed=Item.objects.filter(state=FAILED).count(),
    )


def late(*, at: datetime, by: timedelta) -> int:
    """How many items have been due for longer than `by` and are not done."""
    overdue = Q(state=OPEN, due_at__lt=at - by) | Q(state=HELD, until__lt=at - by)
    return Item.objects.filter(overdue).count()
