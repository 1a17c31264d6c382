"""Finding the rows a command is about."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from portlight.kernel.people.models import Address, Chain, Person
from portlight.toolkit.one import one
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import select


def person_row(key: UUID) -> Person:
    """The person, held until the transaction ends. Refused: people.unknown (also when she was erased)."""
    row = one(Person.objects.select_for_update().filter(key=key, erased_at=None))
    if row is None:
        raise Refused("people.unknown")
    return row


def person_held(key: UUID) -> int:
    """As `person_row`, where nothing of the row is wanted but its number."""
    locked = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    found = one(select(f"SELECT id FROM people_person WHERE key = %s AND erased_at IS NULL{locked}", key))  # noqa: S608
    if found is None:
        raise Refused("people.unknown")
    return int(found[0])


def address_row(number: int) -> Address:
    """The address and its person, held until the transaction ends. Refused: people.address-unknown."""
    row = (
        Address.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=number, person__erased_at=None)
        .first()
    )
    if row is None:
        raise Refused("people.address-unknown")
    return row


def chain_numbers(wanted: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Language chain → its row's number, made where it is new."""
    codes = {",".join(chain): chain for chain in set(wanted)}
    known = _known(codes)
    if missing := [code for code in codes if code not in known]:
        Chain.objects.bulk_create([Chain(codes=code) for code in missing], ignore_conflicts=True)
        known = _known(codes)
    return {chain: known[code] for code, chain in codes.items()}


def _known(codes: Iterable[str]) -> dict[str, int]:
    return dict(Chain.objects.filter(codes__in=list(codes)).values_list("codes", "id"))
