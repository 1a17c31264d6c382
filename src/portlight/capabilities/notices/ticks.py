"""What falls due by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portlight.capabilities.notices import queries
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import machine


def glass_review_due(*, key: str, facts: dict[str, Any], at: datetime) -> None:
    """24 hours after the glass was broken: if nobody has reviewed it, that is noted, and stays red on the board."""
    if queries.glass_unreviewed(number=key):
        timeline.record("notices.glass-review-overdue", about=key, by=machine("notices"), at=at)
