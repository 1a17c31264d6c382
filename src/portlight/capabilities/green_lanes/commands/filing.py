"""What became of a draft: it was filed as a case, or nobody wants it any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.green_lanes.commands.booking import give_back
from portlight.capabilities.green_lanes.models import CURRENT, DRAFT, DROPPED, FILED, Row
from portlight.capabilities.green_lanes.queries.acting import acting
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.joined import joined
from portlight.toolkit.refusals import Refused


@joined
def filed(draft: int, *, case: int, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The draft became this case: called in the transaction that opens it. The same case again changes nothing.

    Refused: lanes.unknown, also where `by` may not file for the institution; lanes.not-a-draft when it was filed
    otherwise, dropped, or revoked by the person meanwhile; timeline.resend-differs.
    """
    given = [draft, case]
    if resent(by=by, request_id=request_id, given=given) is not None:
        return
    row = _own(draft, by)
    if row.state == FILED and row.case_id == case:
        return
    standing = Row.objects.filter(pk=draft, state=DRAFT, member__state=CURRENT)
    if not standing.update(state=FILED, case_id=case, filed_at=at):
        raise Refused("lanes.not-a-draft")
    record("lanes.filed", about=f"lane-batch:{row.batch.number}", by=by, at=at, request_id=request_id, given=given,
           result=str(case), facts={"row": row.row, "case": case})  # fmt: skip


def drop(draft: int, *, by: Actor, at: datetime) -> None:
    """The institution does not want this draft any more; its time is free again. Twice is once.

    Refused: lanes.unknown, lanes.not-a-draft.
    """
    with transaction.atomic():
        row = _own(draft, by)
        if row.state == DROPPED:
            return
        give_back(row, at=at)
        if not Row.objects.filter(pk=draft, state=DRAFT).update(state=DROPPED, particulars=None):
            raise Refused("lanes.not-a-draft")
        record("lanes.dropped", about=f"lane-batch:{row.batch.number}", by=by, at=at, facts={"row": row.row})


def _own(draft: int, by: Actor) -> Row:
    row = Row.objects.select_related("batch__organisation").filter(pk=draft).first()
    if row is None or acting(row.batch.organisation.key, by, "file") is None:
        raise Refused("lanes.unknown")
    return row
