"""Rosters that were handed in. Only whoever acts for the institution finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from portlight.capabilities.green_lanes.models import BROKEN, DRAFT, Batch, Row
from portlight.capabilities.green_lanes.queries import members
from portlight.capabilities.green_lanes.queries.acting import acting, of_program
from portlight.capabilities.green_lanes.rules import roster as rules
from portlight.capabilities.green_lanes.rules.differing import Coming, Compared, compared
from portlight.capabilities.green_lanes.rules.people import Person, person_of
from portlight.kernel.organisations import queries as organisations
from portlight.kernel.organisations.queries import OrganisationCard
from portlight.kernel.timeline.commands import record
from portlight.toolkit import sheets
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.numbers import Numbered
from portlight.toolkit.one import one
from portlight.toolkit.pages import Page
from portlight.toolkit.rosters import ERROR, Roster
from portlight.toolkit.sealed import open_bytes

CONTENT = "green_lanes_batch.content"
LETTER = "L"  # of the reference under which a batch is paid and collected


@dataclass(frozen=True, kw_only=True)
class BatchCard:
    """A roster without anything that stands in it. `counts`: rows by state. `reference`: under which it is paid and
    collected as one."""

    id: int
    number: UUID
    organisation: OrganisationCard
    state: str
    language: str
    whole: bool
    rows: int
    warned: int
    taken_at: datetime
    drafted_at: datetime | None
    kept: bool
    reference: str
    counts: dict[str, int]

    @property
    def wrong(self) -> int:
        return self.counts.get(BROKEN, 0)

    @property
    def drafts(self) -> int:
        return self.counts.get(DRAFT, 0)


@dataclass(frozen=True)
class Read:
    """A sheet that was read, checked and compared with what the institution's rosters said before."""

    roster: Roster
    people: dict[int, Person]  # by place of the row, where it is good
    compared: Compared


def read(content: bytes, organisation: int, *, whole: bool, at: datetime) -> Read:
    """Refused: sheet.*, roster.*, lanes.too-many."""
    today = timezone.localdate(at)
    roster = rules.check(sheets.read(content), as_of=today)
    people = {
        place: person_of(roster, place)
        for place in range(len(roster.numbers))
        if roster.verdict(place).verdict != ERROR
    }
    coming = [
        Coming(place=place, same=members.same_index(one), paper=members.paper_index(one), ends_on=one.ends_on)
        for place, one in people.items()
    ]
    found = compared(coming, members.standing(organisation), whole=whole, on=today)
    for place in found.revoked:
        rules.noted(roster, place, "revoked", ERROR)
        del people[place]
    return Read(roster, people, found)


def batch(number: UUID, by: Actor) -> BatchCard | None:
    """The roster with this number where `by` may see it; otherwise None, as for one that does not exist."""
    row = one(Batch.objects.filter(number=number).select_related("organisation"))
    found = acting(row.organisation.key, by, "see") if row else None
    if row is None or found is None:
        return None
    if by.kind is ActorKind.CLIENT and row.by_key != by.key:  # a program finds its own rosters alone
        return None
    return _card(row, found, _counts([row.pk])[row.pk])


def batches(organisation: OrganisationCard, *, most: int = 20) -> tuple[BatchCard, ...]:
    """What an institution has handed in, the latest first; who may see it the caller has asked. Two queries."""
    rows = list(Batch.objects.filter(organisation_id=organisation.id).order_by("-taken_at")[:most])
    counted = _counts([row.pk for row in rows])
    return tuple(_card(row, organisation, counted[row.pk]) for row in rows)


def latest(*, after: int | None = None, size: int = 50) -> Page[BatchCard]:
    """Every institution's rosters, the latest first: for the desk. Three queries a page."""
    rows = Batch.objects.order_by("-id")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: size + 1])
    counted, named = _counts([row.pk for row in found]), organisations.named({row.organisation_id for row in found})
    cards = [_card(row, named[row.organisation_id], counted[row.pk]) for row in found]
    return Page.of(cards, size=size, token=lambda card: str(card.id))


def flagged(found: BatchCard) -> frozenset[int]:
    """Rows whose person stands in another institution's list too: for the desk, never for an institution."""
    rows = dict(Row.objects.filter(batch_id=found.id, member__isnull=False).values_list("row", "paper_index"))
    other = members.elsewhere(found.organisation.id, set(rows.values()))
    return frozenset(number for number, index in rows.items() if index in other)


def opened_batch(found: BatchCard, *, by: Actor, at: datetime) -> tuple[bytes, Read]:
    """The sheet and its verdicts as of now; the timeline notes who read it. LookupError when it is gone."""
    row = Batch.objects.get(pk=found.id)
    if row.content is None:
        raise LookupError(found.number)
    with transaction.atomic():
        record("lanes.roster-opened", about=f"lane-batch:{found.number}", by=by, at=at)
    content = content_of(row)
    return content, read(content, row.organisation_id, whole=row.whole, at=at)


def content_of(row: Batch) -> bytes:
    """For the room's own use; who shows it to somebody asks `opened_batch`."""
    return open_bytes(row.content or b"", column=CONTENT, seal=row.seal)


def institution_of(by: Actor) -> OrganisationCard | None:
    """The institution a program acts for."""
    number = of_program(by) if by.kind is ActorKind.CLIENT else None
    return organisations.named([number]).get(number) if number else None


def _counts(numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    made: dict[int, dict[str, int]] = {number: {} for number in numbers}
    rows = Row.objects.filter(batch_id__in=numbers).values_list("batch_id", "state").annotate(n=Count("pk")).order_by()
    for number, state, count in rows:
        made[number][state] = count
    return made


def _card(row: Batch, organisation: OrganisationCard, counts: dict[str, int]) -> BatchCard:
    year = timezone.localdate(row.taken_at).year
    return BatchCard(
        id=row.pk, number=row.number, organisation=organisation, state=row.state, language=row.language,
        whole=row.whole, rows=row.rows, warned=row.warned, taken_at=row.taken_at, drafted_at=row.drafted_at,
        kept=row.content is not None, reference=str(Numbered(LETTER, year, row.pk)), counts=counts,
    )  # fmt: skip
