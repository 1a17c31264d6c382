"""What was promised to an institution takes the place of what the office promises everybody."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import get_default_timezone

from portlight.capabilities.permits.kinds import AGREED, LOOK
from portlight.capabilities.permits.rules.promises import agreed_stands
from portlight.kernel.clocks.queries import calendar
from portlight.kernel.clocks.rules import Promised, as_promised, end_of
from portlight.toolkit.workdays import Term


def look_promised(within: int | None, last_lawful: date | None, at: datetime) -> dict[str, Promised]:
    """The agreed term of the first look, by the name of its period; empty where the office's own stands."""
    if within is None:
        return {}
    agreed = Promised(term=Term(within, "working-days"), source=AGREED)
    ends = end_of(as_promised(LOOK, agreed), since=at, calendar=calendar(), zone=get_default_timezone())
    return {LOOK.name: agreed} if agreed_stands(ends.last_day, last_lawful) else {}
