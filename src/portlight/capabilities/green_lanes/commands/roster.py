"""A roster is taken in and checked; nobody is drafted before somebody says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from portlight.capabilities.green_lanes.models import (
    BROKEN,
    CHECKED,
    CURRENT,
    DRAFT,
    DROPPED,
    GOOD,
    LEFT,
    Batch,
    Member,
    Row,
)
from portlight.capabilities.green_lanes.queries.acting import acting
from portlight.capabilities.green_lanes.queries.agreements import AgreementCard, in_force
from portlight.capabilities.green_lanes.queries.batches import CONTENT, Read, read
from portlight.kernel.organisations.queries import OrganisationCard
from portlight.kernel.people import commands as people
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused
from portlight.toolkit.rosters import ERROR
from portlight.toolkit.sealed import blind_bytes, seal_bytes

KEPT = timedelta(days=30)
DRAFT_KEPT = timedelta(days=180)
LEFT_KEPT = timedelta(days=90)
_BY = machine("lanes")


@dataclass(frozen=True, kw_only=True)
class TakenRoster:
    """`first` is False when the same sheet was handed in before and still waits: then it is that one."""

    number: UUID
    first: bool


def take_roster(
    content: bytes, organisation: UUID, *, whole: bool, language: str, by: Actor, at: datetime,
    request_id: UUID | None = None,
) -> TakenRoster:  # fmt: skip
    """Takes in a sheet of an institution's people. `whole`: it names all of them, so that who is missing has left.

    Rows that are wrong are kept with their code. Refused: sheet.*, roster.*, lanes.too-many, lanes.unknown,
    lanes.no-agreement, timeline.resend-differs.
    """
    found, _ = with_agreement(organisation, by, at)
    told = read(content, found.id, whole=whole, at=at)
    index = blind_bytes(content + (b"whole" if whole else b"part"), purpose="lanes.roster")
    given = [str(organisation), index]
    for again in (True, False):
        try:
            with transaction.atomic():
                if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
                    return TakenRoster(number=UUID(earlier), first=False)
                known = Batch.objects.filter(organisation_id=found.id, content_index=index, state=CHECKED)
                if (number := known.values_list("number", flat=True).first()) is not None:
                    return TakenRoster(number=number, first=False)
                row = _written(content, found, told, index, whole, language, by, at)
                record("lanes.roster-taken", about=f"lane-batch:{row.number}", by=by, at=at, request_id=request_id,
                       given=given, result=str(row.number), facts=told.roster.counts())  # fmt: skip
                return TakenRoster(number=row.number, first=True)
        except IntegrityError:  # the same sheet at the same moment: the second look finds it
            if not again:
                raise
    raise AssertionError


def forget_rosters(at: datetime) -> int:
    """Drops sheets that have been here for a month, drafts nobody has filed in half a year, and what was known of
    people who left a quarter of a year ago. How many sheets."""
    old = Row.objects.filter(state=DRAFT, batch__drafted_at__lt=at - DRAFT_KEPT)
    old.update(state=DROPPED, particulars=None)
    _forget_left(at)
    return Batch.objects.filter(content__isnull=False, taken_at__lt=at - KEPT).update(content=None)


def _forget_left(at: datetime, most: int = 200) -> None:
    """What a list told of those who left long ago goes; who is known by a list alone is known no longer."""
    before = timezone.localdate(at - LEFT_KEPT)
    gone = Member.objects.filter(state=LEFT, ended_on__lt=before, particulars__isnull=False).order_by("id")
    for row in list(gone[:most]):
        with transaction.atomic():
            forgotten = Member.objects.filter(pk=row.pk, state=LEFT).update(particulars=None, fresh=False)
            if not forgotten or not row.fresh or row.address_id is None:
                continue
            if not Member.objects.filter(address_id=row.address_id, state=CURRENT).exists():
                people.forget_if_unproved(address=row.address_id, by=_BY, at=at)


def with_agreement(organisation: UUID, by: Actor, at: datetime) -> tuple[OrganisationCard, AgreementCard]:
    """The institution and what was agreed with it, for whoever may file for it.

    Refused: lanes.unknown, lanes.no-agreement.
    """
    found = acting(organisation, by, "file")
    if found is None:
        raise Refused("lanes.unknown")
    agreed = in_force(found.id, at=at)
    if agreed is None:
        raise Refused("lanes.no-agreement")
    return found, agreed


def _written(
    content: bytes, found: OrganisationCard, told: Read, index: str, whole: bool, language: str, by: Actor, at: datetime
) -> Batch:  # fmt: skip
    counts = told.roster.counts()
    row = Batch(
        organisation_id=found.id, by_kind=by.kind.value, by_key=by.key, language=language, whole=whole,
        content_index=index, rows=counts["rows"], warned=counts["warn"], taken_at=at,
    )  # fmt: skip
    row.content = seal_bytes(content, column=CONTENT, seal=row.seal)
    row.save(force_insert=True)
    lines = []
    for place, verdict in enumerate(told.roster.verdicts()):
        wrong = verdict.verdict == ERROR
        lines.append(
            Row(
                batch=row,
                row=verdict.row,
                state=BROKEN if wrong else GOOD,
                code=verdict.code or "" if wrong else "",
                change=told.compared.change.get(place, ""),
            )
        )
    Row.objects.bulk_create(lines, batch_size=500)
    return row
