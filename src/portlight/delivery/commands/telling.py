"""Say something to one person at one address: a code, a receipt, a decision that waits on the portal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from portlight.delivery import expansion, port, sql
from portlight.delivery.audiences import Audience
from portlight.delivery.commands import writing
from portlight.delivery.models import Delivery
from portlight.delivery.tallies import plan
from portlight.delivery.texts import Frozen
from portlight.kernel.people.rules import CODE_LASTS
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.joined import one_transaction
from portlight.toolkit.languages import language_for
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import insert

# Who reads there, in which languages; and the last person enrolled, as every message keeps her.
_READER = """
SELECT a.person_id, a.channel, c.codes, (SELECT COALESCE(max(id), 0) FROM people_person)
FROM people_address a JOIN people_person p ON p.id = a.person_id JOIN people_chain c ON c.id = p.chain_id
WHERE a.id = %s
"""


def tell_code(
    *, address_id: int, code: str, texts: Mapping[str, Frozen], about: str = "", kind: str, by: Actor, at: datetime
) -> str:
    """As `tell`, for a code that proves an address: it stands where `texts` have `{code}`, and goes while good."""
    filled = {
        language: Frozen(text.title.replace("{code}", code), text.text.replace("{code}", code), {"code": code})
        for language, text in texts.items()
    }
    return tell(address_id=address_id, texts=filled, about=about, kind=kind, by=by, at=at, not_after=at + CODE_LASTS)


def tell(
    *,
    address_id: int,
    texts: Mapping[str, Frozen],
    about: str = "",
    kind: str = "delivery.told",
    at: datetime,
    by: Actor,
    not_after: datetime,
    purpose: str = "",
    request_id: UUID | None = None,
) -> str:
    """One message to one address, in the first language of its person that `texts` has; returns its code.

    Goes before the bulk, whatever the address consented to: the person has just asked for it. The texts are erased once
    it is done. `kind` names the timeline entry; `purpose` the prepared wording of a channel that takes no free text:
    without it `code` where the texts carry one, and else `news`. Meant to be called inside the caller's transaction.
    Refused: delivery.unknown-address, no-text, unknown-language, unknown-channel, not-after-past.
    """
    writing.check_texts(texts)
    writing.check_period(at, not_after, at)
    with one_transaction():
        found = sql.select(_READER, [address_id])
        if not found:
            raise Refused("delivery.unknown-address")
        person, channel, own, upto = found[0]
        purpose = purpose or ("code" if any("code" in one.params for one in texts.values()) else "news")
        if channel not in port.personal():
            raise Refused("delivery.unknown-channel", channel=channel)
        language = language_for([code for code in own.split(",") if code], texts) or next(iter(texts))
        message = writing.write(
            {language: texts[language]}, by=by, at=at, request_id=request_id, kind="tell",
            about=about or f"address:{address_id}", severity="urgent", policy="all", channels=[channel], outlets=[],
            audience=Audience(kind="address", address=address_id).to_json(), not_before=at, not_after=not_after,
            fleeting=True, expanded_at=at, people=1, purpose=purpose, people_upto=upto,
        )  # fmt: skip
        insert(Delivery(
            message=message, person_id=person, address_id=address_id, channel=channel, language=language,
            wanted=language, position=1,
        ))  # fmt: skip
        plan(message.id, {(channel, language): 1})
        insert(*expansion.leases(message, channel, 1, 1))
        timeline.record(kind, about=message.about, by=by, at=at, facts={"code": message.code}, result=message.code)
    return message.code
