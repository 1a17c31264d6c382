"""Reserved hours: which times of the green lane an institution may book, which are kept for others. Values only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, kw_only=True)
class Hours:
    """On these ISO weekdays, from `opens` to `closes` in the office's zone."""

    days: frozenset[int]
    opens: time
    closes: time

    def hold(self, starts: datetime, ends: datetime) -> bool:
        """Whether a time, told in the office's zone, lies in them from its first minute to its last."""
        whole = starts.date() == ends.date() and self.opens <= starts.time() and ends.time() <= self.closes
        return whole and starts.isoweekday() in self.days


def may_book(
    starts: datetime, ends: datetime, *, own: Hours | None, others: Iterable[Hours], fallen: bool
) -> bool:  # fmt: skip
    """Whether an institution may book this time of the green lane.

    In its own hours, where it has agreed on some; without, wherever no other institution has reserved it. What has
    fallen to everybody is kept for nobody. Hours that two institutions have reserved are open to both.
    """
    if fallen:
        return True
    return own.hold(starts, ends) if own else not any(one.hold(starts, ends) for one in others)
