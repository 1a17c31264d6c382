"""After a death: journals of this host are replayed, leases of hosts that are gone are taken over.

A journal tells exactly what was in the air. Without one, every row of the lease that has no result might have been
sent, and is listed as a doubt; none is ever simply sent again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from portlight.delivery import flush, port, rules, sql
from portlight.delivery.flush import Done
from portlight.delivery.journal import Entry, Journal, host
from portlight.delivery.leases import Facts, Held, load
from portlight.delivery.models import Delivery, Doubt, Lease, Message
from portlight.delivery.port import Answer
from portlight.delivery.tallies import hold, move


def replay(journal: Journal, *, at: datetime) -> int:
    """Settle what the journal tells, put its worker's leases back, and empty it; returns how many rows it settled."""
    by_lease: dict[tuple[int, int], dict[tuple[int, int], Answer]] = defaultdict(dict)
    for entry in journal.entries():
        told = by_lease[(entry.lease, entry.fence)]
        if entry.answer is not None and entry.answer.outcome == "untaken":
            told.pop((entry.delivery, entry.attempt), None)
        else:
            told[(entry.delivery, entry.attempt)] = _meaning(entry)
    settled = 0
    for (lease, fence), answers in by_lease.items():  # one that is empty by now settles nothing
        with transaction.atomic():
            settled += _settle(lease, fence, answers, journal.name, at)
    flush.reopen(journal.name)
    journal.drop()
    return settled


def _meaning(entry: Entry) -> Answer:
    return port.uncertain("killed") if entry.answer is None else entry.answer


def _settle(lease: int, fence: int, answers: dict[tuple[int, int], Answer], owner: str, at: datetime) -> int:
    mine = Lease.objects.filter(id=lease, owner=owner, fence=fence, state="held").select_for_update().first()
    if mine is None:
        return _too_late(answers, at)
    held = _held(mine)
    rows = sql.select(
        f"SELECT id, person_id, address_id, language FROM delivery_delivery WHERE id IN ({sql.marks(list(answers))})",
        [delivery for delivery, _ in answers],
    )
    known: dict[int, tuple[int, int, str]] = {row[0]: (row[1], row[2], row[3]) for row in rows}
    done = [
        Done(
            delivery, attempt, lease, fence, answer.outcome, answer.code, answer.reference, held,
            person=known[delivery][0], address_id=known[delivery][1], language=known[delivery][2],
            dead=answer.dead, wait=answer.wait,
        )
        for (delivery, attempt), answer in answers.items()
    ]  # fmt: skip
    fresh = flush.unwritten(done)
    flush.record(fresh, at=at)
    return len(fresh)


def _held(lease: Lease) -> Held:
    facts = Facts(Message.objects.get(id=lease.message_id))
    return Held(id=lease.id, facts=facts, channel=lease.channel, kind=lease.kind, fence=lease.fence)


def _too_late(answers: dict[tuple[int, int], Answer], at: datetime) -> int:
    """The lease was taken over meanwhile: its rows are doubts by now. Those that were accepted are doubts no more."""
    settled = 0
    accepted = [key for key, answer in answers.items() if answer.outcome == "accepted"]
    hold(
        set(Delivery.objects.filter(id__in=[delivery for delivery, _ in accepted]).values_list("message_id", flat=True))
    )
    for delivery, attempt in accepted:
        found = Doubt.objects.filter(delivery_id=delivery, attempt=attempt, resolved_at=None)
        if found.update(resolved_at=at, how="journal", by="worker", sent=True):
            taken_as_sent([delivery], at=at)
            settled += 1
    return settled


def taken_as_sent(deliveries: list[int], *, at: datetime) -> None:
    """Move doubts that turned out to be deliveries: the tally, and who was reached."""
    rows = sql.select(
        "SELECT d.message_id, d.channel, d.language, d.person_id, COALESCE(m.thread_id, m.id) FROM delivery_delivery d"
        f" JOIN delivery_message m ON m.id = d.message_id WHERE d.id IN ({sql.marks(deliveries)})",
        deliveries,
    )
    counts = Counter(row[:3] for row in rows)
    move({key: Counter(uncertain=-count, accepted=count) for key, count in counts.items()})
    for thread, people in sorted(_by_thread(rows).items()):
        new = sql.insert("delivery_reached", {"person_id": ("bigint", sorted(people))}, {"thread_id": thread})
        sql.execute("UPDATE delivery_message SET addressed = addressed + %s WHERE id = %s", [new, thread])


def _by_thread(rows: Iterable[tuple[int, str, str, int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for _, _, _, person, thread in rows:
        found[thread].append(person)
    return found


def take_over(owner: str, folder: Path, *, at: datetime) -> int:
    """Leases whose holder let them lapse long ago. What it may have sent becomes a doubt; returns how many rows."""
    gone = at - timedelta(seconds=rules.GONE_SECONDS)
    doubtful = 0
    for lease in Lease.objects.filter(state="held", until__lt=gone).order_by("id")[:20]:
        if (
            lease.owner.startswith(f"{host()}-")
            and (folder / f"{lease.owner}.journal").exists()
            and _free(lease, folder)
        ):
            continue  # its journal is here and its worker dead: the replay knows more than we do
        doubtful += _all_in_doubt(lease, owner, at)
    return doubtful


def _free(lease: Lease, folder: Path) -> bool:
    journal = Journal(folder, lease.owner)
    free = journal.lock()
    journal.release()
    return free


def _all_in_doubt(lease: Lease, owner: str, at: datetime) -> int:
    with transaction.atomic():
        taken = Lease.objects.filter(id=lease.id, fence=lease.fence, owner=lease.owner, state="held").update(
            owner=owner, fence=lease.fence + 1, until=at + timedelta(seconds=rules.LEASE_SECONDS)
        )
        if not taken:
            return 0
        lease.fence += 1
        held = _held(lease)
        load(held, lease.lo, lease.hi)
        done = [
            Done(
                row.delivery, row.attempt, lease.id, lease.fence, "uncertain", "host-gone", "", held, row.person,
                row.address_id, row.language, False, 0.0,
            )
            for row in held.rows
        ]  # fmt: skip
        flush.record(done, at=at)
        Lease.objects.filter(id=lease.id, fence=lease.fence).update(state="closed")
    return len(done)
