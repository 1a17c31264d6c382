"""How long something can be at the longest, and at the shortest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portlight.capabilities.permits.rules.deadlines import HEALTH_CERTIFICATE, STAY_PERMIT, last_day
from portlight.capabilities.permits.rules.stays import SHORT, Stay, last_lawful_day
from portlight.toolkit.workdays import DAY, months_after

RESIDENCE_YEARS = 5  # LAW 30, REG 36
_LEAST_RESIDENCE = {"residence-work": 90}  # days; the others 180 (LAW 30)
RESIDENCE = (
    "residence-work", "residence-study", "residence-journalist", "residence-reunion", "residence-private",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Longest:
    """`up-to` so many days; `between` days and years; or why there is nothing: `over-180`, `used-up`, `unknown`.

    `until`: the last lawful day it could lead to, where the dates are known.
    """

    code: Literal["up-to", "between", "over-180", "used-up", "unknown"]
    days: int = 0
    years: int = 0
    until: date | None = None


def longest(matter: str, stay: Stay) -> Longest | None:
    """What the law allows at most; None where it sets no length. What is granted is the office's to decide."""
    if matter == "visa-extension":
        return longest_extension(stay)
    if matter == "stay-permit":
        return Longest(code="up-to", days=STAY_PERMIT.amount)
    if matter in RESIDENCE:
        return Longest(code="between", days=least_days(matter), years=RESIDENCE_YEARS)
    return None


def longest_extension(stay: Stay) -> Longest:
    """All extensions of a stay together are at most what was printed, and this only up to 180 days (LAW 29, REG 14)."""
    if stay.printed_days is None or stay.printed_days == 0:
        return Longest(code="unknown")
    if stay.printed_days > SHORT:
        return Longest(code="over-180")
    left = stay.printed_days - stay.extended_days
    if left <= 0:
        return Longest(code="used-up")
    last = last_lawful_day(stay)
    return Longest(code="up-to", days=left, until=last + DAY * left if last else None)


def least_days(matter: str) -> int:
    """The shortest residence permit of this kind, in days."""
    return _LEAST_RESIDENCE.get(matter, SHORT)


def residence_fits(matter: str, *, issued_on: date, until: date) -> bool:
    """Whether a residence permit may run from the one day until the other, both ends included in what is allowed."""
    return issued_on + DAY * least_days(matter) <= until <= months_after(issued_on, 12 * RESIDENCE_YEARS)


def stay_permit_fits(*, issued_on: date, until: date) -> bool:
    """At most 180 days from its issue (LAW 34)."""
    return issued_on < until <= last_day(STAY_PERMIT, issued_on)


def needs_health_certificate(*, issued_on: date, until: date) -> bool:
    """For a residence permit of a year or more (REG 16)."""
    return until >= months_after(issued_on, 12)


def health_certificate_good(issued_on: date, *, on: date) -> bool:
    """Six months from its issue, the day of the same number included (REG 16)."""
    return issued_on <= on <= last_day(HEALTH_CERTIFICATE, issued_on)
