"""The code that proves where the slip goes: sent to somebody we may not know yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from portlight.capabilities.lodging.models import Asked
from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries
from portlight.kernel.people.rules import NewAddress, NewPerson
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused

_FORGETTING = machine("lodging")
_WITHIN = timedelta(days=7)
_CODE_LASTS = timedelta(minutes=10)


@transaction.atomic
def ask_code(*, channel: str, value: str, language: str, texts: Mapping[str, Frozen], by: Actor, at: datetime) -> int:
    """Sends a code to an address; returns its number. `texts` have `{code}` in them. A known address is not changed.

    Refused: lodging.throttled, people.address-odd, people.channel-odd.
    """
    known = queries.recognise(channel, value)
    if known:
        number = known[0].address
    else:
        new = NewPerson(languages=(language,), addresses=(NewAddress(channel=channel, value=value),))
        people.enrol([new], by=by, at=at)
        number = queries.recognise(channel, value)[0].address
        Asked.objects.create(address_id=number, asked_at=at)
    try:
        code = people.ask_proof(address=number, by=by, at=at)
    except Refused as refusal:
        if refusal.code != "people.proofs-too-many":
            raise
        raise Refused("lodging.throttled", field="address") from None
    text = texts[language]
    filled = Frozen(text.title.replace("{code}", code), text.text.replace("{code}", code), {"code": code})
    delivery.tell(address_id=number, texts={language: filled}, kind="lodging.code-sent", by=by, at=at,
                  not_after=at + _CODE_LASTS)  # fmt: skip
    return number


def forget_unproved(at: datetime, *, most: int = 200) -> int:
    """Erases people who were made for an address nobody proved within a week. Returns how many rows were looked at."""
    old = list(Asked.objects.filter(asked_at__lt=at - _WITHIN).select_related("address__person")[:most])
    for row in old:
        with transaction.atomic():
            key, fresh = row.address.person.key, row.address.verified_at is None
            row.delete()
            if fresh:
                people.erase(person=key, by=_FORGETTING, at=at)
    return len(old)
