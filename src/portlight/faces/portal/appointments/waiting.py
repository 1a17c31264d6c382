"""The waiting list: an earlier time than there is, held for her when it becomes free."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from portlight.faces.answers import form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.appointments import shown
from portlight.faces.portal.appointments.asked import ROOM, asked
from portlight.faces.portal.appointments.forms import Wait
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, own_contact, person_of
from portlight.kernel.slots import commands as acts


@door(ROOM, path="wait/<str:service>/", methods=("GET", "POST"), person=True)
def wait(request: HttpRequest, service: str) -> dict[str, Any] | HttpResponseBase:
    """Put me on the list, up to a day."""
    wanted, key = asked(request, service), person_of(request)
    place = shown.chosen_place(request, shown.places_of(service, at=timezone.now()))
    if place is None:
        raise Http404(service)
    form = form_for(request, Wait)
    if not form.is_bound and not request.GET.get("draft"):
        form.initial.update({"people": str(wanted.people), "not_after": wanted.last_lawful})
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            said = form.cleaned_data
            acts.wait_for(
                acts.Wanted(service=service, place=place.code, who=f"person:{key}", not_after=said["not_after"],
                            about=wanted.about, lane=wanted.lane, language=active().code,
                            contact=own_contact(key) if key else None,
                            people=int(said["people"])),
                by=actor_of(request), at=timezone.now(), request_id=said["request_id"],
            )  # fmt: skip
            return _index()
    return {"form": form, "asked": wanted, "label": gettext(wanted.label), "place": place,
            "keep": wanted.query(place=place.code)}  # fmt: skip


@door(ROOM, path="waiting/<int:key>/take/", methods=("POST",), person=True)
def take(request: HttpRequest, key: int) -> HttpResponseBase:
    """The place that is held for her becomes hers."""
    number = acts.take_up(key, by=actor_of(request), at=timezone.now())
    return HttpResponseRedirect(f"{reverse(f'{ROOM}:portal:show', args=[number])}?done=1")


@door(ROOM, path="waiting/<int:key>/leave/", methods=("POST",), person=True)
def leave(request: HttpRequest, key: int) -> HttpResponseBase:
    """Off the list; a place that was held goes to the next."""
    acts.withdraw(key, by=actor_of(request), at=timezone.now())
    return _index()


def _index() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"{ROOM}:portal:index"))
