"""What became of the rows of a roster: each with its draft, its case, its time, and by when an officer looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portlight.capabilities.green_lanes.models import (
    BEFORE,
    BROKEN,
    DRAFT,
    DROPPED,
    FILED,
    GOOD,
    NOTED,
    REVOKED,
    Row,
)
from portlight.capabilities.green_lanes.queries.batches import BatchCard
from portlight.capabilities.green_lanes.queries.members import OF_MEMBER, OF_ROW, opened
from portlight.capabilities.green_lanes.rules.people import Person
from portlight.capabilities.green_lanes.rules.rights import TABLE
from portlight.kernel.cases import queries as cases
from portlight.kernel.clocks import queries as clocks
from portlight.kernel.clocks.queries import ClockCard
from portlight.kernel.policies import queries as policies
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.pages import Page

STATES = (GOOD, BROKEN, NOTED, DRAFT, BEFORE, FILED, REVOKED, DROPPED)
LOOK = "permits.look"  # the period of the first look, a name of *permits* as a value
_AN_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class RowCard:
    """`person` is opened where the page has noted who reads it. `source`: of the table's row that said `right`."""

    id: int
    row: int
    state: str
    code: str
    change: str
    matter: str
    right: str
    source: str
    booking: str
    number: str  # of its case
    person: Person | None
    revoked: bool  # by the person, also where it was filed before
    look_on: date | None  # the last day of what was promised to the first look, until somebody has looked


def rows_of(
    found: BatchCard, *, states: Sequence[str] = STATES, by: Actor, at: datetime, after: int = 0, size: int = 100
) -> Page[RowCard]:
    """What became of the rows, in the order of the sheet, with whom they are about; their reading is noted."""
    with transaction.atomic():
        rows = Row.objects.filter(batch_id=found.id, state__in=list(states), row__gt=after).select_related("member")
        page = list(rows.order_by("row")[: size + 1])
        if any(row.member for row in page):
            record("lanes.rows-read", about=f"lane-batch:{found.number}", by=by, at=at, facts={"of": len(page[:size])})
    return Page.of(row_cards(page), size=size, token=lambda card: str(card.row))


def row_cards(rows: Sequence[Row]) -> list[RowCard]:
    """Rows as cards: the number of the case, by when somebody looks, what the table's row rests on. Three or four
    queries."""
    known = cases.cards([row.case_id for row in rows if row.case_id is not None])
    looks = clocks.named([one.about for one in known.values()], LOOK) if known else {}
    told = {version: _sources(version) for version in {row.right_version for row in rows} if version}
    return [
        RowCard(
            id=row.pk, row=row.row, state=row.state, code=row.code, change=row.change, matter=row.matter,
            right=row.right, source=told[row.right_version][row.right_row - 1] if row.right_version else "",
            booking=row.booking, number=known[row.case_id].number if row.case_id else "",
            person=_person(row), revoked=row.member is not None and row.member.state == REVOKED,
            look_on=_waited_for(looks.get(known[row.case_id].about)) if row.case_id else None,
        )
        for row in rows
    ]  # fmt: skip


def _person(row: Row) -> Person | None:
    """As the draft froze her; where there is none, as the list has her now. Nobody once she has revoked."""
    frozen = opened(row.particulars, OF_ROW, row.seal)
    listed = row.member if row.state in (NOTED, BEFORE) else None
    return frozen or (opened(listed.particulars, OF_MEMBER, listed.seal) if listed else None)


def _sources(version: int) -> tuple[str, ...]:
    """What each row of the table rests on, as that version has it."""
    return tuple(str(rule.get("_source", "")) for rule in policies.content(TABLE, version)["rules"])


def _waited_for(clock: ClockCard | None) -> date | None:
    """Its last day while nobody has looked, also where that is past."""
    waits = clock is not None and clock.state in ("running", "lapsed")
    return timezone.localdate(clock.until - _AN_INSTANT) if clock and waits else None
