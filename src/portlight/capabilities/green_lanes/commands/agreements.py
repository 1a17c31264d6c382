"""Agreements with institutions: one officer proposes, another signs. And the programs that act for them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from portlight.capabilities.green_lanes.models import DECLINED, PROPOSED, SIGNED, Agreement, Program
from portlight.capabilities.green_lanes.rules.agreements import Terms, fault
from portlight.kernel.clients import queries as clients
from portlight.kernel.organisations import queries as organisations
from portlight.kernel.organisations.queries import OrganisationCard
from portlight.kernel.staff import queries as staff
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.refusals import Refused

SCOPE = "lanes.roster"


def propose(terms: Terms, *, by: Actor, at: datetime, request_id: UUID | None = None) -> UUID:
    """Writes down what shall be agreed; it holds once somebody else has signed. Returns its key.

    Refused: lanes.unknown, .quota-odd, .promise-odd, .term-odd, .hours-odd, .contact-unknown, .proposed-already;
    timeline.resend-differs.
    """
    _officer(by)
    found = _institution(terms.organisation)
    if (wrong := fault(terms)) is not None:
        raise Refused(wrong[0], field=wrong[1])
    if staff.card(terms.contact) is None:
        raise Refused("lanes.contact-unknown", field="contact")
    given = {name: str(value) for name, value in asdict(terms).items()}
    told: dict[str, Any] = {**asdict(terms), "days": list(terms.days)}
    del told["organisation"]
    try:
        with transaction.atomic():
            if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
                return UUID(earlier)
            row = Agreement.objects.create(organisation_id=found.id, proposed_by=by.key, proposed_at=at, **told)
            facts = {"agreement": row.key, "since": terms.since, "until": terms.until}
            record("lanes.proposed", about=_about(found), by=by, at=at, request_id=request_id, given=given,
                   result=str(row.key), facts=facts)  # fmt: skip
    except IntegrityError:
        raise Refused("lanes.proposed-already") from None
    return row.key


def sign(agreement: UUID, *, by: Actor, at: datetime) -> None:
    """A second person signs: it holds from its first day, and ends what held before it. Twice is once.

    Refused: lanes.unknown, lanes.own-proposal, lanes.not-proposed.
    """
    with transaction.atomic():
        row = _judged(agreement, SIGNED, by, at)
        if row is not None:
            record("lanes.signed", about=f"organisation:{row.organisation.key}", by=by, at=at,
                   facts={"agreement": agreement})  # fmt: skip
            earlier = Agreement.objects.filter(organisation_id=row.organisation_id, state=SIGNED).exclude(pk=row.pk)
            earlier.filter(until__gt=row.since, since__lt=row.since).update(until=row.since)


def decline(agreement: UUID, *, by: Actor, at: datetime) -> None:
    """It is not agreed; a second person, or who proposed it, says so. Twice is once.

    Refused: lanes.unknown, lanes.not-proposed.
    """
    with transaction.atomic():
        row = _judged(agreement, DECLINED, by, at)
        if row is not None:
            record("lanes.declined", about=f"organisation:{row.organisation.key}", by=by, at=at,
                   facts={"agreement": agreement})  # fmt: skip


def end(agreement: UUID, *, by: Actor, at: datetime) -> None:
    """It holds no longer, from today. A second time changes nothing. Refused: lanes.unknown."""
    _officer(by)
    with transaction.atomic():
        row = Agreement.objects.select_related("organisation").filter(key=agreement, state=SIGNED).first()
        if row is None:
            raise Refused("lanes.unknown")
        today = timezone.localdate(at)
        if Agreement.objects.filter(pk=row.pk, until__gt=today).update(until=today):
            record("lanes.ended", about=f"organisation:{row.organisation.key}", by=by, at=at,
                   facts={"agreement": agreement})  # fmt: skip


def admit_program(client: UUID, organisation: UUID, *, by: Actor, at: datetime) -> None:
    """A program acts for this institution from now on, and for no other. Twice is once.

    Refused: lanes.unknown, lanes.program-unknown, lanes.program-elsewhere.
    """
    _officer(by)
    found, known = _institution(organisation), clients.client(client, at=at)
    if known is None or SCOPE not in known.scopes or known.withdrawn_at is not None:
        raise Refused("lanes.program-unknown", field="program")
    with transaction.atomic():
        told = {"organisation_id": found.id, "at": at, "by_key": by.key}
        row, made = Program.objects.get_or_create(client=client, defaults=told)
        if row.organisation_id != found.id:
            raise Refused("lanes.program-elsewhere", field="program")
        if made:
            record("lanes.program-admitted", about=_about(found), by=by, at=at, facts={"client": client})


def _judged(agreement: UUID, to: str, by: Actor, at: datetime) -> Agreement | None:
    """None when it was judged so before."""
    _officer(by)
    row = Agreement.objects.select_related("organisation").filter(key=agreement).first()
    if row is None:
        raise Refused("lanes.unknown")
    if row.state == to:
        return None
    if to == SIGNED and row.proposed_by == by.key:
        raise Refused("lanes.own-proposal")
    if not Agreement.objects.filter(pk=row.pk, state=PROPOSED).update(state=to, judged_by=by.key, judged_at=at):
        raise Refused("lanes.not-proposed")
    return row


def _institution(key: UUID) -> OrganisationCard:
    found = organisations.organisation(key)
    if found is None or found.closed_at is not None:
        raise Refused("lanes.unknown")
    return found


def _officer(by: Actor) -> None:
    if by.kind is not ActorKind.STAFF:
        raise Refused("lanes.not-yours")


def _about(found: OrganisationCard) -> str:
    return f"organisation:{found.key}"
