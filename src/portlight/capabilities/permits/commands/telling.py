"""The message after a step: that there is news, never what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.cases.queries import CaseCard
from portlight.toolkit.actor import Actor

Texts = Callable[[str], Mapping[str, Frozen]]  # step → the message in nine languages; empty: nothing to tell
GOOD_FOR = timedelta(days=3)


def tell(card: CaseCard, step: str, *, texts: Texts, by: Actor, at: datetime) -> None:
    """Tells whoever gets the messages of this case where it is now, if there is something to tell and somewhere."""
    if card.contact is None or not (message := texts(step)):
        return
    delivery.tell(
        address_id=card.contact, texts=message, about=card.about, kind="permits.told", by=by, at=at,
        not_after=at + GOOD_FOR,
    )  # fmt: skip
