"""The office's decision tables at the desk: what is in force, what a version says and why, and two signatures."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portlight.faces.answers import form_for, refusals_to
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.desk.words import FINDINGS, TABLE_STATES
from portlight.faces.inputs import Day
from portlight.faces.words import in_words
from portlight.kernel.policies import commands as acts
from portlight.kernel.policies import queries
from portlight.kernel.policies.rules import Examined
from portlight.toolkit.tables import Decision, Finding, Input, Table

ROOM, SEE = "office", "policies.see"
PATH = "policies/<slug:name>/<int:number>/"


class Draft(forms.Form):
    content = forms.CharField(
        label=gettext_lazy("The table, as JSON"), strip=True, max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 18, "class": "code", "dir": "ltr", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_content(self) -> Any:
        try:
            return json.loads(self.cleaned_data["content"])
        except ValueError:
            raise forms.ValidationError(gettext_lazy("This is no JSON.")) from None


class Since(forms.Form):
    since = Day(
        label=gettext_lazy("In force from"), required=False,
        help_text=gettext_lazy("The beginning of that day; left empty: as soon as a second person signs."),
    )  # fmt: skip


class Facts(forms.Form):
    """One field for each input of a table. What is left empty is null."""

    def __init__(self, *args: Any, table: Table, **options: Any) -> None:
        super().__init__(*args, **options)
        for one in table.inputs:
            self.fields[one.name] = _field(one)


@screen(ROOM, may=SEE)
def policies(request: HttpRequest) -> dict[str, Any]:
    """Every table, and the version in force."""
    at = timezone.now()
    cards = [(card, queries.effective(card.table, at), _state(card)) for card in queries.latest()]
    return {"cards": cards, "proposes": allowed(request, "policies.propose")}


@screen(ROOM, may="policies.propose", path="policies/draft/", methods=("GET", "POST"))
def draft_policy(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """A new version, from the text of one: what is malformed is told with its place, and the text kept."""
    form = form_for(request, Draft)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            content = form.cleaned_data["content"]
            number = acts.draft(content, by=actor_of(request), at=timezone.now())
            return HttpResponseRedirect(reverse("office:desk:policy", args=[content["name"], number]))
    if not form.is_bound and (of := request.GET.get("of", "")):
        card = next(iter(queries.versions(of)), None)
        told = json.dumps(queries.content(of, card.number), ensure_ascii=False, indent=1) if card else ""
        form = Draft(initial={"content": told})
    return {"form": form}


@screen(ROOM, may=SEE, path=PATH)
def policy(request: HttpRequest, name: str, number: int) -> dict[str, Any]:
    """One version as a table, with what its checks and its cases say."""
    card, examined = _version(name, number)
    return {
        **_shown(card, examined), "versions": [(one, _state(one)) for one in queries.versions(name)],
        "since": Since(), "mine": actor_of(request).key in (card.drafted_by, card.proposed_by),
        "proposes": allowed(request, "policies.propose"), "signs": allowed(request, "policies.publish"),
    }  # fmt: skip


@screen(ROOM, may=SEE, path=f"{PATH}try/")
def try_policy(request: HttpRequest, name: str, number: int) -> dict[str, Any]:
    """Facts that somebody types, and what every row says to them. Nothing is kept."""
    card, examined = _version(name, number)
    form = Facts(request.GET if "asked" in request.GET else None, table=examined.table)
    told: dict[str, Any] = {"form": form, **_shown(card, examined)}
    if form.is_bound and form.is_valid():
        facts = {one.name: _typed(one, form.cleaned_data[one.name]) for one in examined.table.inputs}
        with refusals_to(form):
            told.update(_why(examined.table, facts, queries.try_facts(name, number, facts)))
    return told


@screen(ROOM, may="policies.propose", path=f"{PATH}propose/", methods=("POST",))
def propose_policy(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    form, at = Since(request.POST), timezone.now()
    day = form.cleaned_data["since"] if form.is_valid() else None
    acts.propose(name, number, since=_begin(day) if day else at, by=actor_of(request), at=at)
    return _back(name, number)


@screen(ROOM, may="policies.publish", path=f"{PATH}publish/", methods=("POST",))
def publish_policy(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    acts.publish(name, number, by=actor_of(request), at=timezone.now())
    return _back(name, number)


@screen(ROOM, may="policies.propose", path=f"{PATH}retire/", methods=("POST",))
def retire_policy(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    acts.retire(name, number, by=actor_of(request), at=timezone.now())
    return _back(name, number)


def _version(name: str, number: int) -> tuple[queries.VersionCard, Examined]:
    card = queries.version(name, number)
    if card is None:
        raise Http404(name)
    return card, queries.examined(name, number)


def _shown(card: queries.VersionCard, examined: Examined) -> dict[str, Any]:
    return {
        "card": card, "state": _state(card), "table": examined.table, "trials": examined.trials,
        "publishable": examined.publishable, "findings": [_said(one) for one in examined.findings],
        "rows": [(row, [cell.text for cell in row.cells], ["" if one is None else one for one in row.outcome])
                 for row in examined.table.rows],
    }  # fmt: skip


def _said(one: Finding) -> tuple[Finding, Any, str]:
    """The finding, its sentence with its facts, and facts for which it is so."""
    sentence = FINDINGS[one.code] % {"row": one.row, "other": one.other, "name": one.name}
    return one, sentence, ", ".join(f"{name} = {value}" for name, value in one.example.items())


def _why(table: Table, facts: dict[str, Any], found: Decision) -> dict[str, Any]:
    """Question, answer, because, source: for each row up to the deciding one, its cells that hold and that do not."""
    titles = {one.name: one.title or one.name for one in table.inputs}
    rows = []
    for row, answers in zip(table.rows[: found.row], found.trace, strict=False):
        asked = [(titles[one.asked], facts[one.asked], one.cell, one.holds) for one in answers if one.cell]
        rows.append((row, asked, row.number == found.row))
    return {"decision": found, "why": rows}


def _state(card: queries.VersionCard) -> tuple[Any, str]:
    kind = {"published": "good", "proposed": "now"}.get(card.state, "")
    return TABLE_STATES[card.state], kind


def _field(one: Input) -> forms.Field:
    told: dict[str, Any] = {"label": in_words(one.title) or one.name, "required": False}
    if one.type == "number":
        return forms.IntegerField(**told) if one.whole else forms.FloatField(**told)
    if one.type == "date":
        return Day(**told)
    if one.type == "boolean":
        yes_no = [("true", gettext_lazy("Yes")), ("false", gettext_lazy("No"))]
        return forms.ChoiceField(**told, choices=[("", "–"), *yes_no])
    codes = [(code, code) for code in one.codes]
    if one.type == "codes":
        return forms.MultipleChoiceField(**told, choices=codes)
    return forms.ChoiceField(**told, choices=[("", "–"), *codes])


def _typed(one: Input, value: Any) -> Any:
    if one.type == "codes":
        return value
    if value in ("", None):
        return None
    return value == "true" if one.type == "boolean" else value


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _back(name: str, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("office:desk:policy", args=[name, number]))
