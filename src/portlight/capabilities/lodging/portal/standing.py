"""What stands: a person's own declarations, the receipt, and what she may do about each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext

from portlight.capabilities.lodging import commands, forms, queries, words
from portlight.capabilities.lodging.portal import draft
from portlight.capabilities.lodging.queries import FiledCard
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, person_of
from portlight.kernel.documents import commands as documents
from portlight.kernel.papers import queries as papers

ROOM = "lodging"
ONE = "<str:number>/"


@door(ROOM)
def index(request: HttpRequest) -> dict[str, Any]:
    """The way in, and what she has declared so far."""
    key = person_of(request)
    page = queries.filed_by(key, after=_after(request)) if key else None
    rows = [(one, gettext(words.STATES[one.state])) for one in page.rows] if page else []
    return {"rows": rows, "next": page.next if page else None, "known": key is not None}


@door(ROOM, path=ONE, person=True)
def receipt(request: HttpRequest, number: str) -> dict[str, Any]:
    """The slip or the receipt, what happens next, and by when."""
    found = _own(request, number)
    return {
        "found": found, "state": gettext(words.STATES[found.state]), "done": request.GET.get("done", ""),
        "missing": [gettext(words.MISSING[one]) for one in found.missing],
        "paper": papers.card(found.slip) if found.slip else None,
        "stamp": papers.stamp(found.slip, by=actor_of(request), why="own", at=now()) if found.slip else "",
    }  # fmt: skip


@door(ROOM, path=f"{ONE}slip/", person=True)
def slip(request: HttpRequest, number: str) -> HttpResponseBase:
    """The paper itself, in the language of the page."""
    found = _own(request, number)
    if not found.slip:
        raise Http404(number)
    printed = papers.pdf(found.slip, language=active().code, by=actor_of(request), why="own", at=now())
    answer = HttpResponse(printed.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{printed.name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@door(ROOM, path=f"{ONE}complete/", methods=("GET", "POST"), person=True)
def complete(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    found = _own(request, number)
    if found.case.step not in ("completing", "asked"):
        return _to(found)
    form = form_for(request, forms.Complete)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            photos = _photos(request, form.cleaned_data["photo"], found)
            commands.complete(
                found.case.id, stay=form.stay(), leaving_on=form.cleaned_data["leaving_on"], photos=photos,
                texts=words.message, by=actor_of(request), at=now(),
            )  # fmt: skip
            return _to(found)
    if not form.is_bound and not request.GET.get("draft"):
        told = queries.opened(found, by=actor_of(request), why="own", at=now()).declared
        form.initial.update({
            "stay_kind": told.stay.kind, "visa": told.stay.visa, "stay_until": told.stay.until,
            "entered_on": told.stay.entered_on, "leaving_on": told.lodging.leaving_on,
        })  # fmt: skip
    return {"form": form, "found": found, "missing": [gettext(words.MISSING[one]) for one in found.missing]}


@door(ROOM, path=f"{ONE}extend/", methods=("GET", "POST"), person=True)
def extend(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    found = _own(request, number)
    form = form_for(request, forms.Until)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            commands.extend(found.case.id, form.cleaned_data["leaving_on"], by=actor_of(request), at=now())
            return _to(found)
    form.initial.setdefault("leaving_on", found.leaving_on)
    return {"form": form, "found": found}


@door(ROOM, path=f"{ONE}leave/", methods=("GET", "POST"), person=True)
def leave(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    found = _own(request, number)
    form = form_for(request, forms.Left)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            commands.leave(found.case.id, form.cleaned_data["left_on"], by=actor_of(request), at=now())
            return _to(found)
    form.initial.setdefault("left_on", localdate())
    return {"form": form, "found": found}


@door(ROOM, path=f"{ONE}correct/", methods=("POST",), person=True)
def correct(request: HttpRequest, number: str) -> HttpResponseBase:
    """The same pages once more, filled with what she had said; the old slip goes when the new one is there."""
    found = _own(request, number)
    told = queries.opened(found, by=actor_of(request), why="own", at=now()).declared
    return draft.onward("holder", draft.of_declared(told, continues=found.case.number))


@door(ROOM, path=f"{ONE}withdraw/", methods=("POST",), person=True)
def withdraw(request: HttpRequest, number: str) -> HttpResponseBase:
    found = _own(request, number)
    commands.withdraw(found.case.id, texts=words.message, by=actor_of(request), at=now())
    return _to(found)


def _own(request: HttpRequest, number: str) -> FiledCard:
    """Hers, or nothing: another's number and one that does not exist get the same page."""
    key = person_of(request)
    found = queries.mine(number, key) if key else None
    if found is None:
        raise Http404(number)
    return found


def _to(found: FiledCard) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("lodging:portal:receipt", args=[found.case.number]))


def _after(request: HttpRequest) -> int | None:
    asked = request.GET.get("after", "")
    return int(asked) if asked.isdecimal() else None


def _photos(request: HttpRequest, photo: Any, found: FiledCard) -> list[UUID]:
    if not photo:
        return []
    taken = documents.take(
        photo.read(), slot="visa-page", about=found.case.about, owner=found.case.subject, by=actor_of(request), at=now()
    )
    return [taken.key]
