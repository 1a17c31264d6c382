"""What became of messages that had been handed over: receipts find their deliveries and move them forward.

Receipts come doubled, out of order, and before we have written down that the message left. A receipt only moves a
delivery forward (failed < delivered < opened); one whose delivery is not known waits as a loose receipt.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError, transaction

from portlight.delivery import confirmations, doubts, escalation, sql
from portlight.delivery.leases import Facts
from portlight.delivery.models import Doubt, LooseReceipt, Message, Receipted, Suppression
from portlight.delivery.port import Receipt
from portlight.delivery.tallies import Key, hold, move
from portlight.toolkit.sealed import blind

RANKS = {"failed": 1, "delivered": 2, "opened": 3}
TRIES = (2.0, 10.0, 60.0, 600.0, 3600.0, 6 * 3600.0, 24 * 3600.0, 48 * 3600.0)  # seconds until a loose one is tried


class Told(NamedTuple):
    """A receipt as it is matched. What is kept of an address is its blind index, made where it is needed."""

    outcome: str
    reference: str
    echo: str
    address: str
    code: str
    dead: bool
    at: datetime
    delivery: int = 0
    known_index: str = ""  # of one that was loose before, whose address we no longer have

    def address_index(self, channel: str) -> str:
        if self.known_index or not self.address:
            return self.known_index
        return blind(self.address, purpose=f"address.{channel}")


class Subject(NamedTuple):
    """A delivery a receipt speaks of."""

    id: int
    person: int
    message: int
    channel: str
    language: str
    address: int
    thread: int


def told(receipt: Receipt, *, got_at: datetime) -> Told:
    """The receipt within our lengths. ValueError for an outcome that is none."""
    if receipt.outcome not in RANKS:
        raise ValueError(f"no such outcome: {receipt.outcome}")
    return Told(
        receipt.outcome, receipt.reference[:40], receipt.echo[:9], receipt.address, receipt.code[:24], receipt.dead,
        min(receipt.at or got_at, got_at), receipt.delivery,
    )  # fmt: skip


def settle(channel: str, receipts: Sequence[Told], *, at: datetime) -> list[Told]:
    """Apply those whose deliveries are known, inside the caller's transaction; returns the others."""
    known = _deliveries(channel, receipts)
    best: dict[int, Told] = {}
    loose = []
    for one, delivery in zip(receipts, known, strict=True):
        if delivery is None:
            loose.append(one)
        elif delivery not in best or RANKS[one.outcome] > RANKS[best[delivery].outcome]:
            best[delivery] = one
    subjects = _subjects(channel, list(best))
    _apply({subject: best[subject.id] for subject in subjects}, at=at)
    return loose


def keep_loose(channel: str, receipts: Iterable[Told], *, at: datetime) -> None:
    """They are tried again: their delivery may not be written down yet."""
    LooseReceipt.objects.bulk_create(
        LooseReceipt(
            channel=channel, reference=one.reference, echo=one.echo, address_index=one.address_index(channel),
            outcome=one.outcome, code=one.code, dead=one.dead, at=one.at, got_at=at,
            due_at=at + timedelta(seconds=TRIES[0]),
        )
        for one in receipts
    )  # fmt: skip


def try_loose(at: datetime, *, most: int = 1000) -> int:
    """Match again those that are due, of one channel in one transaction. Returns how many found their delivery."""
    channels = LooseReceipt.objects.filter(due_at__lte=at).order_by("channel").values_list("channel", flat=True)
    found = 0
    for channel in list(channels.distinct()):
        with transaction.atomic():
            found += _try_loose(channel, at, most)
    return found


def _try_loose(channel: str, at: datetime, most: int) -> int:
    due = LooseReceipt.objects.filter(due_at__lte=at, channel=channel).order_by("id")
    mine = list(due.select_for_update(skip_locked=sql.on_postgresql())[:most])
    receipts = [
        Told(row.outcome, row.reference, row.echo, "", row.code, row.dead, row.at, known_index=row.address_index)
        for row in mine
    ]
    still = {id(one) for one in settle(channel, receipts, at=at)}
    done = {row.pk for row, one in zip(mine, receipts, strict=True) if id(one) not in still}
    LooseReceipt.objects.filter(pk__in=done).delete()
    later = [row for row in mine if row.pk not in done]
    for row in later:
        row.tries += 1
        row.due_at = at + timedelta(seconds=TRIES[row.tries]) if row.tries < len(TRIES) else None
    LooseReceipt.objects.bulk_update(later, ["tries", "due_at"])
    return len(done)


def _deliveries(channel: str, receipts: Sequence[Told]) -> list[int | None]:
    """For each receipt its delivery, by number, by reference, by echo and address."""
    names = sorted({one.reference for one in receipts if one.reference and not one.delivery})
    one_of, given = sql.among("reference", names, "varchar")
    statement = f"SELECT reference, delivery_id FROM delivery_reference WHERE channel = %s AND {one_of}"
    by_reference: dict[str, int] = dict(sql.select(statement, [channel, *given]))
    found = [one.delivery or by_reference.get(one.reference) for one in receipts]
    echoed = {
        number: (one.echo, one.address_index(channel))
        for number, (one, delivery) in enumerate(zip(receipts, found, strict=True))
        if delivery is None and one.echo
    }
    by_echo = _by_echo(channel, set(echoed.values())) if echoed else {}
    for number, key in echoed.items():
        found[number] = by_echo.get(key)
    return found


def _by_echo(channel: str, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """By message and address. Where a family shares a telephone, the delivery that is in doubt is meant."""
    codes, indexes = sorted({code for code, _ in wanted}), sorted({index for _, index in wanted})
    rows = sql.select(
        "SELECT m.code, a.value_index, d.id FROM people_address a"
        f" JOIN delivery_message m ON m.code IN ({sql.marks(codes)})"
        " JOIN delivery_delivery d ON d.message_id = m.id AND d.person_id = a.person_id AND d.channel = a.channel"
        " AND d.address_id = a.id"
        " LEFT JOIN delivery_doubt t ON t.delivery_id = d.id AND t.resolved_at IS NULL"
        f" WHERE a.channel = %s AND a.value_index IN ({sql.marks(indexes)})"
        " ORDER BY CASE WHEN t.id IS NULL THEN 0 ELSE 1 END, d.id",
        [*codes, channel, *indexes],
    )
    return {(code, index): delivery for code, index, delivery in rows}  # the last one wins


def _subjects(channel: str, ids: Sequence[int]) -> list[Subject]:
    one_of, given = sql.among("d.id", ids, "bigint")
    return [
        Subject(*row)
        for row in sql.select(
            "SELECT d.id, d.person_id, d.message_id, d.channel, d.language, d.address_id, COALESCE(m.thread_id, m.id)"
            " FROM delivery_delivery d JOIN delivery_message m ON m.id = d.message_id"
            f" WHERE {one_of} AND d.channel = %s ORDER BY d.id",
            [*given, channel],
        )
    ]


def _apply(receipts: Mapping[Subject, Told], *, at: datetime) -> None:
    """Of those that move something forward: receipt, tallies, who confirmed, doubts, suppressions, next channels."""
    hold({subject.message for subject in receipts})
    fresh = _forward(receipts)
    if not fresh:
        return
    moves: dict[Key, Counter[str]] = defaultdict(Counter)
    for subject, (one, before) in fresh.items():
        counts = moves[(subject.message, subject.channel, subject.language)]
        counts[_column(RANKS[one.outcome])] += 1
        if before:
            counts[_column(before)] -= 1
    move(moves)
    arrived = [subject for subject, (one, _) in fresh.items() if one.outcome != "failed"]
    confirmations.note(
        [(s.thread, s.person, s.language, s.channel) for s in arrived], how="receipt", at=at
    )  # fmt: skip
    failed = {subject: one for subject, (one, _) in fresh.items() if one.outcome == "failed"}
    _resolve_doubts([subject.id for subject in fresh], at=at)
    _suppress({s.address: one.code for s, one in failed.items() if one.dead}, at=at)
    _try_next(failed, at=at)


def _column(rank: int) -> str:
    return "failed" if rank == RANKS["failed"] else "delivered"


def _forward(receipts: Mapping[Subject, Told]) -> dict[Subject, tuple[Told, int]]:
    """Write the receipts that are news; each with the rank its delivery had before (0: none)."""
    one_of, ids = sql.among("delivery_id", [subject.id for subject in receipts], "bigint")
    lock = " FOR UPDATE" if sql.on_postgresql() else ""
    known: dict[int, int] = dict(
        sql.select(f"SELECT delivery_id, rank FROM delivery_receipted WHERE {one_of}{lock}", ids)
    )
    new, fresh = [], {}
    for subject, one in receipts.items():
        before, rank = known.get(subject.id, 0), RANKS[one.outcome]
        if not before:
            new.append((subject.id, rank, one.code, one.at))
            fresh[subject] = (one, 0)
        elif before < rank:
            fresh[subject] = (one, before)
            Receipted.objects.filter(pk=subject.id).update(rank=rank, code=one.code, at=one.at)
    _write(new)
    return fresh


def _write(rows: Sequence[tuple[int, int, str, datetime]]) -> None:
    """IntegrityError when another worker has one of them: the page is done anew."""
    if not rows:
        return
    ids, ranks, codes, moments = zip(*rows, strict=True)
    columns: dict[str, sql.Column] = {
        "delivery_id": ("bigint", ids), "rank": ("smallint", ranks), "code": ("varchar", codes),
        "at": ("timestamptz", sql.moments(moments)),
    }  # fmt: skip
    if sql.insert("delivery_receipted", columns, {}) != len(rows):
        raise IntegrityError("a receipt was written down by another worker at the same moment")


def _resolve_doubts(deliveries: Sequence[int], *, at: datetime) -> None:
    """A receipt ends a doubt, whatever it says: the message had been taken."""
    one_of, given = sql.among("delivery_id", deliveries, "bigint")
    found = sql.select(f"SELECT id FROM delivery_doubt WHERE {one_of} AND resolved_at IS NULL", given)
    if found:
        open_ones = list(Doubt.objects.filter(id__in=[row[0] for row in found]))
        doubts.was_sent(open_ones, how="receipt", by="receipt", at=at)


def _suppress(dead: Mapping[int, str], *, at: datetime) -> None:
    if dead:
        rows = sql.select(
            f"SELECT id, channel, value_index FROM people_address WHERE id IN ({sql.marks(list(dead))})", list(dead)
        )
        Suppression.objects.bulk_create(
            [
                Suppression(channel=channel, value_index=index, reason="bounced", code=dead[address][:24], at=at)
                for address, channel, index in sorted(rows, key=lambda row: row[2])  # as another worker would
            ],
            ignore_conflicts=True,
        )


def _try_next(failed: Mapping[Subject, Told], *, at: datetime) -> None:
    """Policies that go from channel to channel go on to the next."""
    if not failed:
        return
    messages = Message.objects.in_bulk({subject.message for subject in failed})
    for subject in failed:
        message = messages[subject.message]
        if message.policy != "all" and message.recalled_at is None and at < message.not_after:
            escalation.next_channel(
                Facts(message), delivery=subject.id, person=subject.person, after=subject.channel, at=at
            )
