"""Who was reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from django.db.models import Count

from portlight.delivery import sql
from portlight.delivery.models import ExclusionTally, Message, Posting, Push, Tally
from portlight.delivery.queries.cards import DoubtCard, Reach, Row, Unreached
from portlight.delivery.tallies import OUTCOMES
from portlight.kernel.people import queries as people
from portlight.toolkit.pages import Page

_FOR_GOOD = ("refused", "expired", "recalled", "excluded")


def _messages(which: str) -> list[Message]:
    """The messages meant by a code (its whole thread) or by the key of what they are about."""
    one = Message.objects.filter(code=which).first()
    if one is None:
        return list(Message.objects.filter(about=which).order_by("id")) if which else []
    root = one.thread_id or one.id
    return [*Message.objects.filter(id=root), *Message.objects.filter(thread_id=root).order_by("id")]


@sql.one_moment()
def reach(*, code: str) -> Reach:
    """The four figures of a thread, named by a code, or of everything about one subject, named by its key.

    All of one moment: while a release runs, people and messages still agree.
    """
    messages = _messages(code)
    ids = [message.id for message in messages]
    roots = {message.thread_id or message.id for message in messages}
    tallies = list(Tally.objects.filter(message__in=ids).values("channel", "language", *OUTCOMES))
    there = not any(message.erased_rows_at for message in messages)
    many, several = there and len(roots) > 1, there and len(ids) > 1
    outlets = Posting.objects.filter(message__in=ids, state="published").values_list("outlet")
    return Reach(
        pushes=Push.objects.filter(message__in=ids).count(),
        messages=sum(tally["accepted"] for tally in tallies),
        # Several threads about one subject may have reached the same people: then, and only then, they are counted.
        # Once retention has taken the rows, the figures kept with the messages are all there is.
        addressed=_distinct("delivery_reached", "thread_id", roots) if many else _kept(messages, "addressed"),
        confirmed=_distinct("delivery_confirmation", "thread_id", roots) if many else _kept(messages, "confirmed"),
        audience=_distinct("delivery_delivery", "message_id", set(ids)) if several else _kept(messages, "people"),
        by_language=_added_up(tallies, "language"), by_channel=_added_up(tallies, "channel"),
        outlets=dict(outlets.annotate(n=Count("id")).order_by("outlet")), excluded=_excluded(ids),
        codes=tuple(message.code for message in messages),
    )  # fmt: skip


def _added_up(tallies: list[dict[str, Any]], by: str) -> tuple[Row, ...]:
    sums: dict[str, Counter[str]] = {}
    for tally in tallies:
        sums.setdefault(tally[by], Counter()).update({outcome: tally[outcome] for outcome in OUTCOMES})
    return tuple(_row(key, sums[key]) for key in sorted(sums, key=lambda key: (-sums[key]["planned"], key)))


def _row(key: str, counts: Mapping[str, int]) -> Row:
    gone = sum(counts.get(outcome, 0) for outcome in _FOR_GOOD)
    accepted, uncertain, planned = counts.get("accepted", 0), counts.get("uncertain", 0), counts.get("planned", 0)
    return Row(
        key=key, planned=planned, accepted=accepted, refused=gone, uncertain=uncertain,
        waiting=planned - accepted - gone - uncertain,
    )  # fmt: skip


def _kept(messages: list[Message], column: Literal["addressed", "confirmed", "people"]) -> int:
    return sum(getattr(message, column) for message in messages if message.thread_id is None)


def _distinct(table: str, column: str, among: set[int]) -> int:
    found = sql.select(
        f"SELECT count(DISTINCT person_id) FROM {table} WHERE {column} IN ({sql.marks(list(among))})",
        list(among),
    )
    return int(found[0][0])


def _excluded(ids: list[int]) -> dict[str, int]:
    """By reason. Whoever was left out of a thread for want of a language, and got it later, is left out no more."""
    if len(ids) > 1:
        found = sql.select(
            f"SELECT reason, count(DISTINCT person_id) FROM delivery_exclusion e WHERE message_id IN ({sql.marks(ids)})"
            " AND NOT EXISTS (SELECT 1 FROM delivery_delivery d WHERE d.person_id = e.person_id"
            f" AND d.message_id IN ({sql.marks(ids)})) GROUP BY reason ORDER BY reason",
            [*ids, *ids],
        )
        return dict(found)
    return dict(ExclusionTally.objects.filter(message__in=ids).order_by("reason").values_list("reason", "people"))


_STANDING = """
SELECT {column}, standing, count(*) FROM (
  SELECT d.person_id, max(CASE WHEN r.person_id IS NOT NULL THEN 4 WHEN t.outcome = 'uncertain' THEN 3
    WHEN t.outcome IN ('refused', 'expired', 'recalled', 'excluded') THEN 1 ELSE 2 END) AS standing
  FROM delivery_delivery d
  LEFT JOIN delivery_result t ON t.delivery_id = d.id
    AND NOT EXISTS (SELECT 1 FROM delivery_result u WHERE u.delivery_id = d.id AND u.attempt > t.attempt)
  LEFT JOIN delivery_reached r ON r.person_id = d.person_id AND r.thread_id IN ({roots})
  WHERE d.message_id IN ({messages}) GROUP BY d.person_id
) AS s JOIN people_person p ON p.id = s.person_id GROUP BY 1, 2
"""
_STANDINGS = {4: "accepted", 3: "uncertain", 1: "refused", 2: "waiting"}


def reach_by(*, code: str, dimension: Literal["nationality", "district"]) -> tuple[Row, ...]:
    """People by nationality (alpha-3) or district (code), each standing where the best of her deliveries stands.

    Counted when asked, seconds for a million. Figures under 10 are for the desk, not for the public.
    """
    messages = _messages(code)
    ids = [message.id for message in messages]
    roots = sorted({message.thread_id or message.id for message in messages})
    column = {"nationality": "COALESCE(p.nationality, '')", "district": "COALESCE(p.district_id, '')"}[dimension]
    statement = _STANDING.format(column=column, roots=sql.marks(roots), messages=sql.marks(ids))
    sums: dict[str, Counter[str]] = {}
    for key, standing, count in sql.select(statement, [*roots, *ids]):
        sums.setdefault(key, Counter()).update({_STANDINGS[standing]: count, "planned": count})
    return tuple(_row(key, sums[key]) for key in sorted(sums, key=lambda key: (-sums[key]["planned"], key)))


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


def unreached(*, code: str, after: str | None = None, size: int = 50) -> Page[Unreached]:
    """Who of the thread's audience has been handed nothing yet, and why; by key of the person."""
    messages = _messages(code)
    ids = [message.id for message in messages]
    if not ids:
        return Page(())
    root, last, most = messages[0].thread_id or messages[0].id, _number(after), size + 1
    parameters: list[Any] = [*ids, last, root, most, *ids, last, root, *ids, most, most]
    found = [
        Unreached(person=person, language=language, channel=channel, reason=reason, code=of)
        for person, language, channel, reason, of in sql.select(_UNREACHED.format(messages=sql.marks(ids)), parameters)
    ]
    page = Page.of(found, size=size, token=lambda row: str(row.person))
    return replace(page, rows=_named(page.rows))


def _named(rows: tuple[Unreached, ...]) -> tuple[Unreached, ...]:
    """With each person's key beside the number: what a file is opened by. One query."""
    keys = people.keys([row.person for row in rows])
    return tuple(replace(row, key=str(keys.get(row.person, ""))) for row in rows)


def doubts(
    *, code: str = "", channel: str = "", resolved: bool = False, after: str | None = None, size: int = 50
) -> Page[DoubtCard]:
    """Deliveries that may or may not have gone out: the open ones, or all; of one thread or channel, or of all."""
    ids: list[Any] = [message.id for message in _messages(code)] if code else []
    only = f" AND t.message_id IN ({sql.marks(ids)})" if code else ""
    if channel:
        only, ids = f"{only} AND d.channel = %s", [*ids, channel]
    still = "" if resolved else " AND t.resolved_at IS NULL"
    found = [
        DoubtCard(
            delivery=row[0], person=row[1], channel=row[2], language=row[3], reason=row[4],
            since=sql.read_moment(row[5]), resolved_at=row[6] and sql.read_moment(row[6]), how=row[7],
        )
        for row in sql.select(
            "SELECT t.delivery_id, d.person_id, d.channel, d.language, t.reason, t.since, t.resolved_at, t.how"
            " FROM delivery_doubt t JOIN delivery_delivery d ON d.id = t.delivery_id"
            f" WHERE t.delivery_id > %s{only}{still} ORDER BY t.delivery_id, t.attempt LIMIT %s",
            [_number(after), *ids, size + 1],
        )
    ]  # fmt: skip
    return Page.of(found, size=size, token=lambda row: str(row.delivery))


def _number(token: str | None) -> int:
    return int(token) if token and token.isdecimal() and len(token) < 19 else 0
