from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Subquery
from django.db.models.expressions import Combinable

from portlight.kernel.clocks.models import LAPSED, PAUSED, RUNNING, Clock, OwnDay
from portlight.toolkit import workdays
from portlight.toolkit.pages import Page
from portlight.toolkit.workdays import Calendar


@dataclass(frozen=True, kw_only=True)
class ClockCard:
    """`until` is exclusive: at that moment it is too late. Of a paused clock, amount and unit are what is left."""

    number: int
    about: str
    name: str
    kind: str
    source: str
    amount: int
    unit: str
    since: datetime
    until: datetime
    state: str
    provisional: bool
    ended_at: datetime | None  # when it was met, or ran out

    @property
    def missed(self) -> bool:
        """It ran out, or was met too late."""
        return self.ended_at is not None and self.ended_at >= self.until


@dataclass(frozen=True, kw_only=True)
class OwnDayCard:
    day: date
    works: bool
    why: str


def calendar() -> Calendar:
    """The published days with the office's own, read anew at every use. One query."""
    return workdays.published().with_days(dict(OwnDay.objects.values_list("day", "works")))


def own_days() -> tuple[OwnDayCard, ...]:
    """The office's own days, the latest first."""
    return tuple(OwnDayCard(day=row.day, works=row.works, why=row.why) for row in OwnDay.objects.order_by("-day"))


def running(about: str) -> tuple[ClockCard, ...]:
    """The clocks of one subject that run or pause, the soonest first."""
    rows = Clock.objects.filter(about=about, state__in=(RUNNING, PAUSED)).order_by("until", "id")
    return tuple(_card(row) for row in rows)


def of(about: str) -> tuple[ClockCard, ...]:
    """Every clock one subject ever had, those that run first, then the latest begun. One query."""
    cards = [_card(row) for row in Clock.objects.filter(about=about).order_by("-since", "-id")]
    runs = {RUNNING: 0, LAPSED: 1, PAUSED: 2}
    return tuple(sorted(cards, key=lambda card: runs.get(card.state, 3)))


def named(subjects: Iterable[str], name: str) -> dict[str, ClockCard]:
    """The clock of this name of each subject that has one, of several the one begun last. One query."""
    rows = Clock.objects.filter(about__in=list(subjects), name=name).order_by("since", "id")
    return {row.about: _card(row) for row in rows}


def soonest_end(about: Combinable) -> Subquery:
    """For a row that keeps it: the end that comes first for the subject called `about`, of the periods that run or have
    run out unmet. NULL when all of them pause or are done."""
    rows = Clock.objects.filter(about=about, state__in=(RUNNING, LAPSED)).order_by("until")
    return Subquery(rows.values("until")[:1])


def soonest(*, after: str | None = None, size: int = 50) -> Page[ClockCard]:
    """All that run, the soonest first, a page at a time."""
    rows = Clock.objects.filter(state=RUNNING).order_by("until", "id")
    if after:
        moment, _, number = after.rpartition(".")
        until = datetime.fromisoformat(moment)
        rows = rows.filter(until__gte=until).exclude(until=until, id__lte=int(number))
    found = [_card(row) for row in rows[: size + 1]]
    return Page.of(found, size=size, token=lambda card: f"{card.until.isoformat()}.{card.number}")


def _card(row: Clock) -> ClockCard:
    return ClockCard(
        number=row.pk, about=row.about, name=row.name, kind=row.kind, source=row.source, amount=row.amount,
        unit=row.unit, since=row.since, until=row.until, state=row.state, provisional=row.provisional,
        ended_at=row.ended_at,
    )  # fmt: skip
