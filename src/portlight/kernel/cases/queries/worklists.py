"""Lists of open cases over several kinds and worklists: the soonest due first, by key pages, in one statement.

Each worklist of each kind is one short walk along one index, of no more rows than the page has; the walks are merged.
So a page costs what its worklists are, not what the office has open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portlight.kernel.cases.models import NEVER
from portlight.kernel.cases.queries.cards import CaseCard, read_rows
from portlight.toolkit.pages import Page

AT_ONCE = 100  # walks in one statement: SQLite takes no more than 500
_WALK = """SELECT * FROM (SELECT id FROM cases_case WHERE closed_at IS NULL{where} ORDER BY due_at{turn}, id{turn}
LIMIT {size}) AS walk{n}"""
_WHOLE = """
SELECT c.*, p.key AS subject_key FROM cases_case c LEFT JOIN people_person p ON p.id = c.subject_id
WHERE c.id IN ({walks}) ORDER BY c.due_at{turn}, c.id{turn} LIMIT {size}
"""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What somebody sees of a kind: these worklists of it, or with none named all of them."""

    kind: str
    queues: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which of the open cases. `until`: due at this moment or before. `red`: flagged with what must not be left."""

    holder: UUID | None = None
    urgent: bool = False
    red: bool = False
    until: datetime | None = None
    steps: tuple[str, ...] = ()


ALL = Wanted()


def worklist(
    kind: str,
    *,
    queues: Sequence[str] = (),
    holder: UUID | None = None,
    steps: Sequence[str] = (),
    overdue_at: datetime | None = None,
    after: str | None = None,
    size: int = 25,
) -> Page[CaseCard]:
    """Of one kind. `queues` empty: all of them (a supervisor). One query."""
    wanted = Wanted(holder=holder, until=overdue_at, steps=tuple(steps))
    return across([Sight(kind=kind, queues=tuple(queues))], wanted, after=after, size=size)


def across(
    sights: Sequence[Sight], wanted: Wanted = ALL, *, after: str | None = None, size: int = 25
) -> Page[CaseCard]:
    """Over all `sights`, a page at a time; `after` is a page's token, and one that is none begins at the beginning."""
    return Page.of(_found(sights, wanted, place_of(after), size + 1), size=size, token=token)


def around(
    sights: Sequence[Sight], wanted: Wanted, place: str, *, before: int, behind: int
) -> tuple[list[CaseCard], list[CaseCard]]:
    """What stands next before and next behind a place of the list, whether or not its case still stands there.

    Two queries, and empty lists for what is no place.
    """
    here = place_of(place)
    if here is None:
        return [], []
    return _found(sights, wanted, here, before, back=True)[::-1], _found(sights, wanted, here, behind)


def token(card: CaseCard) -> str:
    """The place of a case in every list it stands in, as a value for the URL."""
    return f"{(card.due_at or NEVER).isoformat()}.{card.id}"


def place_of(text: str | None) -> tuple[datetime, int] | None:
    """What a token says; None for what somebody has typed into the address."""
    moment, _, number = (text or "").rpartition(".")
    try:
        due = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (due, int(number)) if due.tzinfo and number.isdecimal() and len(number) < 19 else None


def _found(
    sights: Sequence[Sight], wanted: Wanted, place: tuple[datetime, int] | None, size: int, *, back: bool = False
) -> list[CaseCard]:
    walks = list(_walks(sights, wanted))
    found: list[CaseCard] = []
    for at in range(0, len(walks), AT_ONCE):
        found += _merged(walks[at : at + AT_ONCE], place, size, back)
    if len(walks) > AT_ONCE:
        found.sort(key=lambda card: (card.due_at or NEVER, card.id), reverse=back)
    return found[:size]


def _merged(
    walks: Sequence[tuple[str, list[Any]]], place: tuple[datetime, int] | None, size: int, back: bool
) -> list[CaseCard]:
    turn, beyond = (" DESC", "<") if back else ("", ">")
    told, given = [], list[Any]()
    for n, (where, values) in enumerate(walks):
        if place is not None:
            where, values = f"{where} AND (due_at, id) {beyond} (%s, %s)", [*values, *place]
        told.append(_WALK.format(where=where, turn=turn, size=size, n=n))
        given += values
    return read_rows(_WHOLE.format(walks=" UNION ALL ".join(told), turn=turn, size=size), *given)


def _walks(sights: Sequence[Sight], wanted: Wanted) -> Iterator[tuple[str, list[Any]]]:
    """The conditions of each walk, with their values. What somebody holds is hers in whatever worklist it stands."""
    more, values = _narrowed(wanted)
    for sight in sights:
        if wanted.holder is not None or not sight.queues:
            yield f" AND kind = %s{more}", [sight.kind, *values]
            continue
        for queue in sight.queues:
            yield f" AND kind = %s AND queue = %s{more}", [sight.kind, queue, *values]


def _narrowed(wanted: Wanted) -> tuple[str, list[Any]]:
    told, values = "", list[Any]()
    if wanted.holder is not None:
        told, values = f"{told} AND holder = %s", [*values, wanted.holder]
    if wanted.urgent:
        told += " AND urgent"
    if wanted.red:
        told += " AND red"
    if wanted.until is not None:
        told, values = f"{told} AND due_at <= %s", [*values, wanted.until]
    if wanted.steps:
        told = f"{told} AND step IN ({', '.join(['%s'] * len(wanted.steps))})"
        values += wanted.steps
    return told, values
