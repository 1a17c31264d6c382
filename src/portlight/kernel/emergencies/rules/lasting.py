"""What emergencies set, and for which moments: a time that is booked today may lie behind the last day of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Span:
    """What one emergency sets from `since` until before `until` (None: until it is ended). Values are typed."""

    emergency: int
    since: datetime
    until: datetime | None
    values: Mapping[str, Any]

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


def value_at(spans: Sequence[Span], name: str, default: T, moment: datetime) -> T:
    """What holds at the moment: of several the first. Spans come as `queries.spans` gives them."""
    found: T = next((one.values[name] for one in spans if name in one.values and one.holds(moment)), default)
    return found


def with_span(spans: Sequence[Span], own: Span) -> tuple[Span, ...]:
    """As if `own` were in force too: the one that began last first."""
    return tuple(sorted((*without(spans, own), own), key=lambda one: (one.since, one.emergency), reverse=True))


def without(spans: Sequence[Span], own: Span) -> tuple[Span, ...]:
    """As if `own` had never been declared."""
    return tuple(one for one in spans if one.emergency != own.emergency)
