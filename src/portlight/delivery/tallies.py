"""The counters of a message: moved in the transaction that moves the rows, never counted on the send path."""

from __future__ import annotations

from collections import Counter

from portlight.delivery import sql


def plan(message: int, channel: str, language: str, count: int) -> None:
    """Add planned deliveries, making the tally where there is none."""
    sql.execute(
        "INSERT INTO delivery_tally (message_id, channel, language, planned, accepted, refused, later, uncertain,"
        " expired, recalled, excluded) VALUES (%s, %s, %s, %s, 0, 0, 0, 0, 0, 0, 0)"
        " ON CONFLICT (message_id, channel, language)"
        " DO UPDATE SET planned = delivery_tally.planned + excluded.planned",
        [message, channel, language, count],
    )


def move(message: int, channel: str, language: str, changes: Counter[str]) -> None:
    """Add `changes` (outcome → how many, negative to take away)."""
    told = [(column, count) for column, count in sorted(changes.items()) if count]
    if told:
        sql.execute(
            f"UPDATE delivery_tally SET {', '.join(f'{column} = {column} + %s' for column, _ in told)}"  # noqa: S608
            " WHERE message_id = %s AND channel = %s AND language = %s",
            [*(count for _, count in told), message, channel, language],
        )
