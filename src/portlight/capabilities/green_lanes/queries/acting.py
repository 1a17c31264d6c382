"""Who may act for which institution: its officers, its programs, the office's own people."""

from __future__ import annotations

from uuid import UUID

from portlight.capabilities.green_lanes.models import Program
from portlight.kernel.organisations import queries as organisations
from portlight.kernel.organisations.queries import OrganisationCard
from portlight.kernel.organisations.rules import Act, may
from portlight.kernel.staff import queries as staff
from portlight.toolkit.actor import Actor, ActorKind

SEE, ASSIST = "lanes.see", "lanes.assist"


def acting(organisation: UUID, by: Actor, act: Act) -> OrganisationCard | None:
    """The institution, where `by` may do this for it; otherwise None, as for one that does not exist.

    An officer by her role, a program for the one institution it was admitted to, somebody at the desk by permission.
    """
    found = organisations.organisation(organisation)
    if found is None or (found.closed_at is not None and by.kind is not ActorKind.STAFF):
        return None
    if by.kind is ActorKind.STAFF:
        return found if staff.may(by.key, SEE if act == "see" else ASSIST) else None
    if by.kind is ActorKind.CLIENT:
        return found if act != "invite" and of_program(by) == found.id else None
    role = organisations.role_of(UUID(by.key), organisation) if by.kind is ActorKind.PERSON else None
    return found if role is not None and may(role, act) else None


def of_program(by: Actor) -> int | None:
    """The row of the institution a program acts for."""
    return Program.objects.filter(client=by.key).values_list("organisation_id", flat=True).first()
