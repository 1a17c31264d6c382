"""Agreements: one officer proposes, a second one signs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import localdate, now

from portlight.capabilities.green_lanes import commands, forms, queries
from portlight.capabilities.green_lanes.desk.institutions import AGREE, ONE, ROOM, SIGN, one, to
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.kernel.organisations import queries as known

PROPOSED = "agreement/<uuid:agreement>/"


@screen(ROOM, may=AGREE, path=f"{ONE}propose/", methods=("GET", "POST"))
def propose(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """Write down what shall be agreed."""
    found = one(key)
    form = form_for(request, forms.Agreement, initial={"since": localdate(), "contact": str(request.user.pk)})
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            commands.propose(form.terms(key), by=actor_of(request), at=now(), request_id=form.once())
            return to(key)
    return {"found": found, "form": form}


@screen(ROOM, may=SIGN, path=f"{PROPOSED}sign/", methods=("POST",))
def sign(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    key = _of(agreement)
    commands.sign(agreement, by=actor_of(request), at=now())
    return to(key)


@screen(ROOM, may=SIGN, path=f"{PROPOSED}decline/", methods=("POST",))
def decline(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    key = _of(agreement)
    commands.decline(agreement, by=actor_of(request), at=now())
    return to(key)


@screen(ROOM, may=AGREE, path=f"{PROPOSED}end/", methods=("POST",))
def end(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    key = _of(agreement)
    commands.end(agreement, by=actor_of(request), at=now())
    return to(key)


def _of(agreement: UUID) -> UUID:
    """Whose it is."""
    card = queries.agreement(agreement)
    if card is None:
        raise Http404(agreement)
    return known.named([card.organisation])[card.organisation].key
