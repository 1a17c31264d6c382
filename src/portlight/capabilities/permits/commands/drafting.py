"""Applications on their way: begun on one device, gone on with on another, kept until they are filed or forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from portlight.capabilities.permits.commands import rows
from portlight.capabilities.permits.models import Draft
from portlight.capabilities.permits.rules.matters import MATTERS
from portlight.kernel.documents import commands as documents
from portlight.kernel.documents import queries as papers_in
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import insert

KEPT = timedelta(days=14)  # after the last change
MOST = 20  # unfiled drafts of one person
_BY = machine("permits")


def about(key: UUID) -> str:
    """How the papers of a draft are kept before there is a case."""
    return f"draft:{key}"


def begin(
    owner: UUID, matter: str, typed: Mapping[str, Any], *, by: Actor, at: datetime,
    request_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """A new draft; returns its key.

    Refused: permits.no-such-matter, permits.too-many-drafts, timeline.resend-differs.
    """
    if matter not in MATTERS:
        raise Refused("permits.no-such-matter", field="matter")
    given = [str(owner), matter]
    with transaction.atomic():
        if (done := resent(by=by, request_id=request_id, given=given)) is not None:
            return UUID(done)
        if Draft.objects.filter(owner=owner, case=None, until__gt=at).count() >= MOST:
            raise Refused("permits.too-many-drafts", most=MOST)
        row = Draft(key=uuid4(), owner=owner, matter=matter, made_at=at, changed_at=at, until=at + KEPT)
        row.typed = rows.sealed(dict(typed), row.seal, column=rows.TYPED)
        insert(row)
        record("permits.draft-begun", about=about(row.key), by=by, at=at, request_id=request_id, given=given,
               result=str(row.key), facts={"matter": matter})  # fmt: skip
    return row.key


def keep(key: UUID, owner: UUID, more: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """What one page has checked, in the place of what that page said before; days as ISO 8601.

    Refused: permits.draft-gone, also for another's; permits.draft-changed when two devices write at the same moment.
    """
    with transaction.atomic():
        row = _mine(key, owner, at)
        told = {**rows.typed(row), **{name: _plain(value) for name, value in more.items()}}
        changed = Draft.objects.filter(pk=key, revision=row.revision, case=None).update(
            typed=rows.sealed(told, row.seal, column=rows.TYPED), changed_at=at, until=at + KEPT,
            revision=F("revision") + 1,
        )  # fmt: skip
        if not changed:
            raise Refused("permits.draft-changed")


def drop(key: UUID, owner: UUID, *, by: Actor, at: datetime) -> None:
    """Thrown away, with the papers that were handed in for it. Refused: permits.draft-gone."""
    with transaction.atomic():
        _forgotten(_mine(key, owner, at), by=by, at=at)


def forget_drafts(at: datetime, *, most: int = 200) -> int:
    """Drafts that nobody has gone on with for a fortnight; returns how many."""
    old = Draft.objects.filter(until__lte=at, typed__isnull=False).order_by("until")[:most]
    for row in list(old):
        with transaction.atomic():
            _forgotten(row, by=_BY, at=at)
    return len(old)


def _forgotten(row: Draft, *, by: Actor, at: datetime) -> None:
    if row.case_id is None:
        for paper in papers_in.of(about(row.key)):
            documents.drop(paper.key, about=about(row.key), by=by, at=at)
        record("permits.draft-dropped", about=about(row.key), by=by, at=at)
    Draft.objects.filter(pk=row.key).update(typed=None, until=at, revision=F("revision") + 1)


def _mine(key: UUID, owner: UUID, at: datetime) -> Draft:
    row = Draft.objects.filter(pk=key, owner=owner, case=None, until__gt=at).first()
    if row is None:
        raise Refused("permits.draft-gone")
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
