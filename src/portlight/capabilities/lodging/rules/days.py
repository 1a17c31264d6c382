"""When somebody moved in, as far as she knows it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo


def moved_in(day: date, hour: time | None, *, at: datetime, zone: tzinfo) -> datetime:
    """Who does not know the hour is given the whole day: its end, or `at` where that comes sooner."""
    if hour is not None:
        return datetime.combine(day, hour, zone)
    begins = datetime.combine(day, time.min, zone)
    return max(min(begins + timedelta(days=1, minutes=-1), at), begins)
