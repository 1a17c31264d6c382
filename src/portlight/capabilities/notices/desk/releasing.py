"""Whom, when, and the button; and what to do when it must be taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now

from portlight.capabilities.notices import commands, forms, queries, words
from portlight.capabilities.notices.desk.writing import ROOM
from portlight.capabilities.notices.rules.release import wanting
from portlight.faces import drafts
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.toolkit import countries
from portlight.toolkit.languages import LANGUAGES


@screen(ROOM, may="notices.write", methods=("GET", "POST"))
def audience(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, forms.Address)
    if request.method == "POST" and form.is_valid():
        asked = ("channels", "outlets", "policy", "wait_minutes", "not_before", "not_after", "request_id")
        named = {name: form.cleaned_data[name] for name in asked}
        with refusals_to(form):
            commands.address(number=number, question=form.question(), **named, by=actor_of(request), at=now())
            return redirect(f"/desk/notices/{number}/release/")
    card = queries.frame(number)
    if request.method != "POST" and drafts.typed_before(request) is None:
        form = forms.Address(initial=_initial(card))
    return {"form": form, "card": card}


@screen(ROOM, may="notices.read", methods=("GET", "POST"))
def release(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    if request.method == "POST":
        return _release(request, number)
    return _page(request, number)


def _release(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    if not allowed(request, "notices.release"):
        raise PermissionDenied("notices.release")
    form = forms.Once(request.POST)
    if form.is_valid():
        with refusals_to(form):
            commands.release(number=number, **form.cleaned_data, by=actor_of(request), at=now())
            return redirect(f"/desk/notices/{number}/reach/")
    return {**_page(request, number), "form": form}


@screen(ROOM, may="notices.break-glass", methods=("GET", "POST"))
def break_glass(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    return _reasoned(request, number, forms.Reason, commands.break_glass, to=f"/desk/notices/{number}/reach/")


@screen(ROOM, may="notices.review-glass", methods=("GET", "POST"))
def review_glass(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    return _reasoned(request, number, forms.Finding, commands.review_glass, to="/desk/notices/")


@screen(ROOM, may="notices.release", methods=("GET", "POST"))
def withdraw(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    take_back = partial(commands.withdraw, sentences=words.withdrawal())
    return _reasoned(request, number, forms.Reason, take_back, to=f"/desk/notices/{number}/reach/")


@screen(ROOM, may="notices.write", methods=("GET", "POST"))
def correct(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """Say what a correction does, and begin one."""
    form = form_for(request, forms.Once)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            new = commands.correct(number=number, **form.cleaned_data, by=actor_of(request), at=now())
            return redirect(f"/desk/notices/{new}/text/")
    return {"form": form, "card": queries.frame(number)}


def _reasoned(
    request: HttpRequest, number: str, kind: type[forms.Once], command: Callable[..., Any], *, to: str
) -> dict[str, Any] | HttpResponseBase:
    """A page that asks for a reason, does one thing with it, and leads on; a refusal stands beside its field."""
    form = form_for(request, kind)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            command(number=number, **form.cleaned_data, by=actor_of(request), at=now())
            return redirect(to)
    return {"form": form, "card": queries.frame(number)}


def _page(request: HttpRequest, number: str) -> dict[str, Any]:
    card = queries.frame(number)
    language = getattr(request.user, "language", "en")
    size = queries.size_of(number) if card.channels and not card.released_at else None
    needed = () if card.released_at else queries.needed_languages(at=now(), correction=bool(card.corrects))
    missing = wanting(needed, card.leaving)
    return {
        "card": card,
        "size": size,
        "bills": queries.bill_of(number, size, at=now()) if size else (),
        "form": forms.Once(),
        "form_id": "",  # nothing is typed here, and once it is released there is no form
        "may_release": allowed(request, "notices.release"),
        "may_break_glass": allowed(request, "notices.break-glass"),
        "is_writer": str(request.user.pk) == card.written_by,
        "nationalities": [countries.name(code, language) for code in card.question.nationalities],
        "leaving": [LANGUAGES[code] for code in card.leaving],
        "staying": [(LANGUAGES[code], code in missing) for code in card.staying],
        "wanting": missing,
        "severity": words.SEVERITIES[card.severity],
    }


def _initial(card: queries.FrameCard) -> dict[str, Any]:
    return {
        "nationalities": card.question.nationalities,
        "languages": card.question.languages,
        "districts": card.question.districts,
        "topics": card.question.topics,
        "channels": card.channels,
        "outlets": card.outlets,
        "policy": card.policy,
        "wait_minutes": card.wait_minutes or 60,
        "not_before": card.not_before,
        "not_after": card.not_after,
    }
