"""One channel as its operator sees it: health, pace, what waits and since when, what it last said to us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Sum

from portlight.delivery import port
from portlight.delivery.models import Doubt, Inbound, Lease, LooseReceipt, Provider, Retry, Tally
from portlight.toolkit.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class RouteCard:
    """The channel itself (`name` = its kind) or one of its providers."""

    name: str
    works: bool
    paused_at: datetime | None
    open_until: datetime | None
    rate: int  # what the operator set; 0: no limit
    slowed: int | None  # what the other side's throttling has made of it for now
    failures: int
    last_error: str
    error_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class WayCard:
    """Everything about one personal channel."""

    kind: str
    label: str
    routes: tuple[RouteCard, ...]  # the channel first
    waiting: int  # deliveries in open leases
    oldest_at: datetime | None  # since when the oldest of them could have gone
    later: int  # to be tried again
    next_at: datetime | None
    doubtful: int
    accepted: int
    delivered: int
    failed: int
    receipts_unread: int  # could not be understood
    receipts_refused: int  # calls we refused
    receipts_unknown: int  # given up: no delivery was found
    last_receipt_at: datetime | None

    @property
    def receipts_odd(self) -> int:
        return self.receipts_unread + self.receipts_refused + self.receipts_unknown


def way(*, kind: str, at: datetime) -> WayCard:
    """The channel now; nine queries, whatever waits. Refused("delivery.unknown-channel")."""
    channel = port.personal().get(kind)
    if channel is None:
        raise Refused("delivery.unknown-channel", channel=kind)
    open_leases = Lease.objects.filter(channel=kind).exclude(state="closed").filter(not_before__lte=at)
    waits = open_leases.aggregate(rows=Sum("hi") - Sum("lo"), oldest=Min("not_before"))
    later = Retry.objects.filter(channel=kind).aggregate(n=Count("delivery"), next=Min("due_at"))
    sums = Tally.objects.filter(channel=kind).aggregate(a=Sum("accepted"), d=Sum("delivered"), f=Sum("failed"))
    odd = dict(
        Inbound.objects.filter(channel=kind, state__in=("unread", "refused")).values_list("state").annotate(Count("id"))
    )
    return WayCard(
        kind=kind, label=channel.label, routes=_routes(channel, at),
        waiting=waits["rows"] or 0, oldest_at=waits["oldest"], later=later["n"], next_at=later["next"],
        doubtful=Doubt.objects.filter(resolved_at=None, delivery__channel=kind).count(),
        accepted=sums["a"] or 0, delivered=sums["d"] or 0, failed=sums["f"] or 0,
        receipts_unread=odd.get("unread", 0), receipts_refused=odd.get("refused", 0),
        receipts_unknown=LooseReceipt.objects.filter(channel=kind, due_at=None).count(),
        last_receipt_at=Inbound.objects.filter(channel=kind, state="read").aggregate(last=Max("got_at"))["last"],
    )  # fmt: skip


def _routes(channel: port.PersonalChannel, at: datetime) -> tuple[RouteCard, ...]:
    names = (channel.kind, *channel.routes)
    known = Provider.objects.in_bulk(names)
    return tuple(_route(name, known.get(name, Provider(kind=name)), at) for name in names)


def _route(name: str, row: Provider, at: datetime) -> RouteCard:
    resting = row.open_until is not None and row.open_until > at
    return RouteCard(
        name=name, works=row.paused_at is None and not resting, paused_at=row.paused_at,
        open_until=row.open_until if resting else None, rate=row.rate, slowed=row.slowed, failures=row.failures,
        last_error=row.last_error, error_at=row.error_at,
    )  # fmt: skip
