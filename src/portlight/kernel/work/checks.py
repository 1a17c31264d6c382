"""What `portlight doctor` asks about things to do later."""

from __future__ import annotations

from datetime import datetime, timedelta

from portlight.kernel.work.queries import backlog, late
from portlight.toolkit.nameplate import Check, Finding


def nothing_late(at: datetime) -> Finding:
    overdue, given_up = late(at=at, by=timedelta(minutes=10)), backlog(at=at).failed
    if not overdue and not given_up:
        return Finding(state="ok", said="Nothing that should be done is late.")
    return Finding(
        state="warn",
        said=f"{overdue} things are more than ten minutes late, {given_up} were given up.",
        remedy="Start a worker (portlight worker) and look at its log.",
    )


CHECKS = (Check(name="work", run=nothing_late),)
