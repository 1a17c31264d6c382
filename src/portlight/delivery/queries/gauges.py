"""What stands in the tables at the moment of a scrape: ten statements, whatever the size of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min

from portlight.delivery import port, sql
from portlight.delivery.models import Inbound, LooseReceipt, Message, Posting, Provider, Retry


class Gauge(NamedTuple):
    """One value. `name` without the product's prefix; labels from closed lists: channels, outlets, states."""

    name: str
    labels: tuple[tuple[str, str], ...]
    value: float


TOLD = {
    "oldest_work_seconds": "Age of the oldest thing that could go out now, by channel or outlet. 0: nothing waits.",
    "leases": "Runs of deliveries, by channel and state.",
    "retries": "Deliveries waiting for another attempt, by channel.",
    "doubts": "Deliveries that may or may not have gone out and wait for a decision, by channel.",
    "channel_paused": "1 while an operator has paused the channel or route.",
    "channel_resting": "1 while the circuit is open or the other side has told us to wait.",
    "channel_failures": "Failures of the way out in a row.",
    "inbox": "What was said to us, by state: new, unread (not understood), refused.",
    "inbox_oldest_seconds": "Age of the oldest thing said to us that is not read yet.",
    "loose_receipts": "Receipts whose delivery is not known, given up ones included.",
    "expansions": "Messages whose audience is not worked out yet.",
}


def gauges(*, at: datetime) -> tuple[Gauge, ...]:
    """Everything, in ten statements."""
    return (*_waiting(at), *_doubts(), *_ways(at), *_said(at), Gauge("expansions", (), _expansions()))


def _age(since: datetime | None, at: datetime) -> float:
    return max((at - since).total_seconds(), 0.0) if since else 0.0


def _waiting(at: datetime) -> Iterator[Gauge]:
    oldest: dict[str, datetime | None] = dict.fromkeys((*port.personal(), *port.public()))
    counts = {(channel, state): 0 for channel in port.personal() for state in ("open", "held")}
    for channel, state, count, first in sql.select(
        "SELECT channel, state, count(*), min(not_before) FROM delivery_lease WHERE state IN ('open', 'held')"
        " GROUP BY channel, state"
    ):
        counts[(channel, state)] = count
        if state == "open":
            oldest[channel] = sql.read_moment(first)
    retries = Retry.objects.values("channel").annotate(n=Count("pk"), first=Min("due_at")).order_by("channel")
    for row in retries:
        yield Gauge("retries", (("channel", row["channel"]),), row["n"])
        _older(oldest, row["channel"], row["first"])
    postings = Posting.objects.filter(state__in=("waiting", "held")).values("outlet").annotate(first=Min("due_at"))
    for row in postings.order_by("outlet"):
        _older(oldest, row["outlet"], row["first"])
    for (channel, state), count in counts.items():
        yield Gauge("leases", (("channel", channel), ("state", state)), count)
    for way, since in oldest.items():
        yield Gauge("oldest_work_seconds", (("channel", way),), _age(since, at))


def _older(oldest: dict[str, datetime | None], way: str, since: datetime) -> None:
    known = oldest.get(way)
    oldest[way] = since if known is None else min(known, since)


def _doubts() -> Iterator[Gauge]:
    counts = dict.fromkeys(port.personal(), 0)
    counts |= dict(
        sql.select(
            "SELECT d.channel, count(*) FROM delivery_doubt t JOIN delivery_delivery d ON d.id = t.delivery_id"
            " WHERE t.resolved_at IS NULL GROUP BY d.channel"
        )
    )
    yield from (Gauge("doubts", (("channel", channel),), count) for channel, count in counts.items())


def _ways(at: datetime) -> Iterator[Gauge]:
    known = {provider.kind: provider for provider in Provider.objects.all()}
    for kind in port.routes():
        provider, label = known.get(kind, Provider(kind=kind)), (("channel", kind),)
        resting = provider.open_until is not None and provider.open_until > at
        yield Gauge("channel_paused", label, float(provider.paused_at is not None))
        yield Gauge("channel_resting", label, float(resting))
        yield Gauge("channel_failures", label, provider.failures)


def _said(at: datetime) -> Iterator[Gauge]:
    new = Inbound.objects.filter(state="new").aggregate(n=Count("pk"), first=Min("got_at"))
    odd = dict.fromkeys(("unread", "refused"), 0)
    odd |= dict(
        Inbound.objects.filter(state__in=("unread", "refused")).values_list("state").annotate(Count("pk")).order_by()
    )
    for state, count in {"new": new["n"], **odd}.items():
        yield Gauge("inbox", (("state", state),), count)
    yield Gauge("inbox_oldest_seconds", (), _age(new["first"], at))
    yield Gauge("loose_receipts", (), LooseReceipt.objects.count())


def _expansions() -> int:
    return Message.objects.filter(expanded_at=None, recalled_at=None).count()
