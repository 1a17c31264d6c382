"""What stands: a person's own declarations, the receipt, and what she may do about each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext

from portlight.capabilities.lodging import commands, forms, queries, words
from portlight.capabilities.lodging.portal import draft
from portlight.capabilities.lodging.queries import FiledCard
from portlight.faces.answers import file, form_for, number_said, refusals_to
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
    page = queries.filed_by(key, after=number_said(request.GET, "after")) if key else None
    rows = [(one, gettext(words.STATES[one.state])) for one in page.rows] if page else []
    return {"rows": rows, "next": page.next if page else None, "known": key is not None}


@door(ROOM, path=ONE, person=True)
def receipt(request: HttpRequest, number: str) -> dict[str, Any]:
    """The slip or the receipt, what happens next, and by when."""
    found = _own(request, number)
    paper, stamp = papers.shown(found.slip, by=actor_of(request), why="own", at=now()) if found.slip else (None, "")
    return {
        "found": found, "state": gettext(words.STATES[found.state]), "done": request.GET.get("done", ""),
        "missing": [gettext(words.MISSING[one]) for one in found.missing],
        "reason": gettext(words.REASONS[found.reason]) if found.reason in words.REASONS else "",
        "paper": paper, "stamp": stamp,
    }  # fmt: skip


@door(ROOM, path=f"{ONE}slip/", person=True)
def slip(request: HttpRequest, number: str) -> HttpResponseBase:
    """The paper itself, in the language of the page."""
    found = _own(request, number)
    if not found.slip:
        raise Http404(number)
    printed = papers.pdf(found.slip, language=active().code, by=actor_of(request), why="own", at=now())
    return file(printed.pdf, name=printed.name, kind="application/pdf", shown=True)


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
    return _with_a_day(request, found, forms.Until, commands.extend, found.leaving_on)


@door(ROOM, path=f"{ONE}leave/", methods=("GET", "POST"), person=True)
def leave(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    return _with_a_day(request, _own(request, number), forms.Left, commands.leave, localdate())


def _with_a_day(
    request: HttpRequest, found: FiledCard, kind: type[forms.OneDay], do: Callable[..., Any], usual: date | None
) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, kind)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            do(found.case.id, form.day(), by=actor_of(request), at=now())
            return _to(found)
    form.initial.setdefault(kind.named, usual)
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


def _photos(request: HttpRequest, photo: Any, found: FiledCard) -> list[UUID]:
    if not photo:
        return []
    taken = documents.take(
        photo.read(), slot="visa-page", about=found.case.about, owner=found.case.subject, by=actor_of(request), at=now()
    )
    return [taken.key]
