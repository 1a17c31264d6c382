"""A code from a counter in the place of an address: to begin with, on the page of the days, and to see the slip again.

A stranger is told the same of a code that is wrong, used, taken back or over.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from portlight.capabilities.lodging import commands, queries, words
from portlight.capabilities.lodging.forms import Days
from portlight.capabilities.lodging.portal import draft as way
from portlight.capabilities.lodging.rules.values import Declared
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, welcome
from portlight.faces.throttle import too_often
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind

ROOM = "lodging"
TRIES = 5  # an hour, of one code, whether it was ever printed or not
LASTS = timedelta(hours=1)  # her time on the pages: the telephone may be a borrowed one


def _code(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Code from the counter"), required=required, max_length=40,
        help_text=gettext_lazy("Twelve letters and digits, as they stand on your sheet."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code", "dir": "ltr", "spellcheck": "false"}),
    )  # fmt: skip


class Sheet(forms.Form):
    code = _code(required=True)


class Used(Sheet):
    number = forms.CharField(
        label=gettext_lazy("Passport number"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code", "dir": "ltr"}),
    )  # fmt: skip


class DaysOrCode(Days):
    """The page of the days: where the slip goes, or the code of a sheet."""

    counter_code = _code(required=False)

    def __init__(self, *args: Any, known: bool = False, **options: Any) -> None:
        super().__init__(*args, known=known, **options)
        if known:
            del self.fields["counter_code"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if self.cleaned_data.get("counter_code"):
            for name in ("address", "telephone"):
                self.errors.pop(name, None)
        return typed


@door(ROOM, methods=("GET", "POST"))
def counter(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """Where the square on the sheet leads: the code is looked at, then the usual pages follow."""
    form = form_for(request, Sheet)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            code = checked(form.cleaned_data["code"])
            return way.onward("declare", way.with_more(way.begun("self"), {"counter": code}))
    form.initial.setdefault("code", request.GET.get("code", "")[:40])
    return {"form": form}


@door(ROOM, path="counter/slip/", methods=("GET", "POST"))
def counter_slip(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """The sheet and the passport's number show what was declared with it, for as long as the sheet says."""
    form = form_for(request, Used)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            told = form.cleaned_data
            _count(told["code"])
            key, number = commands.open_by_code(told["code"], told["number"], at=now())
            answer = HttpResponseRedirect(reverse("lodging:portal:receipt", args=[number]))
            return welcome(answer, key, lasts=LASTS)
    form.initial.setdefault("code", request.GET.get("code", "")[:40])
    return {"form": form}


def checked(code: str) -> str:
    """The code, if a declaration can begin with it. Refused: lodging.code-throttled, lodging.code-no-good."""
    _count(code)
    if not queries.code_good(code, at=now()):
        raise Refused("lodging.code-no-good", field="code")
    return code


def carried(request: HttpRequest, begun: way.Draft) -> way.Draft:
    """The code that was typed before the first page goes along."""
    before = way.of(request)
    return way.with_more(begun, {"counter": before.said("counter")}) if before and before.said("counter") else begun


def holds(draft: way.Draft) -> bool:
    """Whether the code that came along is still good. When it was used meanwhile, an address can be given instead."""
    return bool(draft.said("counter")) and queries.code_good(draft.said("counter"), at=now())


def proof(request: HttpRequest, form: DaysOrCode) -> dict[str, Any]:
    """What the page of the days leaves behind for the last page: a code from a counter, or one on its way to an
    address. Refused: as `checked`; as commands.ask_code."""
    if typed := form.cleaned_data.get("counter_code"):
        try:
            return {"counter": checked(typed)}
        except Refused as refusal:
            raise Refused(refusal.code, field="counter_code") from None
    number = commands.ask_code(
        channel=form.channel, value=form.value, language=active().code, texts=words.code_message(),
        by=actor_of(request), at=now(),
    )  # fmt: skip
    return {"contact": number, "contact_value": form.value, "counter": ""}


def finish(draft: way.Draft, declared: Declared) -> HttpResponseBase:
    """Declares with the code, and leads to the receipt on this screen. Refused: as commands.declare_by_code."""
    filed = commands.Filed(
        language=active().code, draft=draft.about, photos=(draft.photo,) if draft.photo else (), pressed_at=now()
    )
    made = commands.declare_by_code(
        draft.said("counter"), declared, filed=filed, texts=words.message, at=now(), request_id=draft.request_id
    )
    answer = HttpResponseRedirect(f"{reverse('lodging:portal:receipt', args=[made.done.number])}?done=1")
    return welcome(answer, made.person, lasts=LASTS)


def _count(code: str) -> None:
    if too_often(f"counter:{blind(code, purpose='lodging.counter-tries.paper')}", most=TRIES):
        raise Refused("lodging.code-throttled", field="code")
