"""The form of a declaration: its texts, what it rests on, its days, what it sets, and the prolongation of stays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portlight.faces.choosing import Choice, Offered, languages, said
from portlight.faces.inputs import Day
from portlight.faces.laws import TITLES
from portlight.faces.portal.words import STAYS
from portlight.faces.weather import last_day
from portlight.kernel.emergencies import queries
from portlight.kernel.emergencies.rules.declaring import (
    BANNER_AT_MOST,
    NAME_AT_MOST,
    NEEDED,
    Basis,
    Declaration,
    Parameter,
)
from portlight.kernel.emergencies.rules.laws import LAWS, OTHER
from portlight.kernel.emergencies.rules.prolonging import MOST_MONTHS, Relief
from portlight.toolkit.languages import LANGUAGES

_SET = "set:"  # in front of a parameter's name


def _laws() -> Any:
    yield from ((key, f"{gettext(TITLES[law.code])} ({law.version})") for key, law in LAWS.items())
    yield OTHER, gettext("Another text")


class Declared(forms.Form):
    """Two texts in each language: Chinese and English must be there, the others stand as soon as they are written."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    turn = forms.IntegerField(widget=forms.HiddenInput, required=False)
    law = Choice(label=gettext_lazy("Text of law"), choices=Offered(_laws))
    title = forms.CharField(label=gettext_lazy("Its title, where it is another"), max_length=200, required=False)
    article = forms.CharField(label=gettext_lazy("Article"), max_length=60)
    authority = forms.CharField(label=gettext_lazy("Authority that declares it"), max_length=200)
    document = forms.CharField(label=gettext_lazy("Number of its document"), max_length=100)
    since = Day(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy(
            "It may be in the past: a prolongation looks back, what is set holds from the second signature."
        ),
    )
    until = Day(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Left empty: until it is ended.")
    )
    control_from = Day(label=gettext_lazy("Stays that end from"), required=False)
    announced_on = Day(label=gettext_lazy("Announced on"), required=False)
    months = forms.IntegerField(
        label=gettext_lazy("Months"), min_value=1, max_value=MOST_MONTHS, required=False, initial=2
    )
    last_end_on = Day(
        label=gettext_lazy("Stays that end until"), required=False, help_text=gettext_lazy("Left empty: not decided.")
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Only stays that rest on"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=said(STAYS), help_text=gettext_lazy("None chosen: every stay."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code in sorted(LANGUAGES, key=lambda code: code not in NEEDED):
            self._text(f"name_{code}", gettext("What it is called"), code, NAME_AT_MOST, forms.TextInput())
            self._text(f"banner_{code}", gettext("What everybody reads"), code, BANNER_AT_MOST,
                       forms.Textarea(attrs={"rows": 2}))  # fmt: skip
        for one in queries.parameters().values():
            self.fields[f"{_SET}{one.name}"] = _field(one)

    def _text(self, name: str, label: str, code: str, most: int, widget: forms.Widget) -> None:
        self.fields[name] = forms.CharField(label=label, max_length=most, required=code in NEEDED, widget=widget)

    def texts(self) -> list[tuple[str, Any, Any, bool]]:
        """Language, its name, its banner, whether it must be there."""
        ordered = sorted(LANGUAGES, key=lambda code: code not in NEEDED)
        return [(code, self[f"name_{code}"], self[f"banner_{code}"], code in NEEDED) for code in ordered]

    def sets(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(_SET)]

    def declaration(self) -> Declaration:
        """Of a valid form."""
        told = self.cleaned_data
        texts = {what: {code: told[f"{what}_{code}"].strip() for code in LANGUAGES if told[f"{what}_{code}"].strip()}
                 for what in ("name", "banner")}  # fmt: skip
        basis = Basis(**{name: told[name] for name in ("law", "title", "article", "authority", "document")})
        known = queries.parameters()
        values = {name: _typed(one, told[f"{_SET}{name}"]) for name, one in known.items()}
        return Declaration(
            names=texts["name"], banners=texts["banner"], basis=basis, since=_begin(told["since"]),
            until=_begin(told["until"] + timedelta(days=1)) if told["until"] else None,
            parameters={name: value for name, value in values.items() if value not in (None, "", [])},
            reliefs=(self._relief(),) if told["control_from"] and told["announced_on"] else (),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(told.get("control_from")) != bool(told.get("announced_on")):
            wanting = "announced_on" if told.get("control_from") else "control_from"
            self.add_error(wanting, gettext("A prolongation needs both days."))
        return told

    def _relief(self) -> Relief:
        told = self.cleaned_data
        return Relief(
            control_from=told["control_from"], announced_on=told["announced_on"], months=told["months"] or 2,
            last_end_on=told["last_end_on"], kinds=tuple(told["kinds"]),
        )  # fmt: skip


def of(card: queries.Card) -> dict[str, Any]:
    """A declaration as the form shows it."""
    told = card.declared
    found: dict[str, Any] = {
        **told.basis.kept(), "turn": card.turn, "since": timezone.localtime(told.since).date().isoformat(),
        "until": last_day(told.until).isoformat() if told.until else "",
    }  # fmt: skip
    for code in LANGUAGES:
        found |= {f"name_{code}": told.names.get(code, ""), f"banner_{code}": told.banners.get(code, "")}
    known = queries.parameters()
    for name, value in told.parameters.items():
        shown = "\n".join(value) if name in known and known[name].kind == "days" else value
        found[f"{_SET}{name}"] = str(value).lower() if isinstance(value, bool) else shown
    for relief in told.reliefs[:1]:
        found |= relief.kept()
    return found


class Days(forms.CharField):
    """Dates, one in a line."""

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        try:
            return [date.fromisoformat(one).isoformat() for one in text.replace(",", " ").split()]
        except ValueError:
            raise forms.ValidationError(gettext("Write days as 2026-02-10, one in a line.")) from None


def _field(one: Parameter) -> forms.Field:
    told: dict[str, Any] = {"label": gettext(one.label), "required": False, "help_text": gettext(one.used)}
    if one.kind == "number":
        return forms.IntegerField(min_value=one.least, max_value=one.most, **told)
    if one.kind == "switch":
        return forms.ChoiceField(choices=[("", "–"), ("true", gettext("Yes")), ("false", gettext("No"))], **told)
    if one.kind == "choice":
        return Choice(choices=said(one.choices, empty=True), **told)
    if one.kind == "languages":
        return forms.MultipleChoiceField(choices=Offered(languages), widget=forms.CheckboxSelectMultiple, **told)
    told["help_text"] = gettext("Write days as 2026-02-10, one in a line.")
    return Days(widget=forms.Textarea(attrs={"rows": 3, "class": "code", "dir": "ltr"}), **told)


def _typed(one: Parameter, value: Any) -> Any:
    return value == "true" if one.kind == "switch" and value else value


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())
