"""The texts of short messages at the desk: which are approved, and the steps of each on its way there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now

from portlight.channels.sms import commands, forms, queries, rules, words
from portlight.channels.sms.queries import TemplateCard
from portlight.delivery import links
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.toolkit.refusals import Refused

ROOM = "sms"
MAY = "sms.templates"


@screen(ROOM, may=MAY)
def templates(request: HttpRequest) -> dict[str, Any]:
    """One purpose at a time, by way and language."""
    purpose = request.GET.get("purpose", "notice")
    if purpose not in rules.PURPOSES:
        purpose = "notice"
    cards = queries.listing(purpose=purpose)
    lacking = queries.lacking()
    return {
        "purpose": purpose,
        "purposes": [(code, name, sum(one[2] == code for one in lacking)) for code, name in words.PURPOSES.items()],
        "ways": [(words.ROUTES[pair], list(each)) for pair, each in groupby(cards, key=_way_of)],
    }


@screen(ROOM, may=MAY, path="templates/<int:number>/")
def template(request: HttpRequest, number: int) -> dict[str, Any]:
    """One text: as people read it, as it is typed at the provider's, and its next step."""
    card = _card(number)
    return _page(card, **_steps())


@screen(ROOM, may=MAY, path="templates/<int:number>/submit/", methods=("POST",))
def submit(request: HttpRequest, number: int) -> dict[str, Any] | HttpResponseBase:
    return _step(request, number, "submit", forms.Submit)


@screen(ROOM, may=MAY, path="templates/<int:number>/approve/", methods=("POST",))
def approve(request: HttpRequest, number: int) -> dict[str, Any] | HttpResponseBase:
    return _step(request, number, "approve", forms.Approve)


@screen(ROOM, may=MAY, path="templates/<int:number>/reject/", methods=("POST",))
def reject(request: HttpRequest, number: int) -> dict[str, Any] | HttpResponseBase:
    return _step(request, number, "reject", forms.Reject)


@screen(ROOM, may=MAY, path="templates/<int:number>/word/", methods=("GET", "POST"))
def word(request: HttpRequest, number: int) -> dict[str, Any] | HttpResponseBase:
    """Another wording for the same purpose, language and way: a draft of its own."""
    card = _card(number)
    form = form_for(request, forms.Word, initial={"text": card.text, "sign": card.sign})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            made = commands.word(
                route=card.route, reach=card.reach, purpose=card.purpose, language=card.language, **form.cleaned_data,
                by=actor_of(request), at=now(),
            )  # fmt: skip
            return redirect(f"/desk/sms/templates/{made}/")
    return {**_page(card), "form": form, "address": links.short_verify()}


_COMMANDS: dict[str, Callable[..., None]] = {
    "submit": commands.submit,
    "approve": commands.approve,
    "reject": commands.reject,
}


def _step(request: HttpRequest, number: int, step: str, kind: type[forms.Submit]) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, kind, auto_id=f"{step}_%s")
    if form.is_valid():
        with refusals_to(form):
            _COMMANDS[step](template=number, **form.cleaned_data, by=actor_of(request), at=now())
            return redirect(f"/desk/sms/templates/{number}/")
    page = _page(_card(number), failed=form, **{**_steps(), step: form})
    return {**page, "template": "sms/desk/template.html", "form_id": ""}


def _steps() -> dict[str, forms.Submit]:
    """Each with names of its own: they stand on one page."""
    kinds = {"submit": forms.Submit, "approve": forms.Approve, "reject": forms.Reject}
    return {step: kind(auto_id=f"{step}_%s") for step, kind in kinds.items()}


def _card(number: int) -> TemplateCard:
    card = queries.template(number)
    if card is None:
        raise Refused("sms.unknown-template")
    return card


def _way_of(card: TemplateCard) -> tuple[str, str]:
    return (card.route, card.reach)


def _page(card: TemplateCard, **forms_of_steps: object) -> dict[str, Any]:
    return {
        "card": card,
        "shown": rules.signed(rules.filled(card.text, {}), card.sign, route=card.route, reach=card.reach),
        "way": words.ROUTES[card.route, card.reach],
        "purpose": words.PURPOSES[card.purpose],
        **forms_of_steps,
    }
