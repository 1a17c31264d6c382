"""Which browsers are a person's."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from portlight.channels.webpush import subscription
from portlight.kernel.people import queries as people

CHANNEL = "webpush"


def kept(given: bytes) -> str:
    """A subscription as the browser sent it, in the spelling under which it is an address.

    Refused: webpush.subscription-odd, webpush.service-unknown.
    """
    return subscription.read(given, services=settings.WEBPUSH_SERVICES, loopback=settings.MODE == "test").compact()


def number_of(person: UUID, value: str) -> int | None:
    """The number of this subscription among the person's own addresses."""
    return next((one.address for one in people.recognise(CHANNEL, value) if one.person == person), None)


def is_on(*, person: UUID, given: bytes) -> bool:
    """Whether this browser gets the person's messages. Refused as `kept`."""
    number = number_of(person, kept(given))
    card = people.address(number) if number is not None else None
    return card is not None and card.in_use
