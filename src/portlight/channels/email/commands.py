"""Writing down what mail servers say."""

from __future__ import annotations

from datetime import datetime

from portlight.channels.email import queries, rules
from portlight.channels.email.models import Bounce
from portlight.channels.email.rules import Kind
from portlight.delivery import queries as delivered
from portlight.kernel.people import queries as people
from portlight.toolkit.sealed import open_sealed

_CHANNEL = "email"


def came_back(*, delivery: int, kind: Kind, code: str, at: datetime) -> bool:
    """Note a message that came back, once; True when that was one too many for its address (rules.is_dead).

    A delivery that is not ours changes nothing. Inside the caller's transaction.
    """
    number = delivered.address_of(delivery, channel=_CHANNEL)
    if number is None:
        return False
    Bounce.objects.get_or_create(
        delivery=delivery, kind=kind.value, defaults={"address": number, "code": code[:12], "at": at}
    )
    if kind is not Kind.FULL:
        return False
    card = people.address(number)
    proved_at = card.verified_at if card else None
    return rules.is_dead(queries.came_back_full(number), proved_at=proved_at, at=at)


def complained(*, delivery: int, at: datetime) -> str:
    """The reader called it spam: noted; returns her address, or "" when it is gone. It is shown to nobody."""
    number = delivered.address_of(delivery, channel=_CHANNEL)
    if number is None:
        return ""
    Bounce.objects.get_or_create(
        delivery=delivery, kind="complaint", defaults={"address": number, "code": "", "at": at}
    )
    sealed = people.sealed_addresses([number]).get(number)
    return open_sealed(sealed[0], column=sealed[0].column, seal=sealed[1]) if sealed else ""


def forget(*, at: datetime) -> int:
    """Bounces of long ago, in pages; returns how many."""
    old = Bounce.objects.filter(at__lt=at - rules.FORGET_AFTER).values_list("pk", flat=True)[:1000]
    return Bounce.objects.filter(pk__in=list(old)).delete()[0]
