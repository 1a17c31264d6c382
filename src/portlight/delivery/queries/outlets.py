"""One public outlet as its operator sees it: what waits and since when, what failed and why, what is left of quotas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from portlight.delivery import port
from portlight.delivery.models import Posting, Provider
from portlight.delivery.port import Quota
from portlight.toolkit.refusals import Refused

MOST = 20


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A posting that is not out, and the last that the outlet said of it, as it came."""

    code: str  # of the message
    language: str
    final: bool  # given up; else it is tried again at `next_at`
    error: str
    attempts: int
    next_at: datetime


@dataclass(frozen=True, kw_only=True)
class OutletCard:
    """Everything about one public outlet."""

    kind: str
    label: str
    works: bool
    paused_at: datetime | None
    open_until: datetime | None
    waiting: int
    oldest_at: datetime | None  # release of the oldest that waits
    published: int
    failed: int
    last_at: datetime | None
    quotas: tuple[Quota, ...]
    troubles: tuple[Trouble, ...]  # the newest twenty


def outlet(*, kind: str, at: datetime) -> OutletCard:
    """The outlet now; three queries and those of its own count. Refused("delivery.unknown-channel")."""
    channel = port.public().get(kind)
    if channel is None:
        raise Refused("delivery.unknown-channel", channel=kind)
    waits = Q(state__in=("waiting", "held"))
    sums = Posting.objects.filter(outlet=kind).aggregate(
        waiting=Count("id", filter=waits), oldest=Min("message__announced_at", filter=waits),
        published=Count("id", filter=Q(state="published")), failed=Count("id", filter=Q(state="failed")),
        last=Max("at"),
    )  # fmt: skip
    row = Provider.objects.filter(kind=kind).first() or Provider(kind=kind)
    resting = row.open_until is not None and row.open_until > at
    return OutletCard(
        kind=kind, label=channel.label, works=row.paused_at is None and not resting, paused_at=row.paused_at,
        open_until=row.open_until if resting else None, waiting=sums["waiting"], oldest_at=sums["oldest"],
        published=sums["published"], failed=sums["failed"], last_at=sums["last"],
        quotas=tuple(channel.quotas(at=at)) if isinstance(channel, port.Counting) else (), troubles=_troubles(kind),
    )  # fmt: skip


def _troubles(kind: str) -> tuple[Trouble, ...]:
    found = Posting.objects.filter(outlet=kind).exclude(state="published").exclude(last_error="")
    return tuple(
        Trouble(
            code=one.message.code, language=one.language, final=one.state == "failed", error=one.last_error,
            attempts=one.attempts, next_at=one.due_at,
        )
        for one in found.select_related("message").order_by("-id")[:MOST]
    )  # fmt: skip
