"""A person does not want an institution to act for her: she says so herself, at any time, and it ends at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portlight.capabilities.green_lanes.commands.booking import give_back
from portlight.capabilities.green_lanes.commands.telling import Texts, tell_officers
from portlight.capabilities.green_lanes.models import CURRENT, DRAFT, FILED, LEFT, REVOKED, Member, Row
from portlight.kernel.people import queries as people
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.refusals import Refused


def revoke(member: UUID, *, person: UUID, texts: Texts, by: Actor, at: datetime) -> None:
    """The institution acts for her no longer: its drafts for her end, their times are free again, and what it knew
    of her goes. What it has filed already stays her own case; the office sees that she revoked. Twice is once.

    Refused: lanes.unknown, also where somebody else is meant.
    """
    own = [one.number for one in people.addresses(person) if one.verified_at is not None]
    row = Member.objects.select_related("organisation").filter(key=member, address_id__in=own).first()
    if row is None or by.kind is not ActorKind.PERSON:
        raise Refused("lanes.unknown")
    with transaction.atomic():
        standing = Member.objects.filter(pk=row.pk, state__in=(CURRENT, LEFT))
        if not standing.update(state=REVOKED, particulars=None, ended_on=timezone.localdate(at)):
            return
        drafts = list(Row.objects.filter(member=row, state=DRAFT).select_related("batch"))
        for one in drafts:
            give_back(one, at=at)
        ended = Row.objects.filter(member=row, state=DRAFT).update(state=REVOKED, particulars=None)
        filed = list(Row.objects.filter(member=row, state=FILED).values_list("case_id", flat=True))
        record("lanes.revoked", about=f"lane-member:{member}", by=by, at=at, facts={"drafts": ended, "cases": filed})
        tell_officers(row.organisation.key, "revoked", texts=texts, about=f"lane-member:{member}", by=by, at=at)
