"""The code that proves where the slip goes: sent to somebody we may not know yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.people import commands as people
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


@transaction.atomic
def ask_code(*, channel: str, value: str, language: str, texts: Mapping[str, Frozen], by: Actor, at: datetime) -> int:
    """Sends a code to an address; returns its number. `texts` have `{code}` in them. A known address is not changed.

    Refused: lodging.throttled, people.address-odd, people.channel-odd.
    """
    met = people.meet(channel=channel, value=value, languages=(language,), by=by, at=at)
    try:
        code = people.ask_proof(address=met.address, by=by, at=at)
    except Refused as refusal:
        if refusal.code != "people.proofs-too-many":
            raise
        raise Refused("lodging.throttled", field="address") from None
    own = {language: texts[language]}
    delivery.tell_code(address_id=met.address, code=code, texts=own, kind="lodging.code-sent", by=by, at=at)
    return met.address
