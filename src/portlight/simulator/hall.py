"""The demo city's hall: one place where visas and permits can be booked, from tomorrow on, with times for the urgent
and for institutions.
"""

from __future__ import annotations

from datetime import datetime, time

from portlight.kernel.slots import commands, queries
from portlight.kernel.slots.rules import Pattern
from portlight.simulator.cast import BY

HALL = "harbour"


def put_in(*, at: datetime) -> None:
    """Through the commands an office would use."""
    commands.put_venue(
        HALL, name={"zh-Hans": "港湾路出入境办证大厅", "en": "Harbour Road exit-entry hall"},
        address={"zh-Hans": "港湾路 1 号", "en": "1 Harbour Road"}, by=BY, at=at,
    )  # fmt: skip
    commands.put_pattern(
        Pattern(
            service="permits", place=HALL, name="weekdays", opens=time(9), closes=time(17), minutes=30, capacity=12,
            urgent=2, green=3, green_hours=24, since=queries.office_day(at), horizon=15,
        ),
        by=BY, at=at,
    )  # fmt: skip
