"""Somebody types an address we may not know: she is a stranger until its code has come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from portlight.kernel.people.commands.enrolment import enrol
from portlight.kernel.people.commands.particulars import erase
from portlight.kernel.people.models import Address, Unproved
from portlight.kernel.people.rules import NewAddress, NewPerson, check_address
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.sealed import blind

_BY = machine("people")
_WITHIN = timedelta(days=7)


class Somebody(NamedTuple):
    """An address that was typed or stood in a list, with the languages of whoever has it, as far as they were told."""

    channel: str
    value: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Met:
    """`address`: its number, of the oldest entry where several people share it. `fresh`: a person was made for it."""

    address: int
    fresh: bool


def meet(*, channel: str, value: str, languages: Sequence[str], by: Actor, at: datetime) -> Met:
    """Who has this address; a new person where nobody has. A known one is not changed by whoever types her address.

    Who is new is forgotten again when no code comes back within a week (`forget_unproved`).
    Refused: people.address-odd, people.channel-odd.
    """
    (met,) = meet_all([Somebody(channel, value, tuple(languages))], by=by, at=at)
    return met


def meet_all(many: Sequence[Somebody], *, by: Actor, at: datetime) -> list[Met]:
    """As `meet`, for a page of a list: a few statements, however many. Twice in the page is one person.

    Refused: people.address-odd, people.channel-odd, people.language-unknown; then nobody is made.
    """
    for one in many:
        check_address(one.channel, one.value)
    with transaction.atomic():
        known = _known(many)
        new = {_index(one): one for one in reversed(many) if _index(one) not in known}
        if new:
            addresses = [NewAddress(channel=one.channel, value=one.value) for one in new.values()]
            pairs = zip(new.values(), addresses, strict=True)
            enrol([NewPerson(languages=one.languages, addresses=(own,)) for one, own in pairs], by=by, at=at)
            known |= _known(list(new.values()))
            Unproved.objects.bulk_create(
                [Unproved(address_id=known[index], asked_at=at) for index in new], ignore_conflicts=True
            )
    return [Met(known[_index(one)], fresh=_index(one) in new) for one in many]


def _index(one: Somebody) -> tuple[str, str]:
    return one.channel, blind(one.value, purpose=f"address.{one.channel}")


def _known(many: Sequence[Somebody]) -> dict[tuple[str, str], int]:
    """Channel and index → the oldest entry of that address."""
    wanted = {_index(one) for one in many}
    rows = Address.objects.filter(
        channel__in={channel for channel, _ in wanted}, value_index__in={index for _, index in wanted},
        person__erased_at=None,
    ).order_by("-id").values_list("channel", "value_index", "pk")  # fmt: skip
    return {(channel, index): number for channel, index, number in rows if (channel, index) in wanted}


def forget_unproved(at: datetime, *, most: int = 200) -> int:
    """Erases people who were made for an address nobody proved within a week. Returns how many rows were looked at."""
    old = list(Unproved.objects.filter(asked_at__lt=at - _WITHIN).order_by("asked_at")[:most])
    for row in old:
        with transaction.atomic():
            forget_if_unproved(address=row.address_id, by=_BY, at=at)
            row.delete()  # after it the row has no key any more
    return len(old)


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
