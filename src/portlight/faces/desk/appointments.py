"""What the office does with single appointments: who waits, moving one, cancelling one; the person is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portlight.faces import appointing
from portlight.faces.answers import form_for, number_said, refusals_to
from portlight.faces.choosing import Choice, Offered
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.planning import named, services_said
from portlight.faces.desk.screens import screen
from portlight.faces.desk.words import CANCELLED_BECAUSE, LANES
from portlight.faces.times import OnDay, OneTime
from portlight.kernel.slots import queries
from portlight.kernel.slots.queries import BookingCard

ROOM, SEE, CHANGE = "slots", "slots.see", "slots.change"
_NEXT = timedelta(days=1)


class Once(forms.Form):
    """Sent twice, it is done once; about the appointment as it was looked at."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class Cancelled(Once):
    reason = Choice(label=gettext_lazy("Why"), choices=Offered(lambda: CANCELLED_BECAUSE.items()))


class Moved(Once, OneTime):
    """To one of the free times of the chosen day."""


@screen(ROOM, may=SEE)
def waiting(request: HttpRequest) -> dict[str, Any]:
    """Who waits at a place for an earlier time, or has one held."""
    venues = queries.venues()
    place = next((card for card in venues if card.code == request.GET.get("place")), venues[0] if venues else None)
    if place is None:
        return {"place": None}
    page = queries.waiting_at(place.code, after=number_said(request.GET, "after") or 0)
    labels = dict(services_said())
    return {
        "place": place, "named": named(place.name), "venues": [(card.code, named(card.name)) for card in venues],
        "page": page, "rows": [(card, labels.get(card.service, card.service), LANES[card.lane]) for card in page.rows],
    }  # fmt: skip


@screen(ROOM, may=CHANGE, path="<slug:number>/move/", methods=("GET", "POST"))
def move(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """To a free time of another day: the day first, then its times."""
    card, at = queries.booking(number, by=actor_of(request)), timezone.now()
    asked = OnDay(request.GET)
    on = asked.cleaned_data["day"] if asked.is_valid() else queries.office_day(max(card.starts_at, at) + _NEXT)
    free = queries.times(card.service, card.place, card.lane, on=on, at=at)  # type: ignore[arg-type]
    form = form_for(request, Moved, times=[one for one in free if one.free >= card.people])
    form.initial.setdefault("revision", card.revision)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        with refusals_to(form):
            appointing.move_for(
                number, starts_at=said["starts_at"], place=card.place, seen=said["revision"], by=actor_of(request),
                at=at, request_id=said["request_id"],
            )  # fmt: skip
            return _board(card, queries.office_day(said["starts_at"]).isoformat())
    return {"form": form, "card": card, "on": on, "label": dict(services_said()).get(card.service, card.service)}


@screen(ROOM, may=CHANGE, path="<slug:number>/cancel/", methods=("GET", "POST"))
def cancel(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    card = queries.booking(number, by=actor_of(request))
    form = form_for(request, Cancelled)
    form.initial.setdefault("revision", card.revision)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        with refusals_to(form):
            appointing.cancel_for(
                number, reason=said["reason"], seen=said["revision"], by=actor_of(request), at=timezone.now(),
                request_id=said["request_id"],
            )  # fmt: skip
            return _board(card, queries.office_day(card.starts_at).isoformat())
    return {"form": form, "card": card, "label": dict(services_said()).get(card.service, card.service)}


def changes(request: HttpRequest) -> bool:
    """Whether this account may move and cancel."""
    return allowed(request, CHANGE)


def _board(card: BookingCard, day: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('slots:desk:index')}?place={card.place}&day={day}")
