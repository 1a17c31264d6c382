"""Figures of the office's work, by day: counted from the rows by a tick, so that no page counts a million of them.

The day that runs and the day before are counted anew each time, whole; what is older is left as it was last counted.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from portlight.kernel.cases.models import Tally
from portlight.toolkit.statements import select

AGES = (1, 3, 7, 14, 30)  # days: a case is younger than the first that is more than its age; the rest are "older"
OLDER = "older"
_DAY = timedelta(days=1)

_OPENED = "SELECT kind, '', count(*) FROM cases_case WHERE opened_at >= %s AND opened_at < %s GROUP BY kind"
_CLOSED = "SELECT kind, '', count(*) FROM cases_case WHERE closed_at >= %s AND closed_at < %s GROUP BY kind"
# A clock's subject is `case:<row>`; whatever else has clocks is nobody's case.
_PROMISES = """
SELECT c.kind, k.kind, sum(CASE WHEN k.ended_at < k.until THEN 1 ELSE 0 END),
       sum(CASE WHEN k.ended_at < k.until THEN 0 ELSE 1 END)
FROM clocks_clock k
JOIN cases_case c ON c.id = CAST(CASE WHEN k.about LIKE %s THEN substr(k.about, 6) ELSE '0' END AS bigint)
WHERE k.ended_at >= %s AND k.ended_at < %s GROUP BY c.kind, k.kind
"""
_SPELLS = """
SELECT kind, step, sum(seconds), count(DISTINCT case_id) FROM cases_spell
WHERE began_at >= %s AND began_at < %s GROUP BY kind, step
"""
# What officers spent on each case that was closed on the day, as so many cases of about the same length: from few
# counters the median of a month is told, and nobody sorts a million cases. Told in minutes these steps are fine
# enough: six seconds under five minutes, half a minute under half an hour, five minutes above. No join:
# SQLite would begin it with every spell there ever was, each minute, to find those of two days.
_TOOK = """
SELECT kind,
       CASE WHEN took < 300 THEN (took + 3) / 6 * 6 WHEN took < 1800 THEN (took + 15) / 30 * 30
            ELSE (took + 150) / 300 * 300 END, count(*)
FROM (
    SELECT kind, (SELECT sum(seconds) FROM cases_spell WHERE case_id = c.id) AS took FROM cases_case c
    WHERE closed_at >= %s AND closed_at < %s
) AS worked WHERE took IS NOT NULL GROUP BY 1, 2
"""


@transaction.atomic
def count_day(day: date, *, at: datetime) -> int:
    """Counts one day of the office's zone; how many figures it has now. Counting again gives the same figures."""
    begins, ends = bounds(day)
    found = [
        *((kind, "opened", part, n) for kind, part, n in select(_OPENED, begins, ends)),
        *((kind, "closed", part, n) for kind, part, n in select(_CLOSED, begins, ends)),
    ]
    for kind, clock, met, missed in select(_PROMISES, "case:%", begins, ends):
        found += [(kind, "met", clock, met), (kind, "missed", clock, missed)]
    for kind, step, seconds, cases in select(_SPELLS, begins, ends):
        found += [(kind, "seconds", step, seconds), (kind, "handled", step, cases)]
    found += [(kind, "took", str(seconds), n) for kind, seconds, n in select(_TOOK, begins, ends)]
    if begins <= at < ends:  # how old what is open is can be asked of now only
        found += [(kind, "open", age, n) for kind, age, n in _open_by_age(at)]
    rows = [
        Tally(day=day, kind=kind, figure=figure, part=part, count=n, counted_at=at) for kind, figure, part, n in found
    ]
    kept = Tally.objects.filter(day=day)
    (kept if begins <= at < ends else kept.exclude(figure="open")).delete()
    Tally.objects.bulk_create(rows)
    return len(rows)


def count_now(at: datetime) -> int:
    """The tick: the day that runs, and the one before until its last hour has been counted whole."""
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    return count_day(today - _DAY, at=at) + count_day(today, at=at)


def bounds(day: date) -> tuple[datetime, datetime]:
    """When a day begins in the office's zone, and when the next one does."""
    zone = timezone.get_default_timezone()
    return datetime.combine(day, time.min, zone), datetime.combine(day + _DAY, time.min, zone)


def _open_by_age(at: datetime) -> list[tuple[str, str, int]]:
    told = " ".join("WHEN opened_at > %s THEN %s" for _ in AGES)
    given = [value for age in AGES for value in (at - age * _DAY, str(age))]
    statement = f"""
        SELECT kind, CASE {told} ELSE %s END AS age, count(*) FROM cases_case WHERE closed_at IS NULL
        GROUP BY 1, 2
    """  # noqa: S608 - constants of this module
    return [(kind, age, n) for kind, age, n in select(statement, *given, OLDER)]
