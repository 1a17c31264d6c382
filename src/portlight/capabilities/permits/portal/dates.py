"""What ends when: the three dates explained, and counted from what one types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate, now

from portlight.capabilities.permits import queries, words
from portlight.capabilities.permits.forms import Have
from portlight.capabilities.permits.rules.stays import checked
from portlight.faces.answers import refusals_to
from portlight.faces.portal.doors import door

ROOM = "permits"


@door(ROOM)
def index(request: HttpRequest) -> dict[str, Any]:
    return {"matters": words.matters_told()}


@door(ROOM)
def dates(request: HttpRequest) -> dict[str, Any]:
    """Nothing is kept of what is typed here."""
    form = Have(request.GET if "holds" in request.GET else None)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            stay = checked(form.stay(), on=localdate())
            return {"form": form, **words.ends_told(queries.ends(stay, at=now()))}
    return {"form": form}
