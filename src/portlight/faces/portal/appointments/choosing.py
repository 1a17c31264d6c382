"""Choosing a time and booking it, or moving what is booked to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext

from portlight.faces.answers import form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.appointments import shown
from portlight.faces.portal.appointments.asked import ROOM, Asked, asked, day
from portlight.faces.portal.appointments.forms import Once
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, own_contact, person_of
from portlight.kernel.slots import commands as acts
from portlight.kernel.slots import queries
from portlight.kernel.slots.queries import BookingCard, DayCard
from portlight.kernel.slots.rules import MOST_PEOPLE


@door(ROOM, path="free/<str:service>/")
def free(request: HttpRequest, service: str) -> dict[str, Any]:
    """Free times of a service by day, for so many people: which are first, and which keep her lawful."""
    at, wanted = timezone.now(), asked(request, service)
    moving = _moving(request)
    lane, people = (moving.lane, moving.people) if moving else (wanted.lane, wanted.people)
    among = shown.places_of(service, at=at)
    place = shown.chosen_place(request, among, moving.place if moving else "")
    told: dict[str, Any] = {"asked": wanted, "label": gettext(wanted.label), "place": place, "places": among,
                            "moving": moving, "people": people, "parties": range(1, MOST_PEOPLE + 1)}  # fmt: skip
    if place is None:
        return told
    days = queries.days(service, place.code, lane, at=at)  # type: ignore[arg-type]
    on = _chosen(request, days, people)
    if on is None:
        return told
    times = queries.times(service, place.code, lane, on=on, at=at)  # type: ignore[arg-type]
    return {
        **told, "on": on, "month": shown.month(days, chosen=on, people=people),
        "times": [card for card in times if card.free >= people], "weekdays": list(WEEKDAYS_ABBR.values()),
        "first": queries.first_times(
            service, last_lawful=wanted.last_lawful, at=at, place=place.code, people=people
        ),
        "keep": wanted.query(place=place.code),
    }  # fmt: skip


@door(ROOM, path="book/<str:service>/", methods=("GET", "POST"), person=True)
def book(request: HttpRequest, service: str) -> dict[str, Any] | HttpResponseBase:
    """The chosen time once more, and the button."""
    wanted, moving = asked(request, service), _moving(request)
    place, starts_at = shown.places().get(request.GET.get("place", "")), _moment(request.GET.get("at", ""))
    if place is None or starts_at is None:
        raise Http404(service)
    form = form_for(request, Once)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            given = {"by": actor_of(request), "at": timezone.now(), "request_id": form.cleaned_data["request_id"]}
            if moving:
                number = acts.move(moving.number, starts_at=starts_at, place=place.code, **given)
            else:
                number = acts.book(_wish(request, wanted, place.code, starts_at), **given)
            return HttpResponseRedirect(f"{reverse(f'{ROOM}:portal:show', args=[number])}?done=1")
    return {"form": form, "asked": wanted, "label": gettext(wanted.label), "place": place, "starts_at": starts_at,
            "moving": moving, "people": moving.people if moving else wanted.people,
            "keep": wanted.query(place=place.code)}  # fmt: skip


def _wish(request: HttpRequest, wanted: Asked, place: str, starts_at: datetime) -> acts.Wish:
    key = person_of(request)
    return acts.Wish(
        service=wanted.service, place=place, starts_at=starts_at, who=f"person:{key}", about=wanted.about,
        lane=wanted.lane, language=active().code, contact=own_contact(key) if key else None, people=wanted.people,
    )  # fmt: skip


def _moving(request: HttpRequest) -> BookingCard | None:
    """The appointment of hers that is moved. Refused: slots.unknown, also where it is somebody else's."""
    number, key = request.GET.get("move", ""), person_of(request)
    return queries.booking(number, by=actor_of(request)) if number and isinstance(key, UUID) else None


def _chosen(request: HttpRequest, days: tuple[DayCard, ...], people: int) -> date | None:
    """The day of the address where something is offered then, else the first with a place for all of them."""
    wanted = day(request.GET.get("day", ""))
    if wanted is not None and any(card.on == wanted for card in days):
        return wanted
    return next((card.on for card in days if card.free >= people), days[0].on if days else None)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
