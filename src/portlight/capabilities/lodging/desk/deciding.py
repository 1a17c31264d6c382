"""What an officer does with a declaration: each act is hers by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from portlight.capabilities.lodging import commands, forms, words
from portlight.capabilities.lodging.desk.shown import EVERYWHERE, seen
from portlight.capabilities.lodging.queries import FiledCard
from portlight.faces.answers import form_for, number_said, refusals_to
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.desk.work.lines import query_of

ROOM, CHECK, ONE = "lodging", "lodging.check", "<str:number>/"


@screen(ROOM, may=CHECK, path=f"{ONE}accept/", methods=("POST",))
def accept(request: HttpRequest, number: str) -> HttpResponseBase:
    found = seen(request, number)
    commands.accept(
        found.case.id, texts=words.message, by=actor_of(request), at=now(), seen=number_said(request.POST, "revision")
    )
    return _back(request, found)


@screen(ROOM, may=CHECK, path=f"{ONE}ask/", methods=("GET", "POST"))
def ask(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """Everything that is missing, once."""
    return _with_a_form(request, seen(request, number), forms.Ask, "wanted", commands.ask)


@screen(ROOM, may=CHECK, path=f"{ONE}reject/", methods=("GET", "POST"))
def reject(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """With one of the reasons the office gives; the person reads it in her language."""
    return _with_a_form(request, seen(request, number), forms.Reject, "reason", commands.reject)


@screen(ROOM, may=CHECK, path=f"{ONE}annul/", methods=("GET", "POST"))
def annul(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """A registration that was wrong from the beginning, with the reason."""
    return _with_a_form(request, seen(request, number), forms.Reject, "reason", commands.annul)


def _with_a_form(
    request: HttpRequest, found: FiledCard, kind: type[Form], said: str, do: Callable[..., Any]
) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, kind, initial={"revision": found.case.revision})
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            do(
                found.case.id, form.cleaned_data[said], texts=words.message, by=actor_of(request), at=now(),
                seen=number_said(request.POST, "revision"),
            )  # fmt: skip
            return _back(request, found)
    return {"form": form, "found": found, "query": query_of(request.GET)}


@screen(ROOM, may=EVERYWHERE, path=f"{ONE}pass-on/", methods=("POST",))
def pass_on(request: HttpRequest, number: str) -> HttpResponseBase:
    """To the police station of the place, where the address was typed and the table did not say which."""
    found = seen(request, number)
    commands.pass_on(found.case.id, request.POST.get("station", ""), by=actor_of(request), at=now())
    return _back(request, found)


def _back(request: HttpRequest, found: FiledCard) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("lodging:desk:case", args=[found.case.number]) + query_of(request.GET))
