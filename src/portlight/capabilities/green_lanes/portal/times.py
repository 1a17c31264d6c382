"""Times that an institution has booked for its people: moved and cancelled by whoever files for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import localdate, now

from portlight.capabilities.green_lanes import commands, forms, queries, words
from portlight.capabilities.green_lanes.portal.own import LIST, ROOM, own, own_list, to
from portlight.capabilities.green_lanes.queries import BatchCard
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of
from portlight.faces.times import OnDay
from portlight.kernel.slots.queries import BookingCard

TIME = f"{LIST}<int:row>/"
_DAY = timedelta(days=1)


@door(ROOM, path=f"{TIME}cancel/", methods=("GET", "POST"), person=True)
def cancel(request: HttpRequest, number: UUID, row: int) -> dict[str, Any] | HttpResponseBase:
    """The time once more, and the button."""
    at = now()
    found, card = _time(request, number, row, at)
    form = form_for(request, forms.Seen)
    form.initial.setdefault("revision", card.revision if card else 0)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            which = commands.Which(batch=number, row=row, seen=form.cleaned_data["revision"])
            commands.cancel_time(which, by=actor_of(request), at=at, request_id=form.once())
            return to("list", number)
    return _shown(found, card, form)


@door(ROOM, path=f"{TIME}move/", methods=("GET", "POST"), person=True)
def move(request: HttpRequest, number: UUID, row: int) -> dict[str, Any] | HttpResponseBase:
    """To a free time of another day: the day first, then those of its times that the institution may book."""
    at = now()
    found, card = _time(request, number, row, at)
    agreed = queries.in_force(found.organisation.id, at=at)
    asked = OnDay(request.GET)
    on = asked.cleaned_data["day"] if asked.is_valid() else localdate(max(card.starts_at, at) if card else at) + _DAY
    free = queries.offered(agreed, card.place, on=on, at=at) if agreed and card else queries.Offered()
    form = form_for(request, forms.NewTime, times=free.open)
    form.initial.setdefault("revision", card.revision if card else 0)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            which = commands.Which(batch=number, row=row, seen=form.cleaned_data["revision"])
            commands.move_time(which, starts_at=form.cleaned_data["starts_at"], by=actor_of(request), at=at,
                               request_id=form.once())  # fmt: skip
            return to("list", number)
    return {**_shown(found, card, form), "on": on, "kept": bool(free.kept),
            "hours": words.hours_told(agreed) if agreed else ""}  # fmt: skip


def _time(request: HttpRequest, number: UUID, row: int, at: datetime) -> tuple[BatchCard, BookingCard | None]:
    """A time ahead of a list the reader files by. None: it was cancelled or is past; the page says so when it is sent.
    Somebody else's, another list's and none at all get the same page."""
    found = own_list(request, number)
    own(request, found.organisation.key, "file")
    card = queries.time_of(found, row, at=at)
    if card is None and request.method != "POST":
        raise Http404(row)
    return found, card


def _shown(found: BatchCard, card: BookingCard | None, form: Any) -> dict[str, Any]:
    return {"found": found, "name": found.organisation.name_in(active().code), "card": card, "form": form}
