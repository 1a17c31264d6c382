"""Automatic prolongation of stays: the rule as data, and its edges. It grants or says why not; it punishes nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from portlight.toolkit.refusals import Refused
from portlight.toolkit.workdays import DAY, months_after

Why = Literal["ended-before", "ends-after", "another-kind", "once-only"]
KINDS = ("visa", "visa-free", "stay-permit", "residence-permit")
DAYS_OF_A_MONTH = 30  # "two months" is also told as "60 days"; both are shown where they differ
MOST_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Relief:
    """Stays that end on `control_from` or later are prolonged by calendar months.

    `announced_on`: those that had ended by then count from that day. `last_end_on`: the last end that is covered, None
    while that is not decided. `kinds`: of stays, none: every kind; a work permit is none of them. Each stay once.
    """

    control_from: date
    announced_on: date
    months: int = 2
    last_end_on: date | None = None
    kinds: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        return {
            "control_from": self.control_from.isoformat(), "announced_on": self.announced_on.isoformat(),
            "months": self.months, "last_end_on": self.last_end_on and self.last_end_on.isoformat(),
            "kinds": list(self.kinds),
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Prolonged:
    """The new last day, to be used until 24:00; `from_` is the day it is counted from, `if_days` the last day when the
    same is told in days of thirty a month."""

    from_: date
    last_day: date
    if_days: date

    @property
    def differ(self) -> bool:
        return self.last_day != self.if_days

    @property
    def at_least(self) -> date:
        """Until this day a stay is lawful by either way of counting."""
        return min(self.last_day, self.if_days)


def read(told: Mapping[str, Any]) -> Relief:
    """From what `kept` made."""
    last = told.get("last_end_on")
    return Relief(
        control_from=date.fromisoformat(told["control_from"]), announced_on=date.fromisoformat(told["announced_on"]),
        months=int(told["months"]), last_end_on=date.fromisoformat(last) if last else None,
        kinds=tuple(told.get("kinds", ())),
    )  # fmt: skip


def examine(relief: Relief) -> None:
    """Refused: emergencies.relief-wrong, with the field."""
    if relief.announced_on < relief.control_from:
        raise Refused("emergencies.relief-wrong", field="announced_on")
    if not 1 <= relief.months <= MOST_MONTHS:
        raise Refused("emergencies.relief-wrong", field="months")
    if relief.last_end_on is not None and relief.last_end_on < relief.control_from:
        raise Refused("emergencies.relief-wrong", field="last_end_on")
    if not set(relief.kinds) <= set(KINDS):
        raise Refused("emergencies.relief-wrong", field="kinds")


def prolonged(ends_on: date, relief: Relief, *, kind: str = "", before: bool = False) -> Prolonged | Why:
    """What the relief does to a stay whose last day is `ends_on`; or why it does nothing.

    As exit-entry offices answered in 2020 (control from 20 January, announced on 27 February): a stay that ended before
    the control is not covered; one that ended from then to the day of the announcement, that day included, gets the
    months from the day of the announcement; a later one gets them from the day after its end; each stay once
    (`before`: it was prolonged so already).

    "From a day" is read alike in both: that day is not counted itself (Ministry of Public Security, Order 125, art.
    35). Two months from 27 February end with 27 April at 24:00; a stay that ended on 28 February, counted from the
    29th, ends with 29 April. Who counts the day after the end as the first comes to a day less: of two readings nobody
    is told the shorter. A month without that number ends on its last day.
    """
    if relief.kinds and kind and kind not in relief.kinds:
        return "another-kind"
    if ends_on < relief.control_from:
        return "ended-before"
    if relief.last_end_on is not None and ends_on > relief.last_end_on:
        return "ends-after"
    if before:
        return "once-only"
    from_ = relief.announced_on if ends_on <= relief.announced_on else ends_on + DAY
    days = from_ + DAY * (DAYS_OF_A_MONTH * relief.months)
    return Prolonged(from_=from_, last_day=months_after(from_, relief.months), if_days=days)
