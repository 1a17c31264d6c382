"""What `portlight doctor` asks the timeline."""

from __future__ import annotations

from datetime import datetime

from portlight.kernel.timeline.queries import tail_age
from portlight.toolkit.nameplate import Check, Finding

PATIENCE = 60.0  # seconds; the worker seals every second


def tail(at: datetime) -> Finding:
    age = tail_age(at=at)
    if age <= PATIENCE:
        return Finding(state="ok", said="Every event is sealed, or will be within a minute.")
    return Finding(
        state="warn",
        said=f"The oldest event without a seal is {age:.0f} seconds old.",
        remedy="Start a worker: portlight worker",
    )


CHECKS = (Check(name="timeline tail", run=tail),)
