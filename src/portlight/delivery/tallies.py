"""The counters of a message: moved in the transaction that moves the rows, never counted on the send path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

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
