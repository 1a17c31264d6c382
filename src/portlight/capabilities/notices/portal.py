"""Notices at the portal: the list while nothing is baked yet, and a reader's own link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from portlight.delivery import commands as delivery
from portlight.faces.portal.doors import door

ROOM = "notices"


@door(ROOM)
def index(request: HttpRequest) -> dict[str, Any]:
    """The baked list is served before this; here one is only while no notice was ever released."""
    return {}


@door(ROOM, path="seen/<str:token>/")
def seen(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link under one person's message: notes that she has it, and leads to the public page."""
    opened = delivery.confirm(token=token, how="opened", at=now())
    if opened is None:
        return HttpResponseRedirect(reverse("notices:portal:index"))
    return HttpResponseRedirect(f"/{opened.language}/notices/{opened.slug}/")
