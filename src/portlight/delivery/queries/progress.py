"""How far a message and what belongs to its thread are: two queries, asked once a second by the moving bar."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from portlight.delivery import sql
from portlight.delivery.queries.cards import Progress

_SUMS = """
SELECT m.id, m.started_at, m.moved_at, m.expanded_at, m.recalled_at, COALESCE(sum(t.planned), 0),
  COALESCE(sum(t.accepted + t.refused + t.expired + t.recalled + t.excluded), 0), COALESCE(sum(t.later), 0),
  COALESCE(sum(t.uncertain), 0)
FROM delivery_message m LEFT JOIN delivery_tally t ON t.message_id = m.id
WHERE m.code = %s OR m.thread_id = (SELECT id FROM delivery_message WHERE code = %s)
GROUP BY m.id, m.started_at, m.moved_at, m.expanded_at, m.recalled_at ORDER BY m.id
"""
_OPEN = """
SELECT EXISTS (SELECT 1 FROM delivery_lease WHERE message_id IN ({ids}) AND state <> 'closed')
  OR EXISTS (SELECT 1 FROM delivery_posting WHERE message_id IN ({ids}) AND state IN ('waiting', 'held'))
"""


class _Row(NamedTuple):
    id: int
    started: Any
    moved: Any
    expanded: Any
    recalled: Any
    total: int
    settled: int
    later: int
    doubtful: int

    @property
    def known(self) -> bool:
        """Whether everybody it is for is known."""
        return self.expanded is not None or self.recalled is not None


def progress(*, code: str) -> Progress | None:
    """Where the message and its thread stand; None for an unknown code. *Finished* is derived here and stored nowhere:
    expanded (or recalled), every planned delivery settled, no lease or posting open."""
    rows = [_Row(*row) for row in sql.select(_SUMS, [code, code])]
    if not rows:
        return None
    ids = [row.id for row in rows]
    at_work = bool(sql.select(_OPEN.format(ids=sql.marks(ids)), [*ids, *ids])[0][0])
    total, settled, later, doubtful = (
        sum(int(getattr(row, name)) for row in rows) for name in ("total", "settled", "later", "doubtful")
    )
    rate, left = _rate(rows), total - settled - later - doubtful
    known = all(row.known for row in rows)
    return Progress(
        code=code, settled=settled, total=total, waiting=later, doubtful=doubtful, rate=rate,
        seconds_left=left / rate if rate and known else (0.0 if known and not left else None), expanded=known,
        recalled=rows[0].recalled is not None, finished=known and settled == total and not at_work,
    )  # fmt: skip


def _rate(rows: list[_Row]) -> float:
    """Deliveries a second of what moved last: a language that was added a day later says nothing of yesterday."""
    moving = [row for row in rows if row.moved and row.started]
    if not moving:
        return 0.0
    last = max(moving, key=lambda row: _moment(row.moved))
    seconds = (_moment(last.moved) - _moment(last.started)).total_seconds()
    return int(last.settled) / seconds if seconds > 0 else 0.0


def _moment(stored: Any) -> datetime:
    return sql.read_moment(stored)
