"""The counters of a message: moved in the transaction that moves the rows, never counted on the send path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from portlight.delivery import sql

OUTCOMES = (
    "planned", "accepted", "refused", "later", "uncertain", "expired", "recalled", "excluded", "delivered", "failed",
)  # fmt: skip
Key = tuple[int, str, str]  # message, channel, language
_ADD = (
    f"INSERT INTO delivery_tally (message_id, channel, language, {', '.join(OUTCOMES)}) VALUES %s"
    " ON CONFLICT (message_id, channel, language) DO UPDATE SET "
    + ", ".join(f"{outcome} = delivery_tally.{outcome} + excluded.{outcome}" for outcome in OUTCOMES)
)


def hold(messages: Collection[int]) -> None:
    """Lock the rows of these messages and of the roots of their threads, in the order of their numbers.

    The first thing of every transaction that moves counters, before any doubt, receipt or tally is locked: flushes,
    receipts, doubts, escalations and expansions of several workers then wait for each other, never crosswise. SQLite
    has one writer anyway.
    """
    if sql.on_postgresql() and messages:
        marks, given = sql.marks(list(messages)), list(messages)
        sql.select(
            f"SELECT id FROM delivery_message WHERE id IN ({marks}) OR id IN (SELECT thread_id FROM delivery_message"
            f" WHERE id IN ({marks})) ORDER BY id FOR NO KEY UPDATE",
            [*given, *given],
        )


def move(changes: Mapping[Key, Mapping[str, int]]) -> None:
    """Add to the counters, negative to take away, all in one statement. In one order, so that two workers never
    wait for each other crosswise."""
    rows = sorted((key, counts) for key, counts in changes.items() if any(counts.values()))
    if rows:
        marks = ", ".join(["(" + ", ".join(["%s"] * (3 + len(OUTCOMES))) + ")"] * len(rows))
        told = [value for key, counts in rows for value in (*key, *(counts.get(one, 0) for one in OUTCOMES))]
        sql.execute(_ADD.replace("%s", marks, 1), told)


def plan(message: int, counts: Mapping[tuple[str, str], int]) -> None:
    """Add planned deliveries by channel and language."""
    move({(message, *key): Counter(planned=count) for key, count in counts.items()})
