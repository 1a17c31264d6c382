"""Who among the urgent is seen first: what the published table is asked, and the order its answer gives."""

from __future__ import annotations

from datetime import date
from typing import Any

from portlight.capabilities.permits.rules.applied import Applied
from portlight.capabilities.permits.rules.stays import last_lawful_day

TABLE = "permits_triage"
# First of all, today, this week, whatever an officer says: as a number along which the line is read.
ORDER = {"first": 1, "today": 2, "this-week": 3, "refer": 4}
NEVER = 999  # days, where no day was told


def asked(applied: Applied, *, evidence: bool, on: date) -> dict[str, Any]:
    """The facts of the table. ValueError for an application that is not urgent."""
    urgency = applied.urgency
    if urgency is None:
        raise ValueError("not urgent")
    last, born = last_lawful_day(applied.stay), applied.applicant.birth_date
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return {
        "ground": urgency.ground,
        "needed_in": _days(urgency.needed_on, on),
        "stay_left": _days(last, on),
        "evidence": evidence,
        "vulnerable": age < 16 or age >= 60,
    }


def _days(until: date | None, on: date) -> int:
    return NEVER if until is None else max(-NEVER, min(NEVER, (until - on).days))
