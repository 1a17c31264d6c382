"""The button of a list: its drafts become applications, by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from portlight.capabilities.green_lanes import commands as lanes
from portlight.capabilities.green_lanes import queries as lists
from portlight.capabilities.green_lanes.queries import DraftCard
from portlight.capabilities.permits import commands as permits
from portlight.capabilities.permits import words
from portlight.journeys.roster_batch.applying import FILES, applied
from portlight.kernel.documents import queries as documents
from portlight.kernel.organisations import queries as organisations
from portlight.kernel.timeline.commands import record, resent
from portlight.kernel.work.commands import later
from portlight.toolkit.actor import Actor, person
from portlight.toolkit.points import reached
from portlight.toolkit.refusals import Refused

JOB = "roster_batch.file"
PAGE = 50
_REQUESTS = UUID("5a0f3f1e-8f0d-4f43-9f57-6c9a2f0f6f10")  # a draft's own request: filed again it is the same case


def file_list(
    batch: UUID, *, language: str, contact: int | None, by: Actor, at: datetime, request_id: UUID | None = None
) -> None:
    """Asks for all drafts of a list to be filed. Refused: lanes.unknown where `by` may not file for the institution."""
    given = [str(batch), language]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        found = lists.batch(batch, by)
        if found is None or lists.acting(found.organisation.key, by, "file") is None:
            raise Refused("lanes.unknown")
        facts = {"by": by.key, "language": language, "contact": contact, "after": 0}
        later(kind=JOB, key=str(batch), due_at=at, at=at, facts=facts)
        record("roster_batch.asked", about=f"lane-batch:{batch}", by=by, at=at, request_id=request_id, given=given,
               result=str(batch))  # fmt: skip


def go_on(*, key: str, facts: Mapping[str, Any], at: datetime) -> None:
    """Job of the work room: files one page after the other; a worker that dies begins again and files nothing twice."""
    by, after = person(UUID(facts["by"])), int(facts["after"])
    while drafts := lists.drafts_of(UUID(key), after=after, size=PAGE):
        institution = organisations.organisation(drafts[0].organisation)
        agreed = lists.in_force(institution.id, at=at) if institution else None
        purpose = " · ".join(filter(None, (institution.zh, institution.en))) if institution else ""
        for draft in drafts:
            _file(draft, purpose, agreed.promise if agreed else None, facts, by, at)
        after = drafts[-1].row


def _file(
    draft: DraftCard, purpose: str, promise: int | None, facts: Mapping[str, Any], by: Actor, at: datetime
) -> None:  # fmt: skip
    """One draft, or nothing: what is refused stays a draft, and its page says why. `purpose`: for the officer;
    `promise`: in how many working days she looks at it, by the agreement that is in force when it is filed."""
    if draft.right != FILES:
        return
    request = uuid5(_REQUESTS, str(draft.draft))
    papers = tuple((one.slot, one.key) for one in documents.of(draft.papers) if one.serves)
    filed = permits.Filed(
        language=facts["language"], contact=draft.told or facts["contact"], papers=papers, papers_of=draft.papers,
        look_within=promise,
    )  # fmt: skip
    try:
        with transaction.atomic():
            done = permits.file(
                applied(draft, purpose=purpose), filed=filed, texts=words.message, by=by, at=at,
                request_id=request,
            )  # fmt: skip
            reached("roster_batch.filed")
            lanes.filed(draft.draft, case=done.case, by=by, at=at)
    except Refused:
        return
