"""Somebody types an address we may not know: she is a stranger until its code has come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portlight.kernel.people import queries
from portlight.kernel.people.commands.enrolment import enrol
from portlight.kernel.people.commands.particulars import erase
from portlight.kernel.people.models import Address
from portlight.kernel.people.rules import NewAddress, NewPerson
from portlight.toolkit.actor import Actor


@dataclass(frozen=True)
class Met:
    """`address`: its number, of the oldest entry where several people share it. `fresh`: a person was made for it."""

    address: int
    fresh: bool


def meet(*, channel: str, value: str, languages: Sequence[str], by: Actor, at: datetime) -> Met:
    """Who has this address; a new person where nobody has. A known one is not changed by whoever types her address.

    Whoever calls it remembers what is fresh, and forgets it by `forget_if_unproved` when no code comes back.
    Refused: people.address-odd, people.channel-odd.
    """
    with transaction.atomic():
        known = queries.recognise(channel, value)
        if known:
            return Met(known[0].address, fresh=False)
        address = NewAddress(channel=channel, value=value)
        enrol([NewPerson(languages=tuple(languages), addresses=(address,))], by=by, at=at)
        return Met(queries.recognise(channel, value)[0].address, fresh=True)


def forget_if_unproved(*, address: int, by: Actor, at: datetime) -> bool:
    """Erases the person of an address nobody has proved; False where it is proved, or she is erased already."""
    with transaction.atomic():
        row = (
            Address.objects.select_related("person")
            .filter(pk=address, verified_at=None, person__erased_at=None)
            .first()
        )
        if row is None:
            return False
        erase(person=row.person.key, by=by, at=at)
        return True
