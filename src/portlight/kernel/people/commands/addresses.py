"""Addresses of people: added, agreed to, withdrawn, changed. Nothing is sent from here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from portlight.kernel.people.commands.enrolment import ADDRESS
from portlight.kernel.people.commands.enrolment import address as new_row
from portlight.kernel.people.commands.rows import address_row, person_row
from portlight.kernel.people.models import Address
from portlight.kernel.people.rules import NewAddress, check_address
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.sealed import blind


def add_address(
    *,
    person: UUID,
    channel: str,
    value: str,
    by: Actor,
    at: datetime,
    verified: bool = False,
    consented: bool = False,
    request_id: UUID | None = None,
) -> int:
    """Adds an address and returns its number; an address the person already has is found and left as it is.

    Refused: people.unknown, people.channel-odd, people.address-odd.
    """
    check_address(channel, value)
    index = blind(value, purpose=f"address.{channel}")
    given = [str(person), channel, index, verified, consented]
    with transaction.atomic():
        if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
            return int(earlier)
        owner = person_row(person)
        known = Address.objects.filter(person=owner, channel=channel, value_index=index).first()
        if known is None:
            new = NewAddress(channel=channel, value=value, verified=verified, consented=consented)
            known = Address(**dict(zip(ADDRESS, new_row(new, owner.pk, at), strict=True)))
            known.save(force_insert=True)
        _told("people.address-added", known, person, by, at, request_id, given)
    return known.pk


def consent(*, address: int, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The person agrees to messages there, also after an earlier withdrawal. Refused: people.address-unknown."""
    _change("people.consented", address, {"consented_at": at, "withdrawn_at": None}, by, at, request_id)


def withdraw(*, address: int, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The person wants no more messages there, from this moment. Refused: people.address-unknown."""
    _change("people.withdrawn", address, {"withdrawn_at": at}, by, at, request_id)


def change_address(*, address: int, value: str, by: Actor, at: datetime, request_id: UUID | None = None) -> int:
    """Puts `value` in the place of an address; returns the number of the new one, which must be proved before use.

    Consent moves along; the old address is withdrawn at once. Refused: people.address-unknown, people.address-odd.
    """
    with transaction.atomic():
        old = address_row(address)
        check_address(old.channel, value)
        given = ["change", address, blind(value, purpose=f"address.{old.channel}")]
        if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
            return int(earlier)
        number = add_address(person=old.person.key, channel=old.channel, value=value, by=by, at=at)
        if number != address:
            wanted = old.consented_at is not None and old.withdrawn_at is None
            Address.objects.filter(pk=number).update(
                verified_at=None, consented_at=at if wanted else None, withdrawn_at=None
            )
            Address.objects.filter(pk=address).update(withdrawn_at=at)
        made = address_row(number)
        _told("people.address-changed", made, old.person.key, by, at, request_id, given, instead_of=address)
    return number


def _change(
    kind: str, number: int, change: dict[str, datetime | None], by: Actor, at: datetime, request_id: UUID | None
) -> None:
    given = [kind, number]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        row = address_row(number)
        Address.objects.filter(pk=row.pk).update(**change)
        _told(kind, row, row.person.key, by, at, request_id, given)


def _told(
    kind: str, row: Address, person: UUID, by: Actor, at: datetime, request_id: UUID | None, given: Any, **more: Any
) -> None:
    facts = {"address": row.pk, "channel": row.channel, **more}
    record(
        kind, about=f"person:{person}", by=by, at=at, facts=facts, request_id=request_id, given=given,
        result=str(row.pk),
    )  # fmt: skip
