"""What people do on the other side: follow, agree, stop, leave; kept as if they had said it to us."""

from __future__ import annotations

from datetime import datetime

from portlight.delivery import tokens
from portlight.delivery.models import Suppression
from portlight.delivery.port import Event
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known
from portlight.toolkit.actor import person
from portlight.toolkit.sealed import blind


def apply(channel: str, event: Event, *, at: datetime) -> None:
    """Inside the caller's transaction. An address we do not know changes nothing."""
    if event.what == "bound":
        _bind(channel, event, at)
        return
    if event.what == "agreed":
        _open_again(channel, event.address)
    for one in known.recognise(channel, event.address):
        by = person(one.person)
        if event.what == "agreed":
            people.consent(address=one.address, by=by, at=at)
        elif event.what in ("stopped", "gone") and one.in_use:
            people.withdraw(address=one.address, by=by, at=at)
    if event.what == "gone":
        _suppress(channel, event.address, at)


def _bind(channel: str, event: Event, at: datetime) -> None:
    """The person to whom our page had shown this token now follows us under that address: proved and agreed to."""
    number = tokens.read(tokens.BIND, event.token)
    key = known.keys([number]).get(number) if number else None
    if key is None or known.person(key) is None:
        return
    by = person(key)
    address = people.add_address(
        person=key, channel=channel, value=event.address, by=by, at=at, verified=True, consented=True
    )
    people.consent(address=address, by=by, at=at)
    _open_again(channel, event.address)


def _open_again(channel: str, address: str) -> None:
    """Who comes back is reached again."""
    Suppression.objects.filter(channel=channel, value_index=blind(address, purpose=f"address.{channel}")).delete()


def _suppress(channel: str, address: str, at: datetime) -> None:
    Suppression.objects.get_or_create(
        channel=channel, value_index=blind(address, purpose=f"address.{channel}"),
        defaults={"reason": "gone", "at": at},
    )  # fmt: skip
