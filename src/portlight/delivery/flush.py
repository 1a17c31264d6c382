"""One transaction for many answers: results, who was reached, tallies, retries, doubts, suppressions, and the leases.

Nothing of it stands without the leases: each is renewed by its owner and fence, and one that is no longer ours undoes
the whole transaction.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from portlight.delivery import port, rules, sql
from portlight.delivery.escalation import next_channel
from portlight.delivery.leases import Facts, Held
from portlight.delivery.models import Doubt, Lease, Message, Push, Result, Retry, Suppression
from portlight.delivery.tallies import Key, hold, move
from portlight.toolkit.points import reached


class Done(NamedTuple):
    """One settled attempt. The first seven are the columns of a result, in its order."""

    delivery: int
    attempt: int
    lease: int
    fence: int
    outcome: str
    code: str
    reference: str
    held: Held
    person: int
    address_id: int
    language: str
    dead: bool
    wait: float


class LeaseLost(Exception):
    """Another worker has taken it over: nothing of this flush was written."""

    def __init__(self, held: Held) -> None:
        super().__init__(held.id)
        self.held = held


class Doubled(Exception):
    """Some attempts have a result already: nothing of this flush was written."""


def write(done: Sequence[Done], leases: Iterable[Held], *, owner: str, at: datetime) -> None:
    """Everything of a flush, or nothing. LeaseLost, Doubled."""
    with transaction.atomic():
        for held in leases:
            renew(held, owner, at)
        record(done, at=at)
        reached("delivery.flush.before-commit")
    reached("delivery.flush.after-commit")
    if any(one.outcome == "later" for one in done):
        reached("delivery.retry-written")


def renew(held: Held, owner: str, at: datetime) -> None:
    """Prolong a lease, or close it once nothing of it is left."""
    closed = not held.rows and not held.pending
    touched = sql.execute(
        "UPDATE delivery_lease SET until = %s, state = %s"
        " WHERE id = %s AND owner = %s AND fence = %s AND state = 'held'",
        [
            sql.moment(at + timedelta(seconds=rules.LEASE_SECONDS)), "closed" if closed else "held",
            held.id, owner, held.fence,
        ],
    )  # fmt: skip
    if not touched:
        raise LeaseLost(held)


def record(done: Sequence[Done], *, at: datetime) -> None:
    """The answers themselves, inside the caller's transaction."""
    if not done:
        return
    columns = list(zip(*done, strict=True))
    new = sql.insert(
        "delivery_result",
        {
            "delivery_id": ("bigint", columns[0]), "attempt": ("smallint", columns[1]),
            "lease_id": ("bigint", columns[2]), "fence": ("integer", columns[3]), "outcome": ("varchar", columns[4]),
            "code": ("varchar", columns[5]), "reference": ("varchar", columns[6]),
        },
        {"at": sql.moment(at)},
    )  # fmt: skip
    if new != len(done):
        raise Doubled
    _references(done)
    hold({one.held.facts.id for one in done})
    by_message: dict[int, list[Done]] = defaultdict(list)
    for one in done:
        by_message[one.held.facts.id].append(one)
    for group in by_message.values():
        _message(group[0].held.facts, group, at)


def _references(done: Sequence[Done]) -> None:
    """The other side's names for what it took, where receipts will come by them."""
    named: dict[str, list[Done]] = defaultdict(list)
    for one in done:
        if one.reference and one.outcome == "accepted" and one.held.receipts:
            named[one.held.channel].append(one)
    for channel, group in named.items():
        sql.insert(
            "delivery_reference",
            {
                "reference": ("varchar", [one.reference[:40] for one in group]),
                "delivery_id": ("bigint", [one.delivery for one in group]),
            },
            {"channel": channel},
        )  # fmt: skip


def _message(facts: Facts, done: list[Done], at: datetime) -> None:
    others = [one for one in done if one.outcome != "accepted"]
    again = [one for one in others if one.outcome == "uncertain" and _sends_again(one)]
    _tally(facts, done, again)
    accepted = sorted(one.person for one in done if one.outcome == "accepted")
    new = 0
    if accepted:
        new = sql.insert("delivery_reached", {"person_id": ("bigint", accepted)}, {"thread_id": facts.thread})
    moved = "moved_at = %s, started_at = COALESCE(started_at, %s)"
    addressed = ", addressed = addressed + %s" if facts.thread == facts.id else ""
    now = sql.moment(at)
    row = sql.select(
        f"UPDATE delivery_message SET {moved}{addressed} WHERE id = %s RETURNING recalled_at",
        [now, now, *([new] if addressed else []), facts.id],
    )
    facts.recalled = row[0][0] is not None
    if new and not addressed:
        Message.objects.filter(id=facts.thread).update(addressed=F("addressed") + new)
    if accepted:
        _pushes(facts, {(one.held.channel, one.language) for one in done if one.outcome == "accepted"}, at)
    sent_again = {one.delivery for one in again}
    retried = [
        one.delivery
        for one in done
        if one.held.kind == "retry" and one.outcome != "later" and one.delivery not in sent_again
    ]
    for start in range(0, len(retried), 500):
        Retry.objects.filter(delivery__in=retried[start : start + 500]).delete()
    if others:
        _others(facts, others, again, at)


def _sends_again(one: Done) -> bool:
    """An emergency rather comes twice than never; a channel that knows a repeat may always be asked again."""
    if one.attempt >= rules.MOST_ATTEMPTS:
        return False
    channel = port.personal().get(one.held.channel)
    if channel is not None and channel.idempotent:
        return True
    # Where the other side can be asked, it is asked first; `asking` sends what it cannot find out.
    return one.held.facts.severity == "emergency" and not isinstance(channel, port.Asking)


def _tally(facts: Facts, done: list[Done], again: list[Done]) -> None:
    counts = Counter((one.held.channel, one.language, one.held.kind, one.outcome) for one in done)
    for one in again:
        counts[(one.held.channel, one.language, one.held.kind, "uncertain")] -= 1
        counts[(one.held.channel, one.language, one.held.kind, "later")] += 1
    moves: dict[Key, Counter[str]] = defaultdict(Counter)
    for (channel, language, kind, outcome), count in counts.items():
        moves[(facts.id, channel, language)][outcome] += count
        if kind == "retry":
            moves[(facts.id, channel, language)]["later"] -= count
    move(moves)


_pushed: set[tuple[str, str, str]] = set()  # by the message's code: its number may be another one's after a restore


def _pushes(facts: Facts, acts: set[tuple[str, str]], at: datetime) -> None:
    fresh = {(facts.code, channel, language) for channel, language in acts} - _pushed
    if fresh:
        Push.objects.bulk_create(
            [Push(message_id=facts.id, outlet=outlet, language=language, at=at) for _, outlet, language in fresh],
            ignore_conflicts=True,
        )
        # Remembered only once it is sure to stay: a rolled-back flush must try again.
        transaction.on_commit(lambda: _pushed.update(fresh))


def _others(facts: Facts, others: list[Done], again: list[Done], at: datetime) -> None:
    _suppress([one for one in others if one.dead], at)
    _doubts(facts, [one for one in others if one.outcome == "uncertain"], again, at)
    again_at = [(one, at) for one in again]
    later = [(one, _due(one, at)) for one in others if one.outcome == "later"]
    Retry.objects.bulk_create(
        [
            Retry(
                delivery_id=one.delivery, message_id=facts.id, channel=one.held.channel, attempts=one.attempt + 1,
                due_at=min(when, facts.not_after), lease=None,  # at not-after its turn comes, to be written off
            )
            for one, when in (*again_at, *later)
        ],
        update_conflicts=True, unique_fields=["delivery"], update_fields=["due_at", "attempts", "lease"],
    )  # fmt: skip
    if facts.policy != "all":
        for one in others:
            if one.outcome == "refused":
                next_channel(facts, delivery=one.delivery, person=one.person, after=one.held.channel, at=at)


def _due(one: Done, at: datetime) -> datetime:
    wait = one.wait or rules.retry_wait(one.attempt + 1, spread=random.uniform(-1, 1))  # noqa: S311 (spreads load)
    return at + timedelta(seconds=wait)


def _suppress(dead: list[Done], at: datetime) -> None:
    if not dead:
        return
    ids = [one.address_id for one in dead]
    codes = {one.address_id: one.code for one in dead}
    found = sql.select(
        f"SELECT id, channel, value_index FROM people_address WHERE id IN ({sql.marks(ids)})",
        ids,
    )
    Suppression.objects.bulk_create(
        [
            Suppression(channel=channel, value_index=index, reason="refused", code=codes[address][:24], at=at)
            for address, channel, index in sorted(found, key=lambda row: row[2])  # as another worker would
        ],
        ignore_conflicts=True,
    )


def _doubts(facts: Facts, doubtful: list[Done], again: list[Done], at: datetime) -> None:
    resolved = {(one.delivery, one.attempt) for one in again}
    Doubt.objects.bulk_create(
        [
            Doubt(
                delivery_id=one.delivery, message_id=facts.id, attempt=one.attempt, reason=one.code[:24], since=at,
                **({"resolved_at": at, "how": "send-again", "by": "policy"} if key in resolved else {}),
            )
            for one in doubtful
            if (key := (one.delivery, one.attempt))
        ]
    )  # fmt: skip


def unwritten(done: Sequence[Done]) -> list[Done]:
    """Those of `done` that have no result yet: what a journal tells may stand in the ledger already."""
    known: set[tuple[int, int]] = set()
    for start in range(0, len(done), 500):
        ids = [one.delivery for one in done[start : start + 500]]
        known.update(Result.objects.filter(delivery__in=ids).values_list("delivery_id", "attempt"))
    return [one for one in done if (one.delivery, one.attempt) not in known]


def reopen(owner: str) -> int:
    """Leases of a worker that is gone and whose journal has been dealt with: the rest of their rows was never sent."""
    return Lease.objects.filter(owner=owner, state="held").update(state="open", owner="", until=None)
