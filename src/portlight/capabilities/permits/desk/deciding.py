"""What an officer does with an application: each act is hers by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from portlight.capabilities.permits import commands, forms, words
from portlight.capabilities.permits.desk.looking import seen
from portlight.capabilities.permits.queries import ApplicationCard
from portlight.capabilities.permits.rules.making import Made
from portlight.faces.answers import form_for, number_said, refusals_to
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.desk.work.lines import query_of

ROOM, HANDLE, DECIDE, ONE = "permits", "permits.handle", "permits.decide", "<str:number>/"
_TWO = ("GET", "POST")
Act = Callable[[ApplicationCard, Form, dict[str, Any]], Any]


@screen(ROOM, may=HANDLE, path=f"{ONE}ask/", methods=_TWO)
def ask(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """Everything that is missing, once."""
    return _with_a_form(
        request, number, "ask", forms.Ask,
        lambda one, form, told: commands.ask(one.case.id, form.cleaned_data["wanted"], **told),
    )  # fmt: skip


@screen(ROOM, may=HANDLE, path=f"{ONE}accept/", methods=_TWO)
def accept(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """The receipt is handed out in the same act, in her name."""

    def act(one: ApplicationCard, form: Form, told: dict[str, Any]) -> None:
        commands.accept(one.case.id, passport_held=form.cleaned_data["passport_held"], **told)

    return _with_a_form(request, number, "accept", forms.Accept, act)


@screen(ROOM, may=HANDLE, path=f"{ONE}not-accept/", methods=_TWO)
def not_accept(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    return _with_a_form(request, number, "not-accept", forms.NotAccept, _with_reason(commands.not_accept))


@screen(ROOM, may=HANDLE, path=f"{ONE}intend/", methods=_TWO)
def intend(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """The person reads the reason and may answer, before anything is refused."""
    return _with_a_form(request, number, "intend", forms.Reason, _with_reason(commands.intend))


@screen(ROOM, may=DECIDE, path=f"{ONE}refuse/", methods=_TWO)
def refuse(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    return _with_a_form(request, number, "refuse", forms.Reason, _with_reason(commands.refuse))


@screen(ROOM, may=DECIDE, path=f"{ONE}grant/", methods=_TWO)
def grant(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    return _with_a_form(
        request, number, "grant", forms.Grant,
        lambda one, form, told: commands.grant(one.case.id, until=form.cleaned_data["until"], **told),
    )  # fmt: skip


@screen(ROOM, may=HANDLE, path=f"{ONE}issue/", methods=_TWO)
def issue(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """The number of what the national system made."""

    def act(one: ApplicationCard, form: Form, told: dict[str, Any]) -> None:
        typed = form.cleaned_data
        made = Made(
            number=typed["number"].upper().replace(" ", ""), issued_on=typed["issued_on"], until=typed["until"],
            lines=tuple(line.strip() for line in typed["lines"].splitlines() if line.strip()),
        )  # fmt: skip
        commands.issue(one.case.id, made, **told)

    return _with_a_form(request, number, "issue", forms.MadeForm, act)


@screen(ROOM, may=HANDLE, path=f"{ONE}hand-over/", methods=_TWO)
def hand_over(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """Into her hands by one press on the case; to the courier by a page of its own, which takes his number."""
    found = seen(number)
    form = form_for(request, forms.HandOver, initial={"revision": found.case.revision})
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            commands.hand_over(
                found.case.id, courier=form.cleaned_data["courier"], by=actor_of(request), at=now(),
                seen=form.cleaned_data["revision"],
            )  # fmt: skip
            return _back(request, found)
    return {"form": form, "found": found, "query": query_of(request.GET), **words.act_told("hand-over", found)}


@screen(ROOM, may=HANDLE, path=f"{ONE}paid/", methods=_TWO)
def paid(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """The fee was paid outside; its reference is kept with the case."""
    found, form = seen(number), form_for(request, forms.Paid)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            commands.note_paid(found.case.id, form.cleaned_data["reference"], by=actor_of(request), at=now())
            return _back(request, found)
    return {"form": form, "found": found, "query": query_of(request.GET), **words.act_told("paid", found)}


@screen(ROOM, may=HANDLE, path=f"{ONE}order/", methods=_TWO)
def order(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """An officer gives an urgent application another place than the table did."""
    found, form = seen(number), form_for(request, forms.Order)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            commands.put_in_order(found.case.id, form.cleaned_data["rank"], by=actor_of(request), at=now())
            return _back(request, found)
    return {"form": form, "found": found, "query": query_of(request.GET), **words.act_told("order", found)}


def _with_reason(do: Callable[..., Any]) -> Act:
    return lambda one, form, told: do(one.case.id, form.cleaned_data["reason"], **told)


def _with_a_form(
    request: HttpRequest, number: str, name: str, kind: type[Form], act: Act
) -> dict[str, Any] | HttpResponseBase:
    """One act by its name, with its form; what the officer was looking at goes along, so that two at once are told."""
    found = seen(number)
    initial = {"revision": found.case.revision, "reason": found.reason}
    form = form_for(request, kind, initial=initial)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            told = {"texts": words.message, "by": actor_of(request), "at": now(),
                    "seen": number_said(request.POST, "revision")}  # fmt: skip
            act(found, form, told)
            return _back(request, found)
    return {"form": form, "found": found, "query": query_of(request.GET), **words.act_told(name, found)}


def _back(request: HttpRequest, found: ApplicationCard) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("permits:desk:case", args=[found.case.number]) + query_of(request.GET))
