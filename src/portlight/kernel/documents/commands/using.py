from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from portlight.kernel.documents.models import REFUSED, Document, Use
from portlight.kernel.documents.rules import DRAFT, may_use, next_place
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit import nameplate
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused
from portlight.toolkit.uploads.slots import Slot

_TRIES = 5


def use(
    key: UUID,
    *,
    about: str,
    slot: str,
    owner: UUID | None = None,
    draft: str = "",
    by: Actor,
    at: datetime,
    request_id: UUID | None = None,
) -> UUID:
    """Uses a paper for `about` as well: again for another matter of `owner`, or out of the `draft` it came in.

    A paper that came without an owner becomes the owner's. Returns the key that is used: the owner's own, where she
    handed in the same content before. Twice is once. Refused: documents.unknown (also: somebody else's, or erased),
    documents.slot-unknown, documents.kind-elsewhere, documents.too-many-files, timeline.resend-differs.
    """
    wanted = nameplate.slots().get(slot)
    if wanted is None:
        raise Refused("documents.slot-unknown", slot=slot)
    given = [str(key), about, slot]
    with transaction.atomic():
        before = resent(by=by, request_id=request_id, given=given)
        if before:
            return UUID(before)
        row = Document.objects.select_for_update().filter(key=key, erased_at=None).exclude(state=REFUSED).first()
        if row is None or not may_use(owner=row.owner, held_about=row.about, asks=owner, draft=draft):
            raise Refused("documents.unknown")
        if not wanted.holds(row.kind):
            raise Refused("documents.kind-elsewhere", found=row.kind)
        if row.owner is None and owner is not None:
            row = _hers(row, owner)
        if put_to_use(row, about=about, slot=wanted, at=at) or request_id:
            record(
                "documents.used", about=f"document:{row.key}", by=by, at=at, facts={"slot": slot, "for": about},
                request_id=request_id, given=given, result=str(row.key),
            )  # fmt: skip
    return row.key


def put_to_use(row: Document, *, about: str, slot: Slot, at: datetime) -> bool:
    """Inside the caller's transaction. False when it is used for this already. Refused: documents.too-many-files."""
    for last in (False,) * _TRIES + (True,):
        here = Use.objects.filter(about=about, slot=slot.name).values_list("document_id", "place", "document__state")
        places = {key: place for key, place, _ in here}
        if row.key in places:
            return False
        if sum(state != REFUSED for *_, state in here) >= slot.most_files:
            raise Refused("documents.too-many-files", most=slot.most_files)
        place = next_place(list(places.values()))
        try:
            with transaction.atomic():
                Use.objects.create(document=row, about=about, slot=slot.name, place=place, made_at=at)
        except IntegrityError:  # another paper took the place at the same moment
            if last:
                raise
        else:
            break
    if not about.startswith(DRAFT):
        Document.objects.filter(key=row.key, draft_until__isnull=False).update(draft_until=None)
    return True


def _hers(row: Document, owner: UUID) -> Document:
    """The paper of a draft becomes its owner's; where she has the same one already, that one is used."""
    try:
        with transaction.atomic():
            Document.objects.filter(key=row.key, owner=None).update(owner=owner, holder=str(owner))
    except IntegrityError:
        return Document.objects.get(holder=str(owner), slot=row.slot, digest=row.digest, erased_at=None)
    row.owner = owner
    return row
