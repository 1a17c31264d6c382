"""Papers in bulk: a ZIP of photos and PDFs named by the numbers of passports, each put in line for its row.

A worker unpacks it, a few files a turn; each is opened and made anew by the process that opens papers. What cannot be
is told here as what fits nowhere.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from portlight.capabilities.green_lanes.commands.roster import with_agreement
from portlight.capabilities.green_lanes.models import (
    DONE,
    DRAFT,
    KEPT,
    REFUSED,
    UNMATCHED,
    WAITING,
    Batch,
    Bundle,
    Paper,
    Row,
)
from portlight.capabilities.green_lanes.queries.bundles import CONTENT, NAME
from portlight.capabilities.green_lanes.queries.drafts import papers_of
from portlight.capabilities.green_lanes.queries.members import OF_ROW, opened
from portlight.capabilities.green_lanes.rules.files import named
from portlight.kernel.documents import commands as documents
from portlight.kernel.timeline.commands import record
from portlight.kernel.work.commands import later
from portlight.toolkit import zips
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind_bytes, open_bytes, seal, seal_bytes
from portlight.toolkit.statements import insert_unless

JOB = "lanes.papers"
MOST_BYTES = 100_000_000
MOST_UNZIPPED = 300_000_000
MOST_FILES = 2_000
LARGEST = 20_000_000  # of one file
FILES = 10  # of one turn of the worker
_UNFIT: dict[zips.Fault, str] = {
    "not-a-zip": "lanes.not-a-zip", "encrypted": "lanes.zip-encrypted", "too-many": "lanes.zip-too-large",
    "unzips-too-large": "lanes.zip-too-large",
}  # fmt: skip


def take_papers(number: UUID, content: bytes, *, by: Actor, at: datetime) -> UUID:
    """Takes in a ZIP for the drafts of a roster; its key. The same one again is the first. Nothing of it is opened
    before its directory, and what really comes out of it, are within the limits.

    Refused: lanes.unknown, .no-agreement, .not-a-zip, .zip-encrypted, .zip-too-large.
    """
    batch = Batch.objects.select_related("organisation").filter(number=number).first()
    if batch is None:
        raise Refused("lanes.unknown")
    with_agreement(batch.organisation.key, by, at)
    if len(content) > MOST_BYTES:
        raise Refused("lanes.zip-too-large", field="papers", most=MOST_BYTES // 1_000_000, files=MOST_FILES)
    try:
        inside = zips.members(content, most=MOST_UNZIPPED, most_files=MOST_FILES)
    except zips.Unfit as unfit:
        raise Refused(
            _UNFIT[unfit.fault], field="papers", most=MOST_BYTES // 1_000_000, files=MOST_FILES
        ) from None  # fmt: skip
    index = blind_bytes(content, purpose="lanes.papers")
    row = Bundle(batch=batch, by_kind=by.kind.value, by_key=by.key, content_index=index, files=len(inside), taken_at=at)
    row.content = seal_bytes(content, column=CONTENT, seal=row.seal)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record("lanes.papers-taken", about=f"lane-batch:{number}", by=by, at=at, facts={"files": len(inside)})
            later(kind=JOB, key=f"{row.key}:0", due_at=at, at=at)
    except IntegrityError:
        return Bundle.objects.values_list("key", flat=True).get(batch=batch, content_index=index)
    return row.key


def go_on_with_papers(key: str, *, at: datetime) -> None:
    """Opens the next files of a ZIP and asks for those after them. Safe to repeat: nothing is kept twice."""
    bundle_key, _, start = key.partition(":")
    bundle = Bundle.objects.select_related("batch__organisation").filter(key=bundle_key, state=WAITING).first()
    if bundle is None or bundle.content is None:
        return
    content = open_bytes(bundle.content, column=CONTENT, seal=bundle.seal)
    inside = zips.members(content, most=MOST_UNZIPPED, most_files=MOST_FILES)
    page = inside[int(start) : int(start) + FILES]
    rows = _numbers(bundle.batch)
    for one in page:
        ((_, came),) = zips.opened(content, range(one.place, one.place + 1), most=LARGEST)
        _kept(bundle, one, came, rows, at)
    done = int(start) + len(page)
    with transaction.atomic():
        if done < len(inside):
            later(kind=JOB, key=f"{bundle_key}:{done}", due_at=at, at=at)
        else:
            Bundle.objects.filter(pk=bundle.pk, state=WAITING).update(state=DONE, ended_at=at, content=None)


def _kept(bundle: Bundle, one: zips.Member, came: bytes | None, rows: dict[str, int], at: datetime) -> None:
    """One file goes where its name says, or is told as nobody's or as refused."""
    said = named(one.name)
    row = rows.get(said.number)
    paper = Paper(bundle=bundle, place=one.place, state=UNMATCHED, slot=said.slot, row_id=row)
    paper.name = seal(one.name[-200:], column=NAME, seal=paper.seal)
    if row is not None and came is not None:
        try:
            _received(paper, row, came, bundle, at)
        except Refused as refusal:
            if refusal.code == "documents.no-room":
                raise  # the worker comes again
            paper.state, paper.code, paper.document = REFUSED, refusal.code, None
        else:
            return
    elif row is not None:
        paper.state, paper.code = REFUSED, "documents.broken"
    insert_unless(paper, "bundle_id", "place")


@transaction.atomic
def _received(paper: Paper, row: int, came: bytes, bundle: Bundle, at: datetime) -> None:
    """In line, and written down here: whoever opens it finds both or neither, so that no refusal is told to nobody."""
    by = Actor(kind=ActorKind(bundle.by_kind), key=bundle.by_key)
    paper.document = documents.receive(came, slot=paper.slot, about=papers_of(row), by=by, at=at).key
    paper.state = KEPT
    insert_unless(paper, "bundle_id", "place")


def paper_refused(*, document: UUID, about: str, slot: str, reason: str, at: datetime) -> None:
    """A file of a bundle could not be opened after all: the institution reads which one, and why."""
    Paper.objects.filter(document=document, state=KEPT).update(state=REFUSED, code=reason)


def _numbers(batch: Batch) -> dict[str, int]:
    """Number of a passport → the draft it belongs to."""
    found = {}
    for row in Row.objects.filter(batch=batch, state=DRAFT):
        person = opened(row.particulars, OF_ROW, row.seal)
        if person is not None:
            found[person.paper_number.upper()] = row.pk
    return found
