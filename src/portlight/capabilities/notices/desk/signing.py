"""The sign-off, one button at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.timezone import now

from portlight.capabilities.notices import commands, forms
from portlight.capabilities.notices.desk.writing import ROOM, editor_of, language_asked
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.toolkit.refusals import Refused


@screen(ROOM, may="notices.translate", methods=("POST",))
def hand_over(request: HttpRequest, number: str) -> HttpResponseBase:
    return _done(request, number, commands.hand_over, forms.Once)


@screen(ROOM, may="notices.review", methods=("POST",))
def review(request: HttpRequest, number: str) -> HttpResponseBase:
    return _done(request, number, commands.review, forms.Once)


@screen(ROOM, may="notices.sign", methods=("POST",))
def sign(request: HttpRequest, number: str) -> HttpResponseBase:
    return _done(request, number, commands.sign, forms.Sign)


@screen(ROOM, may="notices.review", methods=("POST",))
def send_back(request: HttpRequest, number: str) -> HttpResponseBase:
    return _done(request, number, commands.send_back, forms.Reason)


@screen(ROOM, may="notices.translate", methods=("POST",))
def keep(request: HttpRequest, number: str) -> HttpResponseBase:
    return _done(request, number, commands.keep, forms.Once)


@screen(ROOM, may="notices.sign", methods=("POST",))
def attest(request: HttpRequest, number: str) -> HttpResponseBase:
    form = forms.Once(request.POST)
    form.full_clean()
    commands.attest(number=number, request_id=form.cleaned_data.get("request_id"), by=actor_of(request), at=now())
    return editor_of(number, language_asked(request))


def _done(request: HttpRequest, number: str, command: Callable[..., None], kind: type[forms.Once]) -> HttpResponseBase:
    """One step for the language in the address; a refusal is its own page, with the way back."""
    language = language_asked(request)
    form = kind(request.POST)
    if not form.is_valid():
        raise Refused("notices.reason-missing")
    typed: dict[str, Any] = form.cleaned_data
    command(number=number, language=language, **typed, by=actor_of(request), at=now())
    return editor_of(number, language)
