"""Many declarations at once: a sheet is taken and checked, then its good rows are declared, page by page.

Nothing is declared before somebody says so. A page of rows is one transaction: whoever is stopped between two pages
goes on where it stopped, and what was declared once is not declared again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from portlight.capabilities.lodging.commands.declaring import Filed, declare
from portlight.capabilities.lodging.commands.telling import Texts
from portlight.capabilities.lodging.models import (
    BEFORE,
    BROKEN,
    CHECKED,
    DONE,
    REFUSED,
    RUNNING,
    WAITING,
    Batch,
    BatchRow,
)
from portlight.capabilities.lodging.queries.batches import CONTENT, PLACE, checked, content_of, place_of
from portlight.capabilities.lodging.rules.roster import Roster, Spot, declared_of
from portlight.kernel.places import queries as places
from portlight.kernel.timeline.commands import record, resent
from portlight.kernel.work.commands import later
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.refusals import Refused
from portlight.toolkit.rosters import ERROR
from portlight.toolkit.sealed import blind, blind_bytes, seal, seal_bytes

JOB = "lodging.roster"
PAGE = 20  # rows of one transaction: on SQLite nobody else writes meanwhile, and nobody shall wait for a second
PAGES = 10  # of one turn of the worker: a few seconds, well within its lease, and others have their turn between
KEPT = timedelta(days=30)
_NAMES = UUID("6b0f3f52-64c7-4d61-9f53-0d4e1b0a6a11")  # of the requests this room makes itself


@dataclass(frozen=True, kw_only=True)
class TakenRoster:
    """`first` is False when the same sheet for the same place was handed in before: then it is that one."""

    number: str
    first: bool


def take_roster(
    content: bytes, *, spot: Spot, filed: Filed, by: Actor, at: datetime, request_id: UUID | None = None
) -> TakenRoster:
    """Take in a sheet of people who lodge at `spot`, or where their row says; nobody is declared yet.

    Rows that are wrong are kept with their code. `filed.contact` None: nobody is written to. Refused: sheet.*,
    roster.*, lodging.address-missing, lodging.hotel, lodging.outside-city, timeline.resend-differs.
    """
    spot = _known(spot)
    roster = checked(content, at=at)
    index = blind_bytes(content + json.dumps(asdict(spot), sort_keys=True).encode(), purpose="lodging.roster")
    for again in (True, False):
        try:
            with transaction.atomic():
                if (earlier := resent(by=by, request_id=request_id, given=[index])) is not None:
                    return TakenRoster(number=earlier, first=False)
                mine = Batch.objects.filter(owner_kind=by.kind.value, owner_key=by.key, content_index=index)
                if (number := mine.values_list("number", flat=True).first()) is not None:
                    return TakenRoster(number=number, first=False)
                row = _write(content, spot, roster, index, filed, by, at)
                record("lodging.roster-taken", about=f"batch:{row.number}", by=by, at=at, request_id=request_id,
                       given=[index], result=row.number, facts=roster.counts())  # fmt: skip
                return TakenRoster(number=row.number, first=True)
        except IntegrityError:  # the same sheet at the same moment: the second look finds it
            if not again:
                raise
    raise AssertionError


def register_roster(number: str, *, by: Actor, at: datetime) -> None:
    """Declare the good rows of a roster from now on; a second time changes nothing. Refused: roster.unknown."""
    with transaction.atomic():
        mine = Batch.objects.filter(number=number, owner_kind=by.kind.value, owner_key=by.key)
        if not mine.exists():
            raise Refused("roster.unknown")
        if mine.filter(state=CHECKED, content__isnull=False).update(state=RUNNING, started_at=at):
            record("lodging.roster-started", about=f"batch:{number}", by=by, at=at)
            later(kind=JOB, key=f"{number}:0", due_at=at, at=at)


def go_on(key: str, *, texts: Texts, at: datetime) -> None:
    """Declares the next rows of a running roster and asks for those after them. Safe to repeat, and beside itself."""
    number = key.partition(":")[0]
    batch = Batch.objects.filter(number=number, state=RUNNING).first()
    if batch is None or batch.started_at is None:
        return
    roster, spot = checked(content_of(batch), at=batch.started_at), place_of(batch)
    last = 0
    for _ in range(PAGES):
        declared = _page(batch, roster, spot, texts, at)
        if declared is None:
            _end(batch, at)
            return
        last = declared
    later(kind=JOB, key=f"{number}:{last}", due_at=at, at=at)


def forget_rosters(at: datetime) -> int:
    """Drops sheets that have been here for a month: what was declared stands in the declarations."""
    old = Batch.objects.filter(content__isnull=False, taken_at__lt=at - KEPT).exclude(state=RUNNING)
    return old.update(content=None, place=None)


def _known(spot: Spot) -> Spot:
    if not spot.address:
        if places.district(spot.district) is None:
            raise Refused("lodging.outside-city", field="district")
        if len(spot.line.strip()) < 5:
            raise Refused("lodging.address-missing", field="line")
        return spot
    found = places.address(spot.address)
    if found is None:
        raise Refused("lodging.address-missing", field="address")
    if found.use == "hotel":
        raise Refused("lodging.hotel", field="address")
    return Spot(address=found.code, line=found.zh, district=found.district)


def _write(content: bytes, spot: Spot, roster: Roster, index: str, filed: Filed, by: Actor, at: datetime) -> Batch:
    counts = roster.counts()
    row = Batch(
        number=str(uuid4()), owner_kind=by.kind.value, owner_key=by.key, language=filed.language,
        contact_id=filed.contact, assisted=filed.assisted, content_index=index, rows=counts["rows"],
        warned=counts["warn"], wrong=counts["error"], taken_at=at,
    )  # fmt: skip
    row.content = seal_bytes(content, column=CONTENT, seal=row.seal)
    row.place = seal(json.dumps(asdict(spot)), column=PLACE, seal=row.seal)
    row.save(force_insert=True)
    BatchRow.objects.bulk_create(
        [
            BatchRow(
                batch=row, row=found.row, likeness=_likeness(roster, place, spot, by),
                state=BROKEN if found.verdict == ERROR else WAITING,
                code=found.code or "" if found.verdict == ERROR else "",
            )
            for place, found in enumerate(roster.verdicts())
        ],
        batch_size=1000,
    )  # fmt: skip
    return row


def _likeness(roster: Roster, place: int, spot: Spot, by: Actor) -> str:
    told = [str(column[place]) for _, column in sorted(roster.values.items())]
    return blind(json.dumps([told, asdict(spot), by.key]), purpose="lodging.row")


def _page(batch: Batch, roster: Roster, spot: Spot, texts: Texts, at: datetime) -> int | None:
    """Declares the next page; the number of its last row, None when nothing was left."""
    places_of = {number: place for place, number in enumerate(roster.numbers)}
    with transaction.atomic():
        rows = list(batch.lines.select_for_update().filter(state=WAITING).order_by("row")[:PAGE])
        before = _declared_before(rows)
        for row in rows:
            if row.likeness in before:
                row.state, row.case_id = BEFORE, before[row.likeness]
            else:
                _declare(row, batch, roster, places_of[row.row], spot, texts, at)
        BatchRow.objects.bulk_update(rows, ["state", "code", "case"])
    return rows[-1].row if rows else None


def _declared_before(rows: Sequence[BatchRow]) -> dict[str, int]:
    """The same row by the same hand in an earlier sheet: also where it has ended since, it is not declared anew."""
    found = BatchRow.objects.filter(likeness__in=[row.likeness for row in rows], case__isnull=False)
    return {likeness: case for likeness, case in found.values_list("likeness", "case") if case is not None}


def _declare(
    row: BatchRow, batch: Batch, roster: Roster, place: int, spot: Spot, texts: Texts, at: datetime
) -> None:  # fmt: skip
    wrong = roster.verdict(place)
    if wrong.verdict == ERROR:  # since it was checked a day has passed, or the address table has changed
        row.state, row.code = BROKEN, wrong.code or ""
        return
    pressed = batch.started_at or at
    declared = declared_of(roster, place, address=spot, at=pressed, zone=timezone.get_default_timezone())
    filed = Filed(
        language=batch.language, contact=batch.contact_id, assisted=batch.assisted, pressed_at=pressed,
        batch=batch.number,
    )  # fmt: skip
    by = Actor(kind=ActorKind(batch.owner_kind), key=batch.owner_key)
    request = uuid5(_NAMES, f"{batch.number}:{row.row}")
    try:
        done = declare(declared, filed=filed, texts=texts, by=by, at=at, request_id=request)
    except Refused as refusal:
        row.state, row.code = REFUSED, refusal.code
    else:
        row.state, row.case_id = DONE if done.first else BEFORE, done.case


def _end(batch: Batch, at: datetime) -> None:
    with transaction.atomic():
        if Batch.objects.filter(pk=batch.pk, state=RUNNING).update(state=DONE, ended_at=at):
            by = Actor(kind=ActorKind(batch.owner_kind), key=batch.owner_key)
            record("lodging.roster-done", about=f"batch:{batch.number}", by=by, at=at, facts={"rows": batch.rows})
