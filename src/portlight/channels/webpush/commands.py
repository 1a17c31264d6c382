"""Switching messages on and off in one browser."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.channels.webpush.queries import CHANNEL, kept, number_of
from portlight.delivery import commands as delivery
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused

MOST_BROWSERS = 10


@transaction.atomic
def subscribe(*, person: UUID, given: bytes, by: Actor, at: datetime) -> int:
    """The person's browser has agreed: keep its subscription as a proved address. Returns the address's number.

    `given`: PushSubscription.toJSON() as it came. Only a browser in her hands, signed in as her, can have made it: that
    is the proof. The same browser again changes nothing but a withdrawal. Refused: webpush.subscription-odd,
    webpush.service-unknown, webpush.too-many, people.unknown.
    """
    value = kept(given)
    mine = [one for one in queries.addresses(person) if one.channel == CHANNEL and one.withdrawn_at is None]
    known = number_of(person, value)
    if known not in [one.number for one in mine] and len(mine) >= MOST_BROWSERS:
        raise Refused("webpush.too-many", most=MOST_BROWSERS)
    number = people.add_address(
        person=person, channel=CHANNEL, value=value, verified=True, consented=True, by=by, at=at
    )
    if known is not None:
        people.consent(address=number, by=by, at=at)
    delivery.lift(address_id=number, by=by, at=at)  # a browser that answers is no longer a dead one
    return number


@transaction.atomic
def unsubscribe(*, person: UUID, given: bytes, by: Actor, at: datetime) -> bool:
    """Nothing more goes to this browser of the person; False when it was not one of hers.

    Refused: webpush.subscription-odd, webpush.service-unknown.
    """
    number = number_of(person, kept(given))
    if number is None:
        return False
    people.withdraw(address=number, by=by, at=at)
    return True
