"""Rosters that were handed in: only whoever handed one in finds it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from portlight.capabilities.lodging.models import BEFORE, BROKEN, DONE, REFUSED, WAITING, Batch, BatchRow
from portlight.capabilities.lodging.queries.places import city_of
from portlight.capabilities.lodging.rules.roster import Roster, Spot, check
from portlight.capabilities.lodging.rules.roster.checking import addresses
from portlight.kernel.cases import queries as cases
from portlight.kernel.timeline.commands import record
from portlight.toolkit import sheets
from portlight.toolkit.actor import Actor
from portlight.toolkit.sealed import open_bytes, open_sealed

CONTENT, PLACE = "lodging_roster.content", "lodging_roster.place"


@dataclass(frozen=True, kw_only=True)
class BatchCard:
    """A roster without anything that stands in it. `state`: checked, running, done. `kept`: its sheet is still here."""

    number: str
    state: str
    language: str
    rows: int
    warned: int
    wrong: int
    taken_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    kept: bool
    done: int  # registered, or passed to the police station
    before: int  # declared before: the first registration counts
    refused: int
    waiting: int

    @property
    def good(self) -> int:
        return self.rows - self.wrong


@dataclass(frozen=True, kw_only=True)
class RowCard:
    row: int
    state: str  # waiting, done, before, broken, refused
    code: str
    number: str  # of its case


@dataclass(frozen=True, kw_only=True)
class OpenedBatch:
    """The sheet of a roster, opened for somebody who said why."""

    roster: Roster
    content: bytes


def batch(number: str, by: Actor) -> BatchCard | None:
    """The roster with this number if `by` handed it in; otherwise None, as for one that does not exist."""
    row = _own(number, by)
    return _card(row) if row else None


def batches(by: Actor, *, most: int = 20) -> tuple[BatchCard, ...]:
    """What somebody has handed in, the latest first."""
    rows = Batch.objects.filter(owner_kind=by.kind.value, owner_key=by.key).order_by("-taken_at")[:most]
    return tuple(_card(row) for row in rows)


def rows_of(number: str, by: Actor, *, states: Sequence[str], after: int = 0, size: int = 100) -> tuple[RowCard, ...]:
    """What became of a roster's rows, in the order of the sheet."""
    found = BatchRow.objects.filter(
        batch__number=number, batch__owner_kind=by.kind.value, batch__owner_key=by.key, state__in=states, row__gt=after
    )
    rows = list(found.order_by("row")[:size])
    known = cases.cards([row.case_id for row in rows if row.case_id is not None])
    return tuple(
        RowCard(row=row.row, state=row.state, code=row.code, number=known[row.case_id].number if row.case_id else "")
        for row in rows
    )


def opened_batch(number: str, *, by: Actor, why: str, at: datetime) -> OpenedBatch:
    """The sheet and its verdicts as of now; the timeline notes who read it and why. LookupError when it is gone."""
    row = _own(number, by)
    if row is None or row.content is None:
        raise LookupError(number)
    with transaction.atomic():
        record("lodging.roster-opened", about=f"batch:{number}", by=by, at=at, facts={"why": why})
    content = content_of(row)
    return OpenedBatch(roster=checked(content, at=at), content=content)


def checked(content: bytes, *, at: datetime, given: bool = True) -> Roster:
    """Refused: sheet.*, roster.*."""
    sheet = sheets.read(content)
    as_of = at.astimezone(timezone.get_default_timezone()).date()
    return check(sheet, as_of=as_of, city=city_of(addresses(sheet), given=given))


def content_of(row: Batch) -> bytes:
    """For the room's own use; who shows it to somebody asks `opened_batch`."""
    return open_bytes(row.content or b"", column=CONTENT, seal=row.seal)


def place_of(row: Batch) -> Spot:
    told: dict[str, Any] = json.loads(open_sealed(row.place or b"", column=PLACE, seal=row.seal))
    return Spot(**told)


def _own(number: str, by: Actor) -> Batch | None:
    return Batch.objects.filter(number=number, owner_kind=by.kind.value, owner_key=by.key).first()


def _card(row: Batch) -> BatchCard:
    counted = dict(row.lines.values_list("state").annotate(n=Count("pk")).order_by())
    return BatchCard(
        number=row.number, state=row.state, language=row.language, rows=row.rows, warned=row.warned,
        wrong=counted.get(BROKEN, 0), taken_at=row.taken_at, started_at=row.started_at, ended_at=row.ended_at,
        kept=row.content is not None, done=counted.get(DONE, 0), before=counted.get(BEFORE, 0),
        refused=counted.get(REFUSED, 0), waiting=counted.get(WAITING, 0),
    )  # fmt: skip
