"""Our own count of calls, so that we stop before Weibo does: 30 posts an hour, 100 calls a day (Rate-limiting)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from portlight.channels.weibo import words
from portlight.channels.weibo.models import Attempt
from portlight.delivery.port import Quota

AN_HOUR, A_DAY = 30, 100
_DAY = timedelta(days=1)


def note(*, at: datetime) -> None:
    """A call is about to be made. Yesterday's are forgotten."""
    Attempt.objects.filter(at__lt=at - 2 * _DAY).delete()
    Attempt.objects.create(at=at)


def wait(*, at: datetime) -> float:
    """Seconds until a call may be made; 0: now."""
    this_hour, today = _beginnings(at)
    if Attempt.objects.filter(at__gte=today).count() >= A_DAY:
        return _until(today + _DAY, at)
    if Attempt.objects.filter(at__gte=this_hour).count() >= AN_HOUR:
        return next_hour(at)
    return 0.0


def left(*, at: datetime) -> tuple[Quota, Quota]:
    """Of this hour's posts and of today's calls."""
    this_hour, today = _beginnings(at)
    spans = ((words.AN_HOUR, AN_HOUR, this_hour, timedelta(hours=1)), (words.A_DAY, A_DAY, today, _DAY))
    hourly, daily = (
        Quota(
            label=label, left=max(most - Attempt.objects.filter(at__gte=since).count(), 0), of=most, until=since + span
        )
        for label, most, since, span in spans
    )
    return hourly, daily


def next_hour(at: datetime) -> float:
    """Seconds to the full hour, when Weibo's counts begin anew."""
    this_hour, _ = _beginnings(at)
    return _until(this_hour + timedelta(hours=1), at)


def _beginnings(at: datetime) -> tuple[datetime, datetime]:
    local = timezone.localtime(at)
    this_hour = local.replace(minute=0, second=0, microsecond=0)
    return this_hour, this_hour.replace(hour=0)


def _until(then: datetime, at: datetime) -> float:
    return max((then - at).total_seconds(), 1.0)
