"""The way to a registration: photo, passport, address, days, check. Each works without a script and without a photo."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.timezone import localdate, now

from portlight.capabilities.lodging import commands, forms, words
from portlight.capabilities.lodging.portal import by_code
from portlight.capabilities.lodging.portal import draft as way
from portlight.capabilities.lodging.portal.finishing import address_of, checked, finish, summary
from portlight.capabilities.lodging.rules.checks import check_holder
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.portal.doors import door
from portlight.faces.portal.forms import Code
from portlight.faces.portal.persons import actor_of, person_of
from portlight.faces.portal.reading import read_of, told_of
from portlight.kernel.documents import commands as documents
from portlight.kernel.documents import queries as papers_in

ROOM = "lodging"
STEPS = 5


def step(number: int) -> dict[str, float]:
    """Where on the way a page is: the light on its line stands in the middle of the step."""
    return {"step": number, "steps": STEPS, "percent": 100 * (number - 0.5) / STEPS}


@door(ROOM, methods=("GET", "POST"))
def declare(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """For whom, and a photo of the passport, or none."""
    form = form_for(request, forms.Start)
    if not form.is_bound and request.GET.get("for") in words.FOR:
        form.initial["declared_for"] = request.GET["for"]
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            begun = way.begun(form.cleaned_data["declared_for"], at=request.GET.get("at", ""))
            begun = by_code.carried(request, begun)
            photo = form.cleaned_data["photo"]
            return _with_photo(request, begun, photo.read()) if photo else way.onward("holder", begun)
    return {"form": form, "place": step(1), "over": request.GET.get("over", "")}


def _with_photo(request: HttpRequest, begun: way.Draft, content: bytes) -> HttpResponseBase:
    by, at = actor_of(request), now()
    taken = documents.take(content, slot="passport-page", about=begun.about, by=by, at=at)
    more: dict[str, Any] = {"photo_key": taken.key}
    if taken.state == "visible" and taken.kind == "image/jpeg":
        more["reading"] = documents.ask_reading(taken.key, by=by, at=at)
        return way.onward("reading", way.with_more(begun, more))
    return way.onward("holder", way.with_more(begun, more))


@door(ROOM)
def reading(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """The photo's place in the line; typing by hand is offered at once."""
    draft = way.of(request)
    if draft is None or draft.reading is None:
        return way.from_start()
    card = papers_in.reading(draft.reading)
    if card.place is None:
        return way.onward("holder", draft)
    by_hand = way.onward("holder", draft).url
    return {"card": card, "draft": draft, "place": step(1), "by_hand": by_hand}


@door(ROOM, methods=("GET", "POST"))
def holder(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """The passport's particulars, beside the lines they were read from."""
    draft = way.of(request)
    if draft is None:
        return way.from_start()
    read = read_of(draft.reading, now(), why="declare")
    form = form_for(request, forms.HolderForm)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            check_holder(form.value(), localdate(), declared_for=draft.said("declared_for"))
            return way.onward("address", way.with_more(draft, form.cleaned_data))
    if not form.is_bound and not request.GET.get("draft"):
        form.initial.update(dict(read.fields) if read else {})
        form.initial.update({name: draft.said(name) for name in form.fields if name in draft.typed})
    return {"form": form, "read": read, "draft": draft, "place": step(2), **told_of(read)}


@door(ROOM, methods=("GET", "POST"))
def address(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """Where: found in the office's table in any writing, or typed."""
    draft = way.of(request)
    if draft is None:
        return way.from_start()
    sought = request.POST.get("sought", draft.said("sought"))
    form = forms.searched(request, forms.AddressForm)
    if form.is_bound and form.is_valid():
        told = {f"where_{name}": value for name, value in form.cleaned_data.items()}
        return way.onward("days", way.with_more(draft, {**told, "sought": sought}))
    if request.method == "GET" and not request.GET.get("draft"):
        form.initial.update(way.place_of(draft).dict())
    return {**forms.where(form, sought), "draft": draft, "place": step(3)}


@door(ROOM, methods=("GET", "POST"))
def days(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """Since when, until when, on what; and where the code and the slip go, unless she has proved an address."""
    draft, key = way.of(request), person_of(request)
    if draft is None:
        return way.from_start()
    known = key is not None or by_code.holds(draft)
    form = form_for(request, by_code.DaysOrCode, known=known)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            proofs = ("address", "telephone", "counter_code")
            told = {name: value for name, value in form.cleaned_data.items() if name not in proofs}
            whole = checked(way.saying(draft, told), at=now())
            if not isinstance(whole, str):
                commands.check(whole, at=now())
            if not known:
                told |= by_code.proof(request, form)
            return way.onward("check", way.with_more(draft, told))
    if not form.is_bound and not request.GET.get("draft"):
        form.initial.update({name: draft.said(name) for name in form.fields if draft.said(name)})
    return {"form": form, "draft": draft, "place": step(4), "by_code": known and key is None}


@door(ROOM, methods=("GET", "POST"))
def check(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """Everything once more, and the code; then the slip."""
    draft, key = way.of(request), person_of(request)
    if draft is None:
        return way.from_start()
    found = checked(draft, at=now())
    if isinstance(found, str):
        return way.onward(found, draft)
    with_code = key is None and bool(draft.said("counter"))
    form = form_for(request, forms.Nothing if key or with_code else Code)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            if with_code:
                return by_code.finish(draft, found)
            return finish(request, draft, found, code=form.cleaned_data.get("code", ""))
    return {
        "form": form, "draft": draft, "lines": summary(found), "value": address_of(draft),
        "known": key is not None or with_code, "by_code": with_code, "place": step(5),
    }  # fmt: skip
