"""The city as the office knows it, at the desk: its map with how many addresses each area has, and a point on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from portlight.faces import pointing, sheets
from portlight.faces.desk.screens import screen
from portlight.kernel.places import queries as places


@screen("places", may="places.see")
def index(request: HttpRequest) -> dict[str, Any]:
    """The whole city, or one district: each area with its addresses."""
    code = pointing.said(request.GET, "district")
    sheet = places.sheet("district", code) if code else places.sheet("city")
    if sheet is None and code:
        raise Http404(code)
    if sheet is None:
        return {"shown": None}
    shown, counts = sheets.shown(sheet), places.addresses_of(code)
    lines = [(line, counts.get(line.code, 0)) for line in (*shown.lines, *shown.others)]
    if not sheet.leads:  # a district of which no station was drawn
        lines = [(line, sum(counts.values())) for line in shown.lines]
    return {
        "shown": shown, "title": pointing.title_of(sheet), "counted": lines, "all": sum(counts.values()),
        "last": sheet.kind == "district",
    }  # fmt: skip


@screen("places", may="places.see", path="point/<str:kept>/", methods=("GET", "POST"))
def point(request: HttpRequest, kept: str) -> HttpResponseBase:
    """For a form at the desk that waits for an address."""
    return pointing.answer(request, kept, template="places/desk/point.html")
