"""From an audience to rows: page by page along the key of persons, each page one transaction and at most half a second.

Everything is set-based: the page is worked out in a scratch table, then deliveries, exclusions, tallies and leases are
written from it, and the cursor on the message moves on, compared and set. A page that was cut off is simply done again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from portlight.delivery import audiences, rules, sql, transport
from portlight.delivery.audiences import Audience, Choice, Where
from portlight.delivery.models import Lease, Message
from portlight.delivery.tallies import plan
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import machine
from portlight.toolkit.points import reached

FIRST_PAGE, MOST_PAGE = 4_000, 24_000
_AIM_SECONDS = 0.25  # half of what other writers may be made to wait
USABLE = 5
REASONS = {0: "no-address", 1: "not-verified", 2: "no-consent", 3: "suppressed", 4: "no-language"}
_STEP = (
    "CASE WHEN a.id IS NULL THEN 0 WHEN a.verified_at IS NULL THEN 1"
    " WHEN a.consented_at IS NULL OR a.withdrawn_at IS NOT NULL THEN 2 WHEN s.id IS NOT NULL THEN 3"
    " WHEN c.language IS NULL THEN 4 ELSE 5 END"
)


def page_select(where: Where, channels: Sequence[str], chosen: Sequence[Choice]) -> tuple[str, list[Any], list[Any]]:
    """The best address of every person lo < id ≤ hi of the audience on every channel, and how far it got (`step`).

    Returns the statement and its parameters before and behind the two bounds. Step 5 is usable, the others are REASONS.
    """
    rank = "CASE a.channel " + " ".join(f"WHEN %s THEN {place}" for place, _ in enumerate(channels)) + " ELSE 99 END"
    table, rows = sql.values(
        [(choice.chain, choice.language, choice.wanted) for choice in chosen] or [(-1, "", "")],
        ("bigint", "varchar(12)", "varchar(12)"),
    )
    join = "JOIN" if where.chosen_only else "LEFT JOIN"
    statement = (
        f"WITH c(chain_id, language, wanted) AS ({table})"
        f" SELECT p.id AS id, {rank} AS rank, COALESCE(a.channel, '') AS channel,"
        f" min(CASE WHEN {_STEP} = 5 THEN a.id END) AS address, c.language AS language, c.wanted AS wanted,"
        f" max({_STEP}) AS step"
        f" FROM people_person p {join} c ON c.chain_id = p.chain_id"
        f" LEFT JOIN people_address a ON a.person_id = p.id AND a.channel IN ({sql.marks(channels)})"
        f" AND {where.address}"
        " LEFT JOIN delivery_suppression s ON s.channel = a.channel AND s.value_index = a.value_index"
        f" WHERE p.id > %s AND p.id <= %s AND ({where.person})"
        " GROUP BY p.id, a.channel, c.language, c.wanted"
    )
    return statement, [*rows, *channels, *channels, *where.address_parameters], where.person_parameters


class Expansion:
    """The expansion of one message, a page at a time."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.audience = Audience.from_json(message.audience)
        self.rows = FIRST_PAGE
        self.analysed = message.expanded_upto > 0
        self.busy = False  # another worker was at the page we wanted
        self.where = audiences.where(self.audience)
        chosen = audiences.choices_of(message, self.audience)
        self.statement, self.before, self.behind = page_select(self.where, message.channels, chosen)

    def page(self, *, at: datetime) -> bool:
        """Write the next page; False when the message is expanded, recalled, or another worker is at it.

        Whoever is at a page says so by name, not by the row of the message: the flushes of other workers want that, and
        get it while the page is being worked out.
        """
        message, began = self.message, time.perf_counter()
        lo = message.expanded_upto
        hi = _page_end(lo, message.people_upto, self.rows, self.where)
        with transaction.atomic():
            if not sql.alone(f"delivery.plan.{message.id}") or not _stands(message, lo).exists():
                self.busy = True
                return False
            if hi is not None:
                self._write(lo, hi, at)
            elif _move(message, lo, None, at):
                _note_reading(message, at)
        reached("delivery.page-committed")
        if hi is None:
            return False
        message.expanded_upto = hi
        self._adapt(time.perf_counter() - began)
        if not self.analysed:
            self.analysed = True
            analyse()
        return True

    def _adapt(self, took: float) -> None:
        if took > 2 * _AIM_SECONDS:
            self.rows = max(self.rows // 2, 500)
        elif took < _AIM_SECONDS / 2:
            self.rows = min(self.rows * 2, MOST_PAGE)

    def _write(self, lo: int, hi: int, at: datetime) -> None:
        with sql.page_table():
            sql.execute(
                "INSERT INTO delivery_page (person_id, rank, channel, address_id, language, wanted, step) "
                + self.statement,
                [*self.before, lo, hi, *self.behind],
            )
            if self.message.policy != "all" and len(self.message.channels) > 1:
                _keep_cheapest()
            first = _deliveries(self.message, self.message.channels)
            _exclude(self.message, at)
            if not _move(self.message, lo, hi, at):
                transaction.set_rollback(True)  # recalled meanwhile: this page is not wanted any more
                return
            sql.execute(
                "UPDATE delivery_message SET people = people + (SELECT count(DISTINCT person_id) FROM delivery_page"
                " WHERE step = 5) WHERE id = %s",
                [self.message.id],
            )
            _plan(self.message, first)


def _page_end(lo: int, upto: int, rows: int, where: Where) -> int | None:
    """The last person of a page; None behind the last of all."""
    person, given = (where.person, where.person_parameters) if where.narrow else ("1 = 1", [])
    found = sql.select(
        "SELECT max(id) FROM (SELECT p.id AS id FROM people_person p WHERE p.id > %s AND p.id <= %s"
        f" AND ({person}) ORDER BY p.id LIMIT %s) AS page",
        [lo, upto, *given, rows],
    )
    return found[0][0] if found else None


def _stands(message: Message, lo: int) -> QuerySet[Message]:
    """The message, as long as it is to be expanded from `lo` on."""
    return Message.objects.filter(id=message.id, expanded_upto=lo, expanded_at=None, recalled_at=None)


def _move(message: Message, lo: int, hi: int | None, at: datetime) -> bool:
    """Compare and set the cursor: of two workers at one page, one writes it."""
    mine = _stands(message, lo)
    return bool(mine.update(expanded_at=at) if hi is None else mine.update(expanded_upto=hi))


def _note_reading(message: Message, at: datetime) -> None:
    """The sending path opens addresses: said once per message, with how many, never which."""
    people = Message.objects.values_list("people", flat=True).get(id=message.id)
    record(
        "delivery.addresses-opened", about=message.about, by=machine("delivery"), at=at,
        facts={"code": message.code, "people": people, "channels": message.channels, "why": "sending"},
    )  # fmt: skip


def _keep_cheapest() -> None:
    sql.execute(
        "DELETE FROM delivery_page WHERE step = 5 AND rank > (SELECT min(q.rank) FROM delivery_page q"
        " WHERE q.person_id = delivery_page.person_id AND q.step = 5)"
    )


def _exclude(message: Message, at: datetime) -> None:
    """Whoever has no usable address on any channel, with the furthest any of them got as the reason."""
    reason = "CASE max(step) " + " ".join(f"WHEN {step} THEN '{why}'" for step, why in REASONS.items()) + " END"
    new = sql.execute(
        f"INSERT INTO delivery_exclusion (message_id, person_id, reason, at)"
        f" SELECT %s, person_id, {reason}, %s FROM delivery_page GROUP BY person_id HAVING max(step) < 5"
        " ON CONFLICT DO NOTHING",
        [message.id, sql.moment(at)],
    )
    if new:
        sql.execute(
            f"INSERT INTO delivery_exclusiontally (message_id, reason, people)"
            f" SELECT %s, reason, count(*) FROM (SELECT {reason} AS reason FROM delivery_page GROUP BY person_id"
            " HAVING max(step) < 5) AS e WHERE 1 = 1 GROUP BY reason ON CONFLICT (message_id, reason)"
            " DO UPDATE SET people = delivery_exclusiontally.people + excluded.people",
            [message.id],
        )


def deliver(message: Message, channels: Sequence[str]) -> None:
    """What is usable in the scratch page becomes deliveries, tallies and leases; inside the caller's transaction."""
    _plan(message, _deliveries(message, channels))


def _deliveries(message: Message, channels: Sequence[str]) -> dict[str, int]:
    """The rows themselves; returns each channel's first free place before them."""
    bases = dict(
        sql.select(
            "SELECT channel, max(hi) FROM delivery_lease WHERE message_id = %s AND kind = 'first' GROUP BY channel",
            [message.id],
        )
    )
    first = {channel: int(bases.get(channel, 1)) for channel in channels}
    base = "CASE channel " + " ".join(f"WHEN %s THEN {place - 1}" for place in first.values()) + " ELSE 0 END"
    sql.execute(
        "INSERT INTO delivery_delivery (message_id, person_id, address_id, channel, language, wanted, position)"
        f" SELECT %s, person_id, address_id, channel, language, wanted,"
        f" {base} + row_number() OVER (PARTITION BY channel ORDER BY person_id) FROM delivery_page WHERE step = 5",
        [message.id, *first],
    )
    return first


def _plan(message: Message, first: Mapping[str, int]) -> None:
    """Tallies and leases of the rows just written, from those places on."""
    planned = sql.select(
        "SELECT channel, language, count(*) FROM delivery_page WHERE step = 5 GROUP BY channel, language"
    )
    plan(message.id, {(channel, language): count for channel, language, count in planned})
    for channel in first:
        count = sum(row[2] for row in planned if row[0] == channel)
        made = Lease.objects.bulk_create(leases(message, channel, first[channel], count))
        transport.offer_after_commit([lease.pk for lease in made])


def leases(message: Message, channel: str, first: int, count: int) -> list[Lease]:
    lane = rules.lane_of(message.severity, message.kind, corrects=message.corrects)
    return [
        Lease(message=message, channel=channel, lane=lane, kind="first", lo=lo, hi=hi, not_before=message.not_before)
        for lo, hi in rules.cut(first, count)
    ]


def analyse() -> None:
    """Once per expansion, after its first page: on a stale plan one claim took 3.3 s, not 12 ms."""
    if not sql.on_postgresql():
        sql.execute("PRAGMA analysis_limit = 1000")
    for table in ("delivery_delivery", "delivery_lease"):
        sql.execute(f"ANALYZE {table}")


def waiting_to_expand(*, sending: Callable[[int], bool] = lambda message: False) -> Message | None:
    """The next message to expand, the most severe first. One for the holders of another waits for its leases.

    `sending` says of a message whether something of it is being sent, or could be, at this moment.
    """
    found = sorted(
        Message.objects.filter(expanded_at=None, recalled_at=None).order_by("id")[:200],
        key=lambda message: (
            rules.lane_of(message.severity, message.kind, corrects=message.corrects),
            message.id,
        ),
    )
    return next((message for message in found if not _must_wait(message, sending)), None)


def _must_wait(message: Message, sending: Callable[[int], bool]) -> bool:
    """A correction never overtakes what it corrects: while the old one is being sent, nobody knows who holds it.

    Nor does what goes to everybody else; and that waits until the holders have theirs, or cannot have it now.
    """
    audience = message.audience
    held = audience.get("except_holders") or (audience["code"] if audience["kind"] == "holders" else "")
    if not held:
        return False
    first = message.thread_id if audience.get("except_holders") else None
    if first and (sending(first) or Message.objects.filter(id=first, expanded_at=None, recalled_at=None).exists()):
        return True
    ids = [id for id in audiences.version_ids(held) if id < message.id]
    return (
        Lease.objects.filter(message__in=ids, state__in=("open", "held")).exists()
        or Message.objects.filter(id__in=ids, expanded_at=None, recalled_at=None).exists()
    )
