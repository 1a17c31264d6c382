"""What the office says about appointments by itself: reminders, places held, and what it had to move or cancel.

The room of times knows nobody's language and sends nothing; mark and message are one transaction here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.faces import telling
from portlight.faces.words import in_all
from portlight.kernel.people import queries as people
from portlight.kernel.slots import commands as slots
from portlight.kernel.slots import queries
from portlight.kernel.slots.queries import BookingCard
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.points import reached
from portlight.toolkit.refusals import Refused

BY = machine("appointments")
STAYS = timedelta(days=1)  # so long a message about a change is worth sending

REMINDER = (
    gettext_noop("Your appointment: {moment}"),
    gettext_noop(
        "Please come on {moment} (Shanghai time). Where to stands on the pages of this office, under “Appointments”. "
        "If you cannot come, move or cancel it there: somebody else is waiting for the place."
    ),
)
HELD = (
    gettext_noop("An earlier appointment is held for you"),
    gettext_noop(
        "It is held until {until} (Shanghai time). Take it or let it go on the pages of this office, under "
        "“Appointments”. After that it goes to the next who waits; what you have booked stands."
    ),
)
MOVED = (
    gettext_noop("The office has moved your appointment"),
    gettext_noop(
        "It is now on {moment} (Shanghai time). If you cannot come then, move or cancel it on the pages of this "
        "office, under “Appointments”."
    ),
)
CANCELLED = (
    gettext_noop("The office has cancelled your appointment"),
    gettext_noop(
        "It was on {moment} (Shanghai time). We are sorry. Choose another time on the pages of this office, under "
        "“Appointments”."
    ),
)


def remind(at: datetime, *, most: int = 200) -> int:
    """Who comes tomorrow or later today is reminded once, by day; returns how many were written to."""
    told = 0
    for card in queries.due_reminders(at, most=most):
        with transaction.atomic():
            if slots.reminded(card.number, at=at):
                reached("appointments.marked")
                told += _tell(card.contact, REMINDER, f"booking:{card.number}", at, card.starts_at,
                              moment=card.starts_at)  # fmt: skip
    return told


def tell_held(at: datetime, *, most: int = 200) -> int:
    """Who is offered an earlier place hears of it once, while it is held; returns how many were written to."""
    told = 0
    for card in queries.offers_to_tell(at, most=most):
        until = card.held_until
        with transaction.atomic():
            if until is not None and slots.offer_told(card.key, at=at):
                told += _tell(card.contact, HELD, f"waiting:{card.key}", at, until, until=until)
    return told


def move_for(
    number: str, *, starts_at: datetime, place: str, seen: int, by: Actor, at: datetime, request_id: UUID
) -> None:
    """An officer moves somebody's appointment, and she is told. Refused as `slots.move`."""
    with transaction.atomic():
        before = queries.booking(number, by=by)
        slots.move(number, starts_at=starts_at, place=place, seen=seen, by=by, at=at, request_id=request_id)
        after = queries.booking(number, by=by)
        if after.revision != before.revision:
            _changed(after, MOVED, at)


def cancel_for(number: str, *, reason: str, seen: int, by: Actor, at: datetime, request_id: UUID) -> None:
    """An officer cancels somebody's appointment, and she is told. Refused as `slots.cancel`."""
    with transaction.atomic():
        before = queries.booking(number, by=by)
        slots.cancel(number, reason=reason, seen=seen, by=by, at=at, request_id=request_id)
        if before.state == "booked":
            _changed(before, CANCELLED, at)


def _changed(card: BookingCard, texts: tuple[str, str], at: datetime) -> None:
    until = max(card.starts_at, at + STAYS)
    _tell(card.contact, texts, f"booking:{card.number}", at, until, moment=card.starts_at)


def _tell(
    contact: int | None, texts: tuple[str, str], about: str, at: datetime, ends: datetime, **moments: datetime
) -> int:
    """Writes where she wants to be written to; an address that was stopped, or erased, hears nothing."""
    address = people.address(contact) if contact else None
    if address is None or address.withdrawn_at is not None:
        return 0
    try:
        delivery.tell(
            address_id=address.number, texts=_filled(texts, moments), about=about, kind="faces.appointment-told", by=BY,
            at=at, not_after=ends,
        )  # fmt: skip
    except Refused:  # her channel was switched off: the page still says it
        return 0
    return 1


def _filled(texts: tuple[str, str], moments: Mapping[str, datetime]) -> dict[str, Frozen]:
    """In nine languages, each with the moments in its own form."""
    made = {}
    for language, text in in_all(*texts).items():
        said = {name: telling.moment(value, language=language) for name, value in moments.items()}
        made[language] = Frozen(text.title.format(**said), text.text.format(**said))
    return made
