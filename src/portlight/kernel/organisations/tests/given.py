"""Institutions, as tests enter them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from portlight.kernel.organisations import commands
from portlight.kernel.organisations.rules import NewOrganisation, code_of
from portlight.toolkit.actor import Actor, staff
from tests.cast import Resident

OFFICE = staff(UUID(int=7))


def institution(place: int = 1, *, at: datetime, by: Actor = OFFICE, name: str = "Tongji University") -> UUID:
    """An invented institution; another one for another `place`."""
    new = NewOrganisation(kind="university", zh="同济大学", en=name, code=code_of(f"1231000042500{place:04d}"))
    return commands.enrol(new, by=by, at=at)


def joined(organisation: UUID, who: Resident, *, role: str = "officer", at: datetime, by: Actor = OFFICE) -> UUID:
    """`who` was invited and has accepted; the key of her as an officer."""
    invited = commands.invite(
        organisation, email=who.email, name="D. Brandt", role=role, language="de", by=by, at=at
    )  # fmt: skip
    commands.accept(invited.token, person=who.key, by=who.actor, at=at)
    return invited.officer
