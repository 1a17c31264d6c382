"""What a vendor's code is about: the address, its frequency guard, the account, the template, or just now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache

CHINA = timezone(timedelta(hours=8))  # both vendors count their days in it


class About(StrEnum):
    """Whom a refusal concerns, and so what becomes of the parcels of the call."""

    DEAD = "dead"  # the number does not exist: refused, never written to again
    ADDRESS = "address"  # this number is not served (stop list, region): refused here, another route may
    MINUTE = "minute"  # the number's guard: a minute, an hour, until the next day
    HOUR = "hour"
    DAY = "day"
    CONTENT = "content"  # what we filled in: refused
    TEMPLATE = "template"  # template or sign of this route: other messages may still pass
    ACCOUNT = "account"  # money, keys, permissions: nothing passes on this route
    QUOTA = "quota"  # the account's own limit of the day
    FAST = "fast"  # too many calls just now
    LATER = "later"  # they could not, and say so
    DOUBT = "doubt"  # they do not know themselves


def about(code: str, table: Mapping[str, About]) -> About:
    """By the whole code, else by its family before the first dot; LATER for what nobody has described.

    LATER loses nothing and stops nobody: the parcel is tried again with growing pauses until its period ends.
    """
    return table.get(code) or table.get(code.partition(".")[0]) or About.LATER


def until_next_day(at: datetime) -> float:
    """Seconds until five minutes past the vendors' next midnight."""
    here = at.astimezone(CHINA)
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=5, second=0, microsecond=0)
    return (midnight - here).total_seconds()


@lru_cache(maxsize=4096)  # the reports of a push speak of the same few seconds
def moment(text: str) -> datetime | None:
    """The vendors' "2020-02-14 09:30:00", which is China's time; None for what is no moment."""
    if len(text) != 19 or text[10] != " ":
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=CHINA)
    except ValueError:
        return None
