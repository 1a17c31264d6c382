"""What is booked: hers ahead, one of them, its calendar entry, and giving it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from portlight.faces.answers import file, form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.appointments import shown
from portlight.faces.portal.appointments.asked import ROOM
from portlight.faces.portal.appointments.forms import Cancel
from portlight.faces.portal.appointments.shown import Booked
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, person_of
from portlight.kernel.slots import commands as acts
from portlight.kernel.slots import queries
from portlight.toolkit.ical import Entry
from portlight.toolkit.ical import calendar as written

_ALARM = timedelta(hours=2)  # before she has to be there


@door(ROOM)
def index(request: HttpRequest) -> dict[str, Any]:
    """Hers, what is held for her, and what one can book a time for."""
    at, key = timezone.now(), person_of(request)
    booked, waits = shown.mine(key, at=at)
    return {"services": shown.offered(at=at), "booked": booked, "held": [one for one in waits if one.held],
            "waits": [one for one in waits if not one.held], "known": key is not None}  # fmt: skip


@door(ROOM, path="<str:number>/", person=True)
def show(request: HttpRequest, number: str) -> dict[str, Any]:
    return {"one": _own(request, number), "done": request.GET.get("done", "")}


@door(ROOM, path="<str:number>/appointment.ics", person=True)
def calendar(request: HttpRequest, number: str) -> HttpResponseBase:
    """The entry for her own calendar; the same file again after a move or a cancellation changes it there."""
    one = _own(request, number)
    address = reverse(f"{ROOM}:portal:show", args=[one.card.number])
    entry = Entry(
        uid=f"{one.card.number}@{urlsplit(settings.SITE).hostname}", sequence=one.card.revision,
        stamped_at=timezone.now(), starts_at=one.card.starts_at, ends_at=one.card.ends_at, summary=one.service,
        location=f"{one.place.name}, {one.place.address}", description=one.card.number,
        url=f"{settings.SITE}{address}", language=active().code, cancelled=one.card.state == "cancelled", alarm=_ALARM,
    )  # fmt: skip
    return file(written(entry), name=f"{one.card.number}.ics", kind="text/calendar; charset=utf-8")


@door(ROOM, path="<str:number>/cancel/", methods=("GET", "POST"), person=True)
def cancel(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    one = _own(request, number)
    form = form_for(request, Cancel)
    form.initial.setdefault("revision", one.card.revision)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            acts.cancel(
                one.card.number, reason="by-person", seen=form.cleaned_data["revision"], by=actor_of(request),
                at=timezone.now(), request_id=form.cleaned_data["request_id"],
            )  # fmt: skip
            return HttpResponseRedirect(reverse(f"{ROOM}:portal:show", args=[one.card.number]))
    return {"form": form, "one": one}


def _own(request: HttpRequest, number: str) -> Booked:
    """Refused: slots.unknown, also where it is somebody else's: whoever guesses numbers learns nothing."""
    (one,) = shown.booked([queries.booking(number, by=actor_of(request))], at=timezone.now())
    return one
