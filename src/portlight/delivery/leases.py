"""Claiming, loading, letting go. A claim raises the fence; whoever holds an older fence can write nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from portlight.delivery import port, quiet, rules, sql
from portlight.delivery.models import Message, Rendition
from portlight.toolkit.points import reached


class Facts:
    """What the engine needs to know of a message, read once per worker and message."""

    def __init__(self, message: Message) -> None:
        self.id = message.id
        self.code = message.code
        self.thread: int = message.thread_id or message.id
        self.kind = message.kind
        self.about = message.about
        self.severity = message.severity
        self.policy = message.policy
        self.channels: list[str] = message.channels
        self.drill = message.drill
        self.purpose = message.purpose
        self.replaces = message.replaces.code if message.replaces is not None else ""
        self.not_after = message.not_after
        self.recalled = message.recalled_at is not None
        renditions = list(Rendition.objects.filter(message=message))
        self.texts = {one.language: (one.title, one.text) for one in renditions}
        self.params: dict[str, dict[str, str]] = {one.language: one.params for one in renditions}
        self.templates: dict[tuple[str, str, str], Any] = {}  # channel, language, wanted


class Row(NamedTuple):
    """A delivery as it is loaded: everything a parcel needs, its address still sealed."""

    delivery: int
    person: int
    address_id: int
    attempt: int
    language: str
    wanted: str
    value: Any
    seal: Any
    missing: str  # why it may not be sent any more; "" when it may


class Held:
    """A lease this worker holds, with the rows it has still to hand out."""

    __slots__ = ("channel", "facts", "fence", "id", "kind", "lost", "pending", "receipts", "rows")

    def __init__(self, *, id: int, facts: Facts, channel: str, kind: str, fence: int) -> None:
        self.id = id
        self.facts = facts
        self.channel = channel
        self.kind = kind
        self.fence = fence
        self.rows: deque[Row] = deque()
        self.pending = 0  # handed out, not settled
        known = port.personal().get(channel)
        self.receipts = known is not None and known.receipts
        self.lost = False


def best_lane(channels: Sequence[str], at: datetime) -> tuple[int, str] | None:
    """Lane and channel of the lease that should be sent next."""
    loud, parameters = quiet.now(at).condition()
    found = sql.select(
        "SELECT lane, channel FROM delivery_lease WHERE state = 'open' AND not_before <= %s"
        f" AND channel IN ({sql.marks(channels)}){loud} ORDER BY lane, id LIMIT 1",
        [sql.moment(at), *channels, *parameters],
    )
    return (found[0][0], found[0][1]) if found else None


def sending(message: int, channels: Sequence[str], at: datetime) -> bool:
    """Whether something of the message is being sent, or waits and could be sent now on one of the channels."""
    loud, parameters = quiet.now(at).condition()
    open_now = (
        f"state = 'open' AND not_before <= %s AND channel IN ({sql.marks(channels)}){loud}" if channels else "0 = 1"
    )
    given = [sql.moment(at), *channels, *parameters] if channels else []
    found = sql.select(
        f"SELECT 1 FROM delivery_lease WHERE message_id = %s AND (state = 'held' OR ({open_now})) LIMIT 1",
        [message, *given],
    )
    return bool(found)


def lane_and_channel(lease: int, at: datetime) -> tuple[int, str] | None:
    """Of that lease, while it is open and its time has come."""
    found = sql.select(
        "SELECT lane, channel FROM delivery_lease WHERE id = %s AND state = 'open' AND not_before <= %s",
        [lease, sql.moment(at)],
    )
    return (found[0][0], found[0][1]) if found else None


def to_offer(channels: Sequence[str], at: datetime, *, most: int) -> list[int]:
    """Leases somebody should take now, the most urgent first: open ones, and held ones whose time has run out."""
    now = sql.moment(at)
    open_ones = sql.select(
        "SELECT id FROM delivery_lease WHERE state = 'open' AND not_before <= %s"
        f" AND channel IN ({sql.marks(channels)}) ORDER BY lane, id LIMIT %s",
        [now, *channels, most],
    )
    lapsed = sql.select("SELECT id FROM delivery_lease WHERE state = 'held' AND until < %s ORDER BY id LIMIT 20", [now])
    return [row[0] for row in (*open_ones, *lapsed)]


def open_leases(message: int) -> int:
    found = sql.select("SELECT count(*) FROM delivery_lease WHERE message_id = %s AND state = 'open'", [message])
    return int(found[0][0])


Claimed = tuple[int, int, str, int, int, int]  # id, message, kind, lo, hi, fence


def claim(channel: str, owner: str, at: datetime, *, wanted: int = 0) -> Claimed | None:
    """Take the first open lease of the channel, or the `wanted` one while it is open. One statement, one winner."""
    now = sql.moment(at)
    loud, parameters = quiet.now(at).condition()
    if wanted:
        loud, parameters = f"{loud} AND id = %s", [*parameters, wanted]
    found = sql.select(
        "UPDATE delivery_lease SET state = 'held', owner = %s, fence = fence + 1, until = %s WHERE state = 'open'"
        " AND id = (SELECT id FROM delivery_lease WHERE state = 'open' AND not_before <= %s AND channel = %s"
        f"{loud} ORDER BY lane, id LIMIT 1{sql.skip_locked()}) RETURNING id, message_id, kind, lo, hi, fence",
        [owner, sql.moment(at + timedelta(seconds=rules.LEASE_SECONDS)), now, channel, *parameters],
    )
    if not found:
        return None
    reached("delivery.lease-claimed")
    return found[0]


_COLUMNS = (
    "SELECT d.id, d.person_id, d.address_id, {attempt}, d.language, d.wanted, a.value, CAST(a.seal AS varchar(36)),"
    " CASE WHEN a.id IS NULL THEN 'no-address' WHEN {freely} THEN '' WHEN a.withdrawn_at IS NOT NULL THEN 'no-consent'"
    " WHEN s.id IS NOT NULL THEN 'suppressed' ELSE '' END"
    " FROM delivery_delivery d{retry}"
    " LEFT JOIN people_address a ON a.id = d.address_id"
    " LEFT JOIN delivery_suppression s ON s.channel = a.channel AND s.value_index = a.value_index"
)


def load(held: Held, lo: int, hi: int) -> None:
    """Read the lease's rows with one SELECT; those that have a result of this attempt already are left out."""
    # What a person asked for a moment ago (a code, a receipt) goes to her address whatever she thinks of the news.
    freely = "1 = 1" if held.facts.kind == "tell" else "1 = 0"
    attempt, retry, where, parameters = "0", "", "", [held.facts.id, held.channel, lo, hi]
    if held.kind == "first":
        where = " WHERE d.message_id = %s AND d.channel = %s AND d.position >= %s AND d.position < %s"
    else:
        attempt, retry = "q.attempts", " JOIN delivery_retry q ON q.delivery_id = d.id"
        where, parameters = " WHERE q.lease_id = %s", [held.id]
    if held.fence > 1:
        where += (
            f" AND NOT EXISTS (SELECT 1 FROM delivery_result r WHERE r.delivery_id = d.id AND r.attempt = {attempt})"
        )
    order = " ORDER BY d.position" if held.kind == "first" else " ORDER BY d.id"
    columns = _COLUMNS.format(attempt=attempt, retry=retry, freely=freely)
    held.rows.extend(map(Row._make, sql.select(columns + where + order, parameters)))


def let_go(held: Held, owner: str, not_before: datetime) -> None:
    """Put back a lease with rows left; they are loaded again by whoever claims it next."""
    sql.execute(
        "UPDATE delivery_lease SET state = 'open', owner = '', until = NULL, not_before = %s"
        " WHERE id = %s AND owner = %s AND fence = %s AND state = 'held'",
        [sql.moment(not_before), held.id, owner, held.fence],
    )


def lane_of(channel: str, at: datetime) -> int | None:
    """Lane of the channel's own next lease."""
    best = best_lane([channel], at)
    return best[0] if best else None
