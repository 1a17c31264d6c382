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

from portlight.faces import drafts, sheets
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
    tap = sheets.tapped(request.GET.dict()) if sheet.frame else None
    outside = False
    if tap and sheet.frame:
        at = sheet.frame.point(*tap)
        there = places.area_at(sheet.kind, *at, datum=sheet.datum)
        outside = there is None
        if there and there != sheet.code and (other := places.sheet(sheet.kind, there)) and other.frame:
            x, y = (str(round(units)) for units in other.frame.place(*at))
            return "?" + urlencode({sheet.kind: there, "x": x, "y": y})
    middle = (sheet.shapes[0].x, sheet.shapes[0].y) if sheet.shapes else (0, 0)
    tap = None if outside else tap
    east, north = sheet.frame.point(*(tap or middle)) if sheet.frame else (0.0, 0.0)
    station, district = (sheet.code if sheet.kind == kind else "" for kind in ("station", "district"))
    page = places.near(
        east, north, datum=sheet.datum, station=station, district=district, after=request.GET.get("after", "")
    )
    place = {"x": str(round(tap[0])), "y": str(round(tap[1]))} if tap else {}
    more = "?" + urlencode({sheet.kind: sheet.code, **place, "after": page.next}) if page.next else ""
    spot = tuple(f"{units / 10:.1f}%" for units in tap) if tap else None
    return {"dots": sheets.dots(sheet, page.rows), "more": more, "outside": outside, "spot": spot, "tap": _PICTURE}


# A picture that shows nothing: what the browser tells of it is where it was pressed.
_PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


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
