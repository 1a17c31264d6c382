"""How far a message is: two queries, asked once a second by the moving bar."""

from __future__ import annotations

from portlight.delivery import sql
from portlight.delivery.queries.cards import Progress

_SUMS = """
SELECT m.id, m.started_at, m.moved_at, m.expanded_at, m.recalled_at, COALESCE(sum(t.planned), 0),
  COALESCE(sum(t.accepted + t.refused + t.expired + t.recalled + t.excluded), 0), COALESCE(sum(t.later), 0),
  COALESCE(sum(t.uncertain), 0)
FROM delivery_message m LEFT JOIN delivery_tally t ON t.message_id = m.id WHERE m.code = %s
GROUP BY m.id, m.started_at, m.moved_at, m.expanded_at, m.recalled_at
"""
_OPEN = """
SELECT EXISTS (SELECT 1 FROM delivery_lease WHERE message_id = %s AND state <> 'closed')
  OR EXISTS (SELECT 1 FROM delivery_posting WHERE message_id = %s AND state IN ('waiting', 'held'))
"""


def progress(*, code: str) -> Progress | None:
    """Where the message stands; None for an unknown code. *Finished* is derived here and stored nowhere: expanded (or
    recalled), every planned delivery settled, no lease or posting open."""
    found = sql.select(_SUMS, [code])
    if not found:
        return None
    id, started, moved, expanded, recalled, total, settled, later, doubtful = found[0]
    total, settled, later, doubtful = int(total), int(settled), int(later), int(doubtful)
    at_work = bool(sql.select(_OPEN, [id, id])[0][0])
    seconds = (sql.read_moment(moved) - sql.read_moment(started)).total_seconds() if moved and started else 0.0
    rate = settled / seconds if seconds > 0 else 0.0
    left = total - settled - later - doubtful
    known = expanded is not None or recalled is not None
    return Progress(
        code=code, settled=settled, total=total, waiting=later, doubtful=doubtful, rate=rate,
        seconds_left=left / rate if rate and known else (0.0 if known and not left else None), expanded=known,
        recalled=recalled is not None, finished=known and settled == total and not at_work,
    )  # fmt: skip
