"""When a thing that failed is tried again. Values only."""

from __future__ import annotations

from datetime import timedelta

MOST_ATTEMPTS = 10
_FIRST, _LONGEST = timedelta(seconds=30), timedelta(hours=4)


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after the `attempts`-th failure: 30 s, doubled each time, at most 4 h. None: give up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    doubled: timedelta = _FIRST * 2 ** (attempts - 1)
    return min(doubled, _LONGEST)
