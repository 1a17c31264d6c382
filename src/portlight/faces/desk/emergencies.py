"""Emergencies at the desk: declared by one, counted by the machine, signed by another, reverted or ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portlight.faces.answers import form_for, refusals_to
from portlight.faces.declared import set_by
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.declaration import Declared, of
from portlight.faces.desk.screens import screen
from portlight.faces.desk.words import EMERGENCY_STATES, PAGES, ROW_STATES
from portlight.faces.languages import active
from portlight.faces.laws import cited
from portlight.faces.weather import of as weather_of
from portlight.kernel.emergencies import commands as acts
from portlight.kernel.emergencies import queries
from portlight.kernel.staff import queries as staff

ROOM, SEE, PROPOSE, SIGN = "emergencies", "emergencies.see", "emergencies.propose", "emergencies.sign"
ONE = "<int:number>/"


class Once(forms.Form):
    """A button that is pressed twice acts once."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


class Why(Once):
    why = forms.CharField(label=gettext_lazy("Why"), max_length=400)


@screen(ROOM, may=SEE)
def index(request: HttpRequest) -> dict[str, Any]:
    """Every emergency, the latest first."""
    rows = [(card, _name(card), _state(card)) for card in queries.everything()]
    return {"rows": rows, "proposes": allowed(request, PROPOSE)}


@screen(ROOM, may=PROPOSE, methods=("GET", "POST"))
def declare(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """Kept as a draft; nothing follows from it before it is proposed, counted and signed."""
    form = form_for(request, Declared)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            number = acts.draft(
                form.declaration(), by=actor_of(request), at=timezone.now(), request_id=form.cleaned_data["request_id"]
            )
            return _to(number)
    return {"form": form}


@screen(ROOM, may=PROPOSE, methods=("GET", "POST"))
def amend(request: HttpRequest, number: int) -> dict[str, Any] | HttpResponseBase:
    """The turn that was read stands in the form: nobody writes over what somebody else has changed since."""
    card = _card(number)
    form = form_for(request, Declared, initial=of(card))
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            turn = form.cleaned_data["turn"] or 0
            acts.amend(number, turn, form.declaration(), by=actor_of(request), at=timezone.now())
            return _to(number)
    return {"form": form, "card": card}


@screen(ROOM, may=SEE, path=ONE)
def emergency(request: HttpRequest, number: int) -> dict[str, Any]:
    """What is declared, what its plan counts, how far it is done, and what can be done now."""
    card = _card(number)
    counted = queries.preview(number) if card.state != "draft" else ()
    own = actor_of(request).key in (card.worded_by, card.proposed_by)
    return {
        "card": card, "name": _name(card), "state": _state(card), "doing": PAGES.get(card.doing, ""),
        "shown": weather_of(card, active()), "cited": cited(card.declared.basis),
        "set": list(set_by(queries.change_of(card))),
        "counted": [_told(one) for one in counted],
        "protocol": [(line, gettext(line.label)) for line in queries.protocol(number)],
        "missing": card.missing_languages, "own": own, "hands": list(_hands(card)),
        "proposes": allowed(request, PROPOSE), "signs": allowed(request, SIGN), "request_id": uuid4(),
    }  # fmt: skip


def _told(one: queries.Counted) -> tuple[queries.Counted, str, list[tuple[str, int]], list[tuple[str, int]]]:
    """An effect with its words: what happens, where that is more than one thing, and how far it is."""
    whats = [(gettext(one.said[what]), n) for what, n in sorted(one.whats.items()) if what in one.said]
    states = [(str(ROW_STATES[state]), n) for state, n in sorted(one.states.items())]
    return one, gettext(one.label), whats if len(one.said) > 1 else [], states


@screen(ROOM, may=PROPOSE, methods=("POST",))
def propose(request: HttpRequest, number: int) -> HttpResponseBase:
    acts.propose(number, by=actor_of(request), at=timezone.now(), request_id=_sent(request))
    return _to(number)


@screen(ROOM, may=SIGN, methods=("POST",))
def sign(request: HttpRequest, number: int) -> HttpResponseBase:
    """The digest in the form is of the figures she has seen."""
    digest = request.POST.get("sha256", "")
    acts.sign(number, digest, by=actor_of(request), at=timezone.now(), request_id=_sent(request))
    return _to(number)


@screen(ROOM, may=SIGN, methods=("GET", "POST"))
def revert(request: HttpRequest, number: int) -> dict[str, Any] | HttpResponseBase:
    return _closed(request, number, acts.revert)


@screen(ROOM, may=SIGN, methods=("GET", "POST"))
def end(request: HttpRequest, number: int) -> dict[str, Any] | HttpResponseBase:
    return _closed(request, number, acts.end)


def _sent(request: HttpRequest) -> UUID | None:
    form = Once(request.POST)
    return form.cleaned_data["request_id"] if form.is_valid() else None


def _closed(request: HttpRequest, number: int, act: Any) -> dict[str, Any] | HttpResponseBase:
    card, form = _card(number), form_for(request, Why)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            told = form.cleaned_data
            act(number, told["why"], by=actor_of(request), at=timezone.now(), request_id=told["request_id"])
            return _to(number)
    return {"form": form, "card": card, "name": _name(card), "counted": queries.preview(number)}


def _hands(card: queries.Card) -> Iterator[tuple[Any, str, datetime | None]]:
    """Whose it is: what she did, her name, when."""
    did = (
        (gettext("Written by"), card.worded_by, None), (gettext("Proposed by"), card.proposed_by, None),
        (gettext("Signed by"), card.signed_by, card.signed_at), (gettext("Closed by"), card.closed_by, card.closed_at),
    )  # fmt: skip
    names = staff.names([key for _, key, _ in did if key])
    yield from ((label, names.get(key, "–"), at) for label, key, at in did if key)


def _card(number: int) -> queries.Card:
    card = queries.card(number)
    if card is None:
        raise Http404(number)
    return card


def _state(card: queries.Card) -> tuple[Any, str]:
    """As the row says it; of what is signed, as the days say it."""
    at = timezone.now()
    if card.state == "effective" and card.declared.since > at:
        return EMERGENCY_STATES["ahead"]
    return EMERGENCY_STATES["past" if card.to_end(at) else card.state]


def _name(card: queries.Card) -> tuple[str, str]:
    return card.name_in(active().code)


def _to(number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("emergencies:desk:emergency", args=[number]))
