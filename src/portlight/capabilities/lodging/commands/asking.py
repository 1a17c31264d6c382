"""The code that proves where the slip goes: sent to somebody we may not know yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from portlight.capabilities.lodging.models import Asked
from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.people import commands as people
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused

_FORGETTING = machine("lodging")
_WITHIN = timedelta(days=7)


@transaction.atomic
def ask_code(*, channel: str, value: str, language: str, texts: Mapping[str, Frozen], by: Actor, at: datetime) -> int:
    """Sends a code to an address; returns its number. `texts` have `{code}` in them. A known address is not changed.

    Refused: lodging.throttled, people.address-odd, people.channel-odd.
    """
    met = people.meet(channel=channel, value=value, languages=(language,), by=by, at=at)
    if met.fresh:
        Asked.objects.create(address_id=met.address, asked_at=at)
    try:
        code = people.ask_proof(address=met.address, by=by, at=at)
    except Refused as refusal:
        if refusal.code != "people.proofs-too-many":
            raise
        raise Refused("lodging.throttled", field="address") from None
    own = {language: texts[language]}
    delivery.tell_code(address_id=met.address, code=code, texts=own, kind="lodging.code-sent", by=by, at=at)
    return met.address


def forget_unproved(at: datetime, *, most: int = 200) -> int:
    """Erases people who were made for an address nobody proved within a week. Returns how many rows were looked at."""
    old = list(Asked.objects.filter(asked_at__lt=at - _WITHIN)[:most])
    for row in old:
        with transaction.atomic():
            row.delete()
            people.forget_if_unproved(address=row.address_id, by=_FORGETTING, at=at)
    return len(old)
