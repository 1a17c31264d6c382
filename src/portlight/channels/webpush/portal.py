"""The page on which a person switches messages on in the browser she reads it with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.timezone import now

from portlight.channels.webpush import commands, queries, vapid
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, person_of
from portlight.faces.words import sentence
from portlight.toolkit.refusals import Refused

ROOM = "webpush"
_MOST_BYTES = 8_192


@door(ROOM, methods=("GET",), person=True)
def index(request: HttpRequest) -> dict[str, Any]:
    _switched_on()
    try:
        key = vapid.public_key()
    except vapid.NoKey:
        raise Http404 from None
    return {"key": key}


@door(ROOM, methods=("POST",))
def known(request: HttpRequest) -> HttpResponseBase:
    """Whether this browser is switched on for this person: it may have been somebody else's, who used it before."""
    return _told(request, lambda person, given, **_: queries.is_on(person=person, given=given))


@door(ROOM, methods=("POST",))
def subscribe(request: HttpRequest) -> HttpResponseBase:
    """The script of the page posts the browser's subscription as JSON, with the page's form token in a header."""
    return _told(request, commands.subscribe)


@door(ROOM, methods=("POST",))
def remove(request: HttpRequest) -> HttpResponseBase:
    return _told(request, commands.unsubscribe)


def _told(request: HttpRequest, command: Any) -> HttpResponseBase:
    """One command for the signed-in person; a refusal as a sentence the script can show."""
    _switched_on()
    try:
        person = person_of(request)
        if person is None:
            raise Refused("webpush.sign-in")
        if len(request.body) > _MOST_BYTES:
            raise Refused("webpush.subscription-odd")
        found = command(person=person, given=request.body, by=actor_of(request), at=now())
    except Refused as refusal:
        status = 403 if refusal.code == "webpush.sign-in" else 409
        return JsonResponse({"code": refusal.code, "sentence": sentence(refusal)}, status=status)
    return JsonResponse({"on": bool(found)})


def _switched_on() -> None:
    if settings.WEBPUSH == "off":
        raise Http404
