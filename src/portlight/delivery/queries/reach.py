"""Who was reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal

from portlight.delivery import sql
from portlight.delivery.models import ExclusionTally, Message, Posting, Push, Tally
from portlight.delivery.queries.cards import DoubtCard, Outlet, Reach, Row, Unreached
from portlight.delivery.tallies import OUTCOMES
from portlight.toolkit.pages import Page

def _messages(which: str) -> list[Message]:
    """The messages meant by a code (its whole thread) or by the key of what they are about."""
    one = Message.objects.filter(code=which).first()
    if one is None:
        return list(Message.objects.filter(about=which).order_by("id")) if which else []
    root = one.thread_id or one.id
    return [*Message.objects.filter(id=root), *Message.objects.filter(thread_id=root).order_by("id")]


def reach(code: str) -> Reach:
    """The four figures of a thread, named by a code, or of everything about one subject, named by its key."""
    messages = _messages(code)
    ids = [message.id for message in messages]
    roots = {message.thread_id or message.id for message in messages}
    several = len(roots) > 1  # they may have reached the same people: then, and only then, people are counted
    rows = _rows(ids)
    return Reach(
        pushes=Push.objects.filter(message__in=ids).count(),
        messages=sum(row.accepted for row in rows),
        addressed=_distinct("delivery_reached", "thread_id", roots) if several else _kept(messages, "addressed"),
        confirmed=_distinct("delivery_confirmation", "thread_id", roots) if several else _kept(messages, "confirmed"),
        audience=_distinct("delivery_delivery", "message_id", set(ids)) if len(ids) > 1 else _kept(messages, "people"),
        rows=rows, outlets=_outlets(ids), excluded=_excluded(ids), codes=tuple(message.code for message in messages),
    )  # fmt: skip


def _rows(ids: list[int]) -> tuple[Row, ...]:
    sums: dict[tuple[str, str], Counter[str]] = {}
    for tally in Tally.objects.filter(message__in=ids).values("channel", "language", *OUTCOMES):
        key = (tally["channel"], tally["language"])
        sums.setdefault(key, Counter()).update({outcome: tally[outcome] for outcome in OUTCOMES})
    return tuple(
        Row(channel=channel, language=language, **{outcome: counts[outcome] for outcome in OUTCOMES})
        for (channel, language), counts in sorted(sums.items())
    )


def _outlets(ids: list[int]) -> tuple[Outlet, ...]:
    found = Posting.objects.filter(message__in=ids).select_related("message").order_by("outlet", "language", "id")
    return tuple(
        Outlet(outlet=one.outlet, language=one.language, state=one.state, at=one.at, code=one.message.code)
        for one in found
    )


def _kept(messages: list[Message], column: Literal["addressed", "confirmed", "people"]) -> int:
    return sum(getattr(message, column) for message in messages if message.thread_id is None)


def _distinct(table: str, column: str, among: set[int]) -> int:
    found = sql.select(
        f"SELECT count(DISTINCT person_id) FROM {table} WHERE {column} IN ({sql.marks(list(among))})",  # noqa: S608
        list(among),
    )
    return int(found[0][0])


def _excluded(ids: list[int]) -> dict[str, int]:
    """By reason. Whoever was left out of a thread for want of a language, and got it later, is left out no more."""
    if len(ids) > 1:
        found = sql.select(
            f"SELECT reason, count(DISTINCT person_id) FROM delivery_exclusion e WHERE message_id IN ({sql.marks(ids)})"  # noqa: S608
            " AND NOT EXISTS (SELECT 1 FROM delivery_delivery d WHERE d.person_id = e.person_id"
            f" AND d.message_id IN ({sql.marks(ids)})) GROUP BY reason ORDER BY reason",
            [*ids, *ids],
        )
        return {reason: people for reason, people in found}
    return dict(ExclusionTally.objects.filter(message__in=ids).order_by("reason").values_list("reason", "people"))


def reach_by(code: str, dimension: Literal["nationality", "district"]) -> Mapping[str, tuple[int, int]]:
    """Per nationality (alpha-3) or district (code): people it was planned for, and people addressed; the largest first.

    Counted when asked: seconds for a million. Figures under 10 are for the desk, not for the public.
    """
    messages = _messages(code)
    ids = [message.id for message in messages]
    roots = sorted({message.thread_id or message.id for message in messages})
    column = {"nationality": "p.nationality", "district": "p.district_id"}[dimension]
    found = sql.select(
        f"SELECT COALESCE({column}, ''), count(*), count(r.person_id) FROM"  # noqa: S608
        f" (SELECT DISTINCT person_id FROM delivery_delivery WHERE message_id IN ({sql.marks(ids)})) AS d"
        " JOIN people_person p ON p.id = d.person_id LEFT JOIN (SELECT DISTINCT person_id FROM delivery_reached"
        f" WHERE thread_id IN ({sql.marks(roots)})) AS r ON r.person_id = d.person_id GROUP BY 1 ORDER BY 2 DESC, 1",
        [*ids, *roots],
    )
    return {group: (planned, addressed) for group, planned, addressed in found}


_UNREACHED = """
SELECT * FROM (
  SELECT d.person_id, min(d.language), min(d.channel), COALESCE(max(t.outcome), 'open') AS reason, min(m.code)
  FROM delivery_delivery d JOIN delivery_message m ON m.id = d.message_id
  LEFT JOIN delivery_result t ON t.delivery_id = d.id
    AND NOT EXISTS (SELECT 1 FROM delivery_result u WHERE u.delivery_id = d.id AND u.attempt > t.attempt)
  WHERE d.message_id IN ({messages}) AND d.person_id > %s
    AND NOT EXISTS (SELECT 1 FROM delivery_reached r WHERE r.thread_id = %s AND r.person_id = d.person_id)
  GROUP BY d.person_id ORDER BY d.person_id LIMIT %s
) AS tried
UNION ALL
SELECT * FROM (
  SELECT e.person_id, '', '', min(e.reason), min(m.code) FROM delivery_exclusion e
  JOIN delivery_message m ON m.id = e.message_id
  WHERE e.message_id IN ({messages}) AND e.person_id > %s
    AND NOT EXISTS (SELECT 1 FROM delivery_reached r WHERE r.thread_id = %s AND r.person_id = e.person_id)
    AND NOT EXISTS (SELECT 1 FROM delivery_delivery d WHERE d.message_id IN ({messages}) AND d.person_id = e.person_id)
  GROUP BY e.person_id ORDER BY e.person_id LIMIT %s
) AS excluded
ORDER BY 1 LIMIT %s
"""


def unreached(code: str, *, after: str | None = None, size: int = 50) -> Page[Unreached]:
    """Who of the thread's audience has been handed nothing yet, and why; by key of the person."""
    messages = _messages(code)
    ids = [message.id for message in messages]
    if not ids:
        return Page(())
    root, last, most = messages[0].thread_id or messages[0].id, _number(after), size + 1
    parameters: list[Any] = [*ids, last, root, most, *ids, last, root, *ids, most, most]
    found = [
        Unreached(person=person, language=language, channel=channel, reason=reason, code=of)
        for person, language, channel, reason, of in sql.select(
            _UNREACHED.format(messages=sql.marks(ids)), parameters
        )
    ]
    return Page.of(found, size=size, token=lambda row: str(row.person))


def doubts(code: str = "", *, resolved: bool = False, after: str | None = None, size: int = 50) -> Page[DoubtCard]:
    """Deliveries that may or may not have gone out: the open ones, or all; of one thread, or of everything."""
    ids = [message.id for message in _messages(code)] if code else []
    only = f" AND t.message_id IN ({sql.marks(ids)})" if code else ""
    still = "" if resolved else " AND t.resolved_at IS NULL"
    found = [
        DoubtCard(
            delivery=row[0], person=row[1], channel=row[2], language=row[3], reason=row[4],
            since=sql.read_moment(row[5]), resolved_at=row[6] and sql.read_moment(row[6]), how=row[7],
        )
        for row in sql.select(
            "SELECT t.delivery_id, d.person_id, d.channel, d.language, t.reason, t.since, t.resolved_at, t.how"  # noqa: S608
            " FROM delivery_doubt t JOIN delivery_delivery d ON d.id = t.delivery_id"
            f" WHERE t.delivery_id > %s{only}{still} ORDER BY t.delivery_id, t.attempt LIMIT %s",
            [_number(after), *ids, size + 1],
        )
    ]  # fmt: skip
    return Page.of(found, size=size, token=lambda row: str(row.delivery))


def _number(token: str | None) -> int:
    return int(token) if token and token.isdecimal() and len(token) < 19 else 0
