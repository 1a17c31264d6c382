"""The message after a step: that there is news, never what it is (product.md, "What the machine may never do", 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from portlight.capabilities.lodging.models import Filer
from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.toolkit.actor import Actor

Texts = Callable[[str], Mapping[str, Frozen]]  # step → the message in nine languages; empty: nothing to tell
GOOD_FOR = timedelta(days=3)


def tell_filers(case: int, step: str, *, texts: Texts, by: Actor, at: datetime) -> None:
    """Tells everybody who has declared this where it is now, if there is something to tell and somewhere to tell it."""
    filers = Filer.objects.filter(declaration_id=case, contact__isnull=False)
    tell(filers.values_list("contact", flat=True), case, step, texts=texts, by=by, at=at)


def tell(contacts: Iterable[int], case: int, step: str, *, texts: Texts, by: Actor, at: datetime) -> None:
    """As `tell_filers`, where it is known whom."""
    message = texts(step)
    if not message:
        return
    for contact in contacts:
        delivery.tell(
            address_id=contact, texts=message, about=f"case:{case}", kind="lodging.told", by=by, at=at,
            not_after=at + GOOD_FOR,
        )  # fmt: skip
