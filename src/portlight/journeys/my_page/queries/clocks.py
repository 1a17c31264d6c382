from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from portlight.toolkit.nameplate import own_pages
from portlight.toolkit.ownpage import OwnClock


@dataclass(frozen=True, kw_only=True)
class ClockLine:
    """A period in the reader's words. `percent` of it is over; `left` seconds, none when it is met or over."""

    clock: OwnClock
    title: str
    text: str
    article: str
    reminder: str
    percent: float
    left: float | None
    href: str


def clocks_of(person: UUID, *, at: datetime) -> tuple[ClockLine, ...]:
    """Hers from every room: what is late first, then what runs, the soonest end before the others, then what is met."""
    found = [clock for own in own_pages() if own.clocks_of for clock in own.clocks_of(person, at)]
    order = {"late": 0, "runs": 1, "met": 2}
    return tuple(_line(one, at) for one in sorted(found, key=lambda one: (order[one.state], one.until)))


def _line(clock: OwnClock, at: datetime) -> ClockLine:
    whole = max((clock.until - clock.since).total_seconds(), 1)
    left = (clock.until - at).total_seconds()
    percent = 100.0 if clock.state == "met" else 100 * (1 - left / whole)
    return ClockLine(
        clock=clock, title=gettext(clock.title), text=gettext(clock.text), article=gettext(clock.article),
        reminder=gettext(clock.reminder) if clock.reminder else "", percent=min(max(percent, 0), 100),
        left=left if clock.state == "runs" and left > 0 else None, href=leads(clock.route, clock.argument),
    )  # fmt: skip


def leads(route: str, argument: str = "") -> str:
    """The page of another room; empty when it has none, or is switched off."""
    try:
        return reverse(route, args=[argument] if argument else []) if route else ""
    except NoReverseMatch:
        return ""
