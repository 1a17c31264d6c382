"""A point on a map, for any form that asks for an address.

The button `_map` of a form keeps what is typed and leads to the map; whatever address is chosen there stands in the
form's field `address` when it comes back. No script is needed: areas are links, a tap on the last sheet is a picture
that is a button, an address is a button. Where she is now is found in her browser alone, and sent nowhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext

from portlight.faces import drafts, sheets, taps
from portlight.faces.languages import active, in_path, same_page
from portlight.faces.security import HEADERS
from portlight.kernel.places import queries as places
from portlight.kernel.places.queries import SheetCard

_ASKED, _USE, _FIELD = "_map", "map", "address"
# The one page that may ask the browser where it is; it asks when the button is pressed.
MAY_LOCATE = HEADERS["Permissions-Policy"].replace("geolocation=()", "geolocation=(self)")


@dataclass(frozen=True)
class Form:
    """The form that is waiting: its page, and the draft of what is typed in it."""

    back: str
    draft: str

    def filled(self, address: str = "") -> str:
        """Where it stands again as it was typed, in the language of this page; with `address` chosen in it."""
        key = self.draft
        if address:
            typed = drafts.kept(self.draft, use=drafts.PAGE) or QueryDict(mutable=True)
            typed[_FIELD] = address
            key = drafts.keep(typed, use=drafts.PAGE)
        path, query = urlsplit(self.back).path, QueryDict(urlsplit(self.back).query, mutable=True)
        query["draft"] = key
        return f"{same_page(path, active().code) if in_path(path) else path}?{query.urlencode()}"


def asked(request: HttpRequest) -> bool:
    return request.method == "POST" and _ASKED in request.POST


def leave(request: HttpRequest, face: str) -> HttpResponseRedirect:
    """To the map, with what is typed kept for an hour."""
    query = request.GET.copy()
    query.pop("draft", None)
    state = QueryDict(mutable=True)
    state["back"] = f"{request.path}?{query.urlencode()}" if query else request.path
    state["draft"] = drafts.keep(request.POST, use=drafts.PAGE)
    return HttpResponseRedirect(reverse(f"places:{face}:point", args=[drafts.keep(state, use=_USE)]))


def answer(request: HttpRequest, kept: str, *, template: str) -> HttpResponseBase:
    """The sheet asked for, or the way back with an address."""
    state = drafts.kept(kept, use=_USE)
    form = Form(str(state.get("back", "")), str(state.get("draft", ""))) if state is not None else None
    sheet = _asked_for(request)
    if request.method == "POST":
        found = places.address(said(request.POST, "take")) if form else None
        if form and found:
            return HttpResponseRedirect(form.filled(found.code))
    around = {"form_back": form.filled() if form else "", "gone": form is None, "may_take": form is not None}
    if sheet.leads:
        return _page(request, template, {**around, "shown": sheets.shown(sheet)})
    told = _addresses(request, sheet)
    if isinstance(told, str):
        return HttpResponseRedirect(told)
    return _page(request, template, {**around, "shown": sheets.shown(sheet), **told})


def said(query: QueryDict, name: str) -> str:
    """A code as it was sent; no code has the sign that PostgreSQL takes in no text."""
    return str(query.get(name, "")).replace("\0", "?")


def _asked_for(request: HttpRequest) -> SheetCard:
    kind = next((kind for kind in ("station", "district") if request.GET.get(kind)), "city")
    found = places.sheet(kind, said(request.GET, kind))
    if found is None:
        raise Http404(kind)
    return found


def _addresses(request: HttpRequest, sheet: SheetCard) -> dict[str, Any] | str:
    """What the last sheet lists: the addresses nearest to the tap, else to the middle. The address of another sheet
    where the tap lies in the area of another station.
    """
    tap = taps.tapped(request.GET.dict()) if sheet.frame else None
    there = _area_of(sheet, tap) if tap else sheet.code
    if tap and there != sheet.code and (onward := _elsewhere(sheet, tap, there)):
        return onward
    spot = tap if there == sheet.code else None
    middle = (sheet.shapes[0].x, sheet.shapes[0].y) if sheet.shapes else (0, 0)
    east, north = sheet.frame.point(*(spot or middle)) if sheet.frame else (0.0, 0.0)
    station, district = (sheet.code if sheet.kind == kind else "" for kind in ("station", "district"))
    page = places.near(
        east, north, datum=sheet.datum, station=station, district=district, after=request.GET.get("after", "")
    )
    window = taps.around(spot, sheet, page.rows) if spot else taps.Window()
    return {
        "dots": taps.dots(sheet, page.rows, window), "tap": taps.PICTURE, "window": window,
        "more": _href(sheet.kind, sheet.code, spot, after=page.next) if page.next else "",
        "spot": window.percent(*spot) if spot else None, "outside": tap is not None and spot is None,
    }  # fmt: skip


def _area_of(sheet: SheetCard, tap: tuple[float, float]) -> str | None:
    """The area that holds a tap, by the borders as they were put in."""
    return places.area_at(sheet.kind, *sheet.frame.point(*tap), datum=sheet.datum) if sheet.frame else None


def _elsewhere(sheet: SheetCard, tap: tuple[float, float], there: str | None) -> str:
    """The same tap on the sheet of another area, if there is one."""
    other = places.sheet(sheet.kind, there) if there else None
    if other is None or other.frame is None or sheet.frame is None:
        return ""
    return _href(sheet.kind, other.code, other.frame.place(*sheet.frame.point(*tap)))


def _href(kind: str, code: str, spot: tuple[float, float] | None, **more: str) -> str:
    place = {"x": f"{spot[0]:.1f}", "y": f"{spot[1]:.1f}"} if spot else {}
    return "?" + urlencode({kind: code, **place, **more})


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponseBase:
    """The whole page; one that has no form in it is not sent again to a browser that holds it (ETag)."""
    sheet: SheetCard = context["shown"].sheet
    up = sheet.up.name_in(active().code) if sheet.up else ""
    made: HttpResponse = render(request, template, {**context, "title": title_of(sheet), "up_name": up})
    if "csrfmiddlewaretoken" not in made.content.decode():
        made["ETag"] = quote_etag(hashlib.sha256(made.content).hexdigest()[:24])
        made = get_conditional_response(request, etag=made["ETag"], response=made) or made
    made["Permissions-Policy"] = MAY_LOCATE  # on "not modified" too: a browser takes over what that says
    return made


def title_of(sheet: SheetCard) -> str:
    return sheet.name_in(active().code) if sheet.code else gettext("The city")
