"""The same people in every test: Anna (foreigner), Bao (window), Chen (supervisor), Dora (university), Eve (outside).

Everything about them is invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known
from portlight.kernel.people.rules import NewAddress, NewPerson
from portlight.kernel.places.commands import load_districts
from portlight.kernel.staff import commands as staff
from portlight.toolkit import actor
from portlight.toolkit.actor import Actor

AT = datetime(2026, 2, 10, 1, 30, tzinfo=UTC)  # a Tuesday, 9:30 in the office's zone
BY = actor.machine("cast")
PASSWORD = "the hall opens at nine"


@dataclass(frozen=True)
class Resident:
    """Somebody the office answers to."""

    key: UUID
    email: str
    address: int  # number of the e-mail address: proved and agreed to
    actor: Actor


@dataclass(frozen=True)
class Colleague:
    """Somebody with an account; signs in with `email` and `PASSWORD`."""

    key: UUID
    email: str
    actor: Actor


@dataclass
class Cast:
    anna: Resident  # French; reads fr, then en; lives in Pudong; wants "measures"
    bao: Colleague  # writes notices
    chen: Colleague  # supervisor; releases notices
    dora: Resident  # German; reads de, then zh-Hans; at the university in Yangpu
    eve: Colleague  # has an account and no role
    _others: dict[str, Colleague] = field(default_factory=dict)

    def holding(self, *roles: str) -> Colleague:
        """A colleague who holds these roles and is none of the five: the same one each time."""
        name = "-".join(roles)
        if name not in self._others:
            self._others[name] = hire(name, *roles)
        return self._others[name]


def hire(name: str, *roles: str) -> Colleague:
    email = f"{name}@office.example"
    key = staff.hire(email=email, name=name.title(), language="en", roles=roles, password=PASSWORD, by=BY, at=AT)
    return Colleague(key, email, actor.staff(key))


def resident(email: str, **told: object) -> Resident:
    """Enrols one person with a proved e-mail address; `told` as in `NewPerson`."""
    own = NewAddress(channel="email", value=email, verified=True, consented=True)
    (key,) = people.enrol([NewPerson(addresses=(own,), **told)], by=BY, at=AT)  # type: ignore[arg-type]
    return Resident(key, email, known.addresses(key)[0].number, actor.person(key))


def make() -> Cast:
    """The city's districts and the five, through the commands everybody uses."""
    load_districts(by=BY, at=AT)
    return Cast(
        anna=resident(
            "anna@mail.example",
            languages=("fr", "en"),
            nationality="FRA",
            name="Anna Lefèvre",
            district="310115",
            topics=("measures",),
        ),
        bao=hire("bao", "writer"),
        chen=hire("chen", "approver", "supervisor"),
        dora=resident(
            "dora@university.example",
            languages=("de", "zh-Hans"),
            nationality="DEU",
            name="Dora Brandt",
            district="310110",
        ),
        eve=hire("eve"),
    )
