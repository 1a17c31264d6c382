"""Closing one's page: what goes now, what the law keeps and how long, said before the button."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from portlight.faces.answers import form_for, refusals_to
from portlight.faces.portal.appointments import mine
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, farewell
from portlight.journeys.my_page import commands, forms, queries
from portlight.journeys.my_page.portal.seeing import ROOM, person


@door(ROOM, methods=("GET", "POST"), person=True)
def close(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    key, at = person(request), timezone.now()
    form = form_for(request, forms.Close)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            commands.close(person=key, by=actor_of(request), at=at, **form.cleaned_data)
            return farewell(request, HttpResponseRedirect(reverse("me:portal:closed")))
    booked, _ = mine(key, at=at)
    return {"form": form, "kept": queries.kept_of(key), "booked": booked}


@door(ROOM)
def closed(request: HttpRequest) -> dict[str, Any]:
    return {}
