"""The message after a step: that there is news, never what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.cases.queries import CaseCard
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused

Texts = Callable[[str], Mapping[str, Frozen]]  # step → the message in nine languages; empty: nothing to tell
GOOD_FOR = timedelta(days=3)
_BY = machine("permits")


def tell(card: CaseCard, step: str, *, texts: Texts, by: Actor, at: datetime) -> None:
    """Tells whoever gets the messages of this case where it is now, if there is something to tell and somewhere."""
    if card.contact is None or not (message := texts(step)):
        return
    delivery.tell(
        address_id=card.contact, texts=message, about=card.about, kind="permits.told", by=by, at=at,
        not_after=at + GOOD_FOR,
    )  # fmt: skip


def write_to(address: int, message: Mapping[str, Frozen], *, case: int, kind: str, at: datetime) -> bool:
    """Of its own accord, at this address; False where her channel was switched off: her page still says it."""
    try:
        delivery.tell(
            address_id=address, texts=message, about=f"case:{case}", kind=kind, by=_BY, at=at, not_after=at + GOOD_FOR
        )
    except Refused:
        return False
    return True
