"""What the patterns, the office's own changes and an emergency say for some days: read in four statements, however many
days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo

from django.utils import timezone

from portlight.kernel.clocks.queries import calendar
from portlight.kernel.emergencies.queries import spans
from portlight.kernel.emergencies.rules.lasting import Span, value_at
from portlight.kernel.slots.models import Change as ChangeRow
from portlight.kernel.slots.models import Pattern as PatternRow
from portlight.kernel.slots.rules import Change, Pattern, Shares, Slot, shared, slots_of
from portlight.toolkit.statements import read
from portlight.toolkit.workdays import DAY, Calendar

# Asked in every booking, so in plain statements: the ORM took three quarters of one.
_PATTERNS = """
SELECT * FROM slots_pattern
WHERE service = %s AND (%s = '' OR place = %s) AND (until IS NULL OR until > %s) AND since <= %s
ORDER BY place, opens, id
"""
_CHANGES = """
SELECT * FROM slots_change
WHERE lifted_at IS NULL AND (%s = '' OR place = %s) AND ends_at > %s AND begins_at < %s
"""
ORDINARY, URGENT = "slots.ordinary", "slots.urgent"  # what an emergency may set
Spans = tuple[Span, ...]  # of emergencies, the one that began last first
_END = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Plan:
    """Each time is told with its pattern as it holds at that very moment: in an emergency there may be fewer places, or
    more, until its last day."""

    patterns: tuple[Pattern, ...]
    changes: tuple[Change, ...]
    calendar: Calendar
    zone: tzinfo
    spans: Spans = ()

    def day(self, day: date) -> Iterator[tuple[Pattern, Slot]]:
        found = slots_of(self.patterns, self.changes, day, calendar=self.calendar, zone=self.zone)
        if not self.spans:
            return found
        return ((shared(pattern, shares_at(self.spans, slot.starts_at)), slot) for pattern, slot in found)

    def at(self, starts_at: datetime) -> tuple[Pattern, Slot] | None:
        """The time that begins at this very moment, and its pattern."""
        found = self.day(starts_at.astimezone(self.zone).date())
        return next((one for one in found if one[1].starts_at == starts_at), None)


def plan(service: str, place: str = "", *, since: date, until: date | None = None) -> Plan:
    """Of a service, at one place or at all, for the days `since` up to and including `until`; open-ended without."""
    found = plain(service, place, since=since, until=until)
    first, behind = _bounds(since, until, found.zone)
    return replace(found, spans=spans(ORDINARY, URGENT, since=first, until=behind))


def plain(service: str, place: str = "", *, since: date, until: date | None = None) -> Plan:
    """The same, without what an emergency sets."""
    zone = timezone.get_default_timezone()
    last = until or _END.date()
    rows = read(PatternRow, _PATTERNS, service, place, place, since.isoformat(), last.isoformat())
    changes = read(ChangeRow, _CHANGES, place, place, *_bounds(since, until, zone))
    return Plan(tuple(pattern(row) for row in rows), tuple(_change(row) for row in changes), calendar(), zone)


def _bounds(since: date, until: date | None, zone: tzinfo) -> tuple[datetime, datetime]:
    return begin(since, zone), begin((until or _END.date()) + DAY, zone)


def shares_at(of: Spans, moment: datetime) -> Shares:
    return Shares(value_at(of, ORDINARY, 100, moment), value_at(of, URGENT, 100, moment))


def pattern(row: PatternRow) -> Pattern:
    """The row as a value."""
    return Pattern(
        service=row.service, place=row.place_id, name=row.name, opens=row.opens, closes=row.closes,
        minutes=row.minutes, capacity=row.capacity, since=row.since, until=row.until, days=frozenset(row.days),
        urgent=row.urgent, green=row.green, green_hours=row.green_hours, hold_minutes=row.hold_minutes,
        horizon=row.horizon,
        releases=tuple(time.fromisoformat(hour) for hour in row.releases),
    )  # fmt: skip


def office_day(moment: datetime) -> date:
    """The day a moment belongs to where the office stands."""
    return moment.astimezone(timezone.get_default_timezone()).date()


def begin(day: date, zone: tzinfo) -> datetime:
    """The moment a day begins, as the database keeps it."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _change(row: ChangeRow) -> Change:
    return Change(
        place=row.place_id, service=row.service, name=row.name, opens=row.opens, begins_at=row.begins_at,
        ends_at=row.ends_at,
    )  # fmt: skip
