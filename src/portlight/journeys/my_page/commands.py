"""What a person may ask of everything kept about her: a copy, a link for a friend, and to be forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from portlight.journeys.my_page.queries import case_of
from portlight.kernel.people import commands as people
from portlight.kernel.slots import commands as slots
from portlight.kernel.slots import queries as times
from portlight.kernel.timeline.commands import record, resent
from portlight.kernel.work.commands import later
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused

COPY = "my_page.copy"


def ask_copy(*, person: UUID, language: str, by: Actor, at: datetime, request_id: UUID) -> UUID:
    """A copy of everything, in `language`, made by the worker from now on; returns its key (PIPL, art. 45).

    Whoever calls this has just proved an address of hers anew. Refused: people.unknown, timeline.resend-differs.
    """
    with transaction.atomic():
        key = people.ask_copy(person=person, language=language, by=by, at=at, request_id=request_id)
        later(kind=COPY, key=str(key), due_at=at, at=at)
    return key


def share_case(number: str, *, lasts: timedelta, person: UUID, by: Actor, at: datetime, request_id: UUID) -> str | None:
    """The token of a link that shows this case of hers once; None when it is not hers, as for one that does not exist.

    Refused: people.share-odd, people.shares-too-many, timeline.resend-differs.
    """
    line = case_of(number, person)
    if line is None:
        return None
    return people.share(person=person, about=line.card.about, lasts=lasts, by=by, at=at, request_id=request_id)


def close(*, person: UUID, agreed: bool, by: Actor, at: datetime, request_id: UUID) -> None:
    """Closes her page: appointments ahead are given back, all that names or reaches her is erased, her sessions end
    (PIPL, art. 47). Cases, papers about them and the timeline's keys stay as long as their law says.

    Refused: my_page.not-agreed, people.unknown, timeline.resend-differs.
    """
    if not agreed:
        raise Refused("my_page.not-agreed", field="agreed")
    given = [str(person), "close"]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        who = f"person:{person}"
        for booking in times.of_person(who, at=at):
            if booking.starts_at > at:
                slots.cancel(booking.number, reason="page-closed", by=by, at=at)
        for wait in times.waits_of(who):
            slots.withdraw(wait.key, by=by, at=at)
        people.erase(person=person, by=by, at=at)
        record("my_page.closed", about=who, by=by, at=at, request_id=request_id, given=given)
