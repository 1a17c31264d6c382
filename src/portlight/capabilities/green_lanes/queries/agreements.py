"""Agreements: the one in force, one that waits for a second person, what is left of a quota."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone

from portlight.capabilities.green_lanes.models import PROPOSED, SIGNED, Agreement, Taken
from portlight.capabilities.green_lanes.rules.agreements import share_of, week_of
from portlight.capabilities.green_lanes.rules.hours import Hours
from portlight.kernel.emergencies.queries import parameter
from portlight.toolkit.one import one

QUOTA = "lanes.quota"  # what an emergency may set


@dataclass(frozen=True, kw_only=True)
class AgreementCard:
    """`contact`, `proposed_by`, `judged_by`: keys of accounts. `until` is exclusive; `last_day` is the day before."""

    key: UUID
    organisation: int
    contact: UUID
    per_day: int
    per_week: int
    promise: int
    days: tuple[int, ...]
    opens: time | None
    closes: time | None
    visits: int
    guarantees: bool
    since: date
    until: date
    state: str
    proposed_by: str
    proposed_at: datetime
    judged_by: str
    judged_at: datetime | None

    @property
    def last_day(self) -> date:
        return date.fromordinal(self.until.toordinal() - 1)

    @property
    def hours(self) -> Hours | None:
        """The reserved ones, where some were agreed."""
        if not self.days or self.opens is None or self.closes is None:
            return None
        return Hours(days=frozenset(self.days), opens=self.opens, closes=self.closes)


@dataclass(frozen=True, kw_only=True)
class Quota:
    """How many times an institution may book on a day, and in its week: `share` per cent of what was agreed."""

    share: int
    day: int
    week: int


@dataclass(frozen=True, kw_only=True)
class Left:
    """How many times an institution may still book on a day, and in its week."""

    share: int
    day: int
    week: int

    @property
    def now(self) -> int:
        return max(0, min(self.day, self.week))


def in_force(organisation: int, *, at: datetime) -> AgreementCard | None:
    """What holds on the office's day: of several the one signed last. One query."""
    today = timezone.localdate(at)
    rows = Agreement.objects.filter(organisation_id=organisation, state=SIGNED, since__lte=today, until__gt=today)
    row = rows.order_by("-judged_at", "-id").first()
    return card_of(row) if row else None


def agreements(organisation: int, *, most: int = 20) -> tuple[AgreementCard, ...]:
    """Everything that was ever proposed to this institution, the latest first."""
    return tuple(card_of(row) for row in Agreement.objects.filter(organisation_id=organisation).order_by("-id")[:most])


def agreement(key: UUID) -> AgreementCard | None:
    row = one(Agreement.objects.filter(key=key))
    return card_of(row) if row else None


def proposals() -> tuple[AgreementCard, ...]:
    """What waits for a second person, the oldest first."""
    return tuple(card_of(row) for row in Agreement.objects.filter(state=PROPOSED).order_by("id")[:100])


def standing(organisations: Iterable[int], *, at: datetime) -> frozenset[int]:
    """Which of these institutions have an agreement in force. One query."""
    today = timezone.localdate(at)
    rows = Agreement.objects.filter(organisation_id__in=list(organisations), state=SIGNED)
    return frozenset(rows.filter(since__lte=today, until__gt=today).values_list("organisation_id", flat=True))


def quota_of(card: AgreementCard, *, on: date) -> Quota:
    """The agreed numbers as they hold for times of that day: an emergency may set another share. One query."""
    noon = datetime.combine(on, time(12), timezone.get_default_timezone())
    share = parameter(QUOTA, 100, noon)
    return Quota(share=share, day=share_of(card.per_day, share), week=share_of(card.per_week, share))


def left_of(card: AgreementCard, *, on: date) -> Left:
    """What is left of the quota on a day. Two queries."""
    quota = quota_of(card, on=on)
    spans = {"day": on, "week": week_of(on)}
    rows = Taken.objects.filter(organisation_id=card.organisation, day__in=spans.values())
    counts = {span: count for span, day, count in rows.values_list("span", "day", "count") if spans[span] == day}
    left = {span: most - counts.get(span, 0) for span, most in (("day", quota.day), ("week", quota.week))}
    return Left(share=quota.share, **left)


def card_of(row: Agreement) -> AgreementCard:
    return AgreementCard(
        key=row.key, organisation=row.organisation_id, contact=row.contact, per_day=row.per_day, per_week=row.per_week,
        promise=row.promise, days=tuple(row.days), opens=row.opens, closes=row.closes, visits=row.visits,
        guarantees=row.guarantees, since=row.since, until=row.until, state=row.state, proposed_by=row.proposed_by,
        proposed_at=row.proposed_at, judged_by=row.judged_by, judged_at=row.judged_at,
    )  # fmt: skip
