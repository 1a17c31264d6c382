"""A photo of the passport on the way to an application: it fills a page, and it is one of the papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now

from portlight.capabilities.permits import commands, forms, words
from portlight.capabilities.permits.portal import draft as way
from portlight.capabilities.permits.queries import DraftWhole
from portlight.capabilities.permits.rules.matters import MATTERS
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.portal import reading as reading_of
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, person_of
from portlight.faces.portal.reading import Read, told_of
from portlight.kernel.documents import queries as papers_in
from portlight.toolkit import nameplate

_ONE = "file/<uuid:key>/"
_SHOWS = ("passport", "passport-copy")  # the papers on which the page with the two lines is


@door("permits", path=f"{_ONE}photo/", methods=("GET", "POST"), person=True)
def photo(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """The passport's page with the two lines; somebody waits for it, so it is opened at once."""
    found, owner = way.own(request, key), person_of(request)
    which = paper_of(found)
    if which is None or owner is None:
        raise Http404(found.card.matter)
    form = form_for(request, forms.PhotoForm)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            by, at = actor_of(request), now()
            content = form.cleaned_data["content"].read()
            before = found.typed.get("reading")
            number = commands.read_passport(content, which, about=found.about, before=before, by=by, at=at)
            commands.keep(key, owner, {"reading": number, "read_unsaid": number is not None}, by=by, at=at)
            return way.onward("who" if number is None else "reading", key)
    return {"form": form, "found": found, "matter": words.named(found.card.matter), "place": way.step("who")}


@door("permits", path=f"{_ONE}reading/", person=True)
def reading(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """The photo's place in the line; typing by hand is offered at once."""
    found = way.own(request, key)
    number = found.typed.get("reading")
    card = papers_in.reading(number) if number else None
    if card is None or card.place is None:
        return way.onward("who", key)
    by_hand = reverse("permits:portal:who", args=[key])
    return {"card": card, "found": found, "place": way.step("who"), "by_hand": by_hand}


def paper_of(found: DraftWhole) -> str | None:
    """Code of the paper that such a photo is; None where the matter asks for no passport, or nobody would read it."""
    if nameplate.reader() is None:
        return None
    return next((one for one in MATTERS[found.card.matter].papers if one in _SHOWS), None)


def read_of(found: DraftWhole) -> Read | None:
    """What the photo gave; None when there is none, or it is not read yet."""
    return reading_of.read_of(found.typed.get("reading"), now(), why="apply")


def shown(found: DraftWhole, read: Read | None) -> Mapping[str, Any]:
    """What the page of whom it is for tells of the photo."""
    return {"read": read, "with_photo": paper_of(found) is not None, **told_of(read)}
