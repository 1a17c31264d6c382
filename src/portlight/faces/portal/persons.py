"""The person at the portal: no account, no password. She proves an address and gets a session of her own."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portlight.kernel.people import commands, queries
from portlight.kernel.people.rules import SESSION_LASTS
from portlight.toolkit.actor import Actor, machine, person

PORTAL = machine("portal")


def person_of(request: HttpRequest) -> UUID | None:
    """The key of the person whose session the cookie opens; None for a stranger. One query, asked once."""
    if not hasattr(request, "person_key"):
        token = request.COOKIES.get(settings.PERSON_COOKIE, "")
        found = queries.session_person(token=token, at=timezone.now()) if token else None
        request.person_key = found  # type: ignore[attr-defined]
    return cast(UUID | None, request.person_key)  # type: ignore[attr-defined]


def own_contact(key: UUID) -> int | None:
    """Number of the address at which a signed-in person reads: the first she has proved and not stopped. One query."""
    return next((one.number for one in queries.addresses(key) if one.verified_at and not one.withdrawn_at), None)


def actor_of(request: HttpRequest) -> Actor:
    """The person as an actor, or the portal itself for a stranger."""
    key = person_of(request)
    return person(key) if key else PORTAL


def welcome(response: HttpResponse, key: UUID, *, lasts: timedelta = SESSION_LASTS) -> HttpResponse:
    """Opens a session for the person and puts its cookie into the answer."""
    token = commands.open_session(person=key, by=person(key), at=timezone.now(), lasts=lasts)
    response.set_cookie(
        settings.PERSON_COOKIE, token, httponly=True, samesite="Lax", secure=settings.HTTPS, path="/"
    )  # a session cookie: a shared browser forgets it when it closes
    return response


def farewell(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    token = request.COOKIES.get(settings.PERSON_COOKIE, "")
    if token:
        commands.close_session(token=token, by=actor_of(request), at=timezone.now())
    response.delete_cookie(settings.PERSON_COOKIE, path="/", samesite="Lax")
    return response
