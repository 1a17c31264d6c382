"""The map of the city at the portal: a point on it for a form that asks for an address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from portlight.faces import pointing
from portlight.faces.portal.doors import door


@door("places", path="point/<str:kept>/", methods=("GET", "POST"))
def point(request: HttpRequest, kept: str) -> HttpResponseBase:
    """City, district, police station, addresses; `kept` is the form that waits for one of them."""
    return pointing.answer(request, kept, template="places/portal/point.html")
