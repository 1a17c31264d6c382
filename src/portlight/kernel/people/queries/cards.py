from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from portlight.kernel.people.models import Address, Paper, Person
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.one import one
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import Sealed, blind, open_sealed
from portlight.toolkit.statements import read, select

_OF_PERSON = """
SELECT a.* FROM people_address a JOIN people_person p ON p.id = a.person_id
WHERE p.key = %s AND p.erased_at IS NULL ORDER BY a.id
"""


@dataclass(frozen=True)
class PersonCard:
    key: UUID
    nationality: str
    languages: tuple[str, ...]
    district: str | None
    topics: tuple[str, ...]
    enrolled_at: datetime


@dataclass(frozen=True)
class AddressCard:
    number: int
    person: UUID
    channel: str
    verified_at: datetime | None
    consented_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def in_use(self) -> bool:
        """Whether the office may send there: proved, agreed to, not withdrawn."""
        return self.verified_at is not None and self.consented_at is not None and self.withdrawn_at is None


@dataclass(frozen=True)
class Reachable:
    """An address in use with its value, for a channel that must tell the other side who speaks which language."""

    number: int
    language: str  # first of the person's own; empty when she named none
    value: str  # shown to nobody, never kept, never put into a log


@dataclass(frozen=True)
class Recognised:
    person: UUID
    address: int
    in_use: bool


@dataclass(frozen=True)
class OpenedPerson:
    """What is sealed, opened for somebody who said why. Never kept, never put into a log."""

    key: UUID
    name: str
    birth_date: str  # ISO 8601, or empty
    papers: tuple[tuple[str, str], ...]  # country, number
    addresses: tuple[tuple[int, str, str], ...]  # number, channel, value


def person(key: UUID) -> PersonCard | None:
    """What is known of a person without opening anything; None also when she was erased."""
    row = one(Person.objects.select_related("chain").filter(key=key, erased_at=None))
    if row is None:
        return None
    topics = tuple(row.interests.order_by("topic").values_list("topic", flat=True))
    codes = tuple(code for code in row.chain.codes.split(",") if code)
    return PersonCard(row.key, row.nationality, codes, row.district_id, topics, row.enrolled_at)


def keys(numbers: Sequence[int]) -> dict[int, UUID]:
    """Row number → key, for lists that lower rooms keep by number. One query."""
    return dict(Person.objects.filter(pk__in=list(numbers)).values_list("pk", "key"))


def number(key: UUID) -> int | None:
    """The row of a person who was not erased: what lower rooms and the tokens of links know her by."""
    found = one(select("SELECT id FROM people_person WHERE key = %s AND erased_at IS NULL", key))
    return int(found[0]) if found else None


def addresses(key: UUID) -> list[AddressCard]:
    """The person's addresses, oldest first."""
    return [_address(row, key) for row in read(Address, _OF_PERSON, key)]


def address(number: int) -> AddressCard | None:
    row = one(Address.objects.select_related("person").filter(pk=number, person__erased_at=None))
    return _address(row, row.person.key) if row else None


def reachable(channel: str, *, after: int = 0, size: int = 500) -> list[Reachable]:
    """Addresses on `channel` that are proved, agreed to and not withdrawn, by number above `after`. One query.

    Opened without a note: like the sending path, which calls this, it shows them to nobody.
    """
    rows = (
        Address.objects.select_related("person__chain")
        .filter(channel=channel, pk__gt=after, verified_at__isnull=False, consented_at__isnull=False)
        .filter(withdrawn_at=None, person__erased_at=None)
        .order_by("id")[:size]
    )
    return [Reachable(row.pk, row.person.chain.codes.partition(",")[0], _text(row.value, row.seal)) for row in rows]


def sealed_addresses(numbers: Sequence[int]) -> dict[int, tuple[Sealed, UUID]]:
    """Value and seal by number, without those that were erased: for the sending path alone, which shows them to nobody.

    One query.
    """
    rows = Address.objects.filter(pk__in=list(numbers), value__isnull=False).values_list("pk", "value", "seal")
    return {number: (cast(Sealed, value), seal) for number, value, seal in rows}


def recognise(channel: str, value: str) -> list[Recognised]:
    """Who has this address, by blind index: nobody, one person, or a family. The whole value must be given."""
    index = blind(value, purpose=f"address.{channel}")
    rows = Address.objects.filter(channel=channel, value_index=index, person__erased_at=None)
    found = rows.select_related("person").order_by("id")
    return [Recognised(row.person.key, row.pk, _address(row, row.person.key).in_use) for row in found]


def sharing(address: int) -> list[Recognised]:
    """Everybody who has the same address as this one: a family, or one person. The oldest entry first."""
    row = one(Address.objects.filter(pk=address, person__erased_at=None))
    if row is None:
        return []
    rows = Address.objects.filter(channel=row.channel, value_index=row.value_index, person__erased_at=None)
    found = rows.select_related("person").order_by("id")
    return [Recognised(each.person.key, each.pk, _address(each, each.person.key).in_use) for each in found]


def recognise_paper(country: str, number: str) -> list[UUID]:
    """Whose travel paper this is, by blind index."""
    index = blind(f"{country}{number}", purpose="paper.paper")
    rows = Paper.objects.filter(number_index=index, person__erased_at=None).order_by("id")
    return list(rows.values_list("person__key", flat=True))


def opened(key: UUID, *, by: Actor, why: str, at: datetime) -> OpenedPerson:
    """Opens what is sealed about a person, and notes in the timeline who read it and why (`why` is a code, not a text).

    Refused: people.unknown. The person herself sees this note.
    """
    with transaction.atomic():
        row = one(Person.objects.filter(key=key, erased_at=None))
        if row is None:
            raise Refused("people.unknown")
        record("people.opened", about=f"person:{key}", by=by, at=at, facts={"why": why})
        return OpenedPerson(
            key=row.key,
            name=_text(row.name, row.seal),
            birth_date=_text(row.birth_date, row.seal),
            papers=tuple((each.country, _text(each.number, each.seal)) for each in row.papers.order_by("id")),
            addresses=tuple(
                (each.pk, each.channel, _text(each.value, each.seal)) for each in row.addresses.order_by("id")
            ),
        )


def _text(value: Sealed | None, seal: UUID) -> str:
    return "" if value is None else open_sealed(value, column=value.column, seal=seal)


def _address(row: Address, person: UUID) -> AddressCard:
    return AddressCard(row.pk, person, row.channel, row.verified_at, row.consented_at, row.withdrawn_at)
