"""What the office's officers type at the desk."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from portlight.capabilities.green_lanes import commands, words
from portlight.capabilities.green_lanes.forms.institution import Once
from portlight.capabilities.green_lanes.rules.agreements import Terms
from portlight.faces.choosing import NOTHING, Choice, Offered, Pairs, said
from portlight.faces.inputs import Day
from portlight.kernel.clients import queries as clients
from portlight.kernel.organisations.rules import NewOrganisation
from portlight.kernel.staff import queries as staff

_HOUR = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class Answer(Once):
    text = forms.CharField(
        label=gettext_lazy("The answer, in the institution’s language"), max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class Enrolment(Once):
    kind = Choice(label=gettext_lazy("Kind"), choices=said(words.KINDS))
    zh = forms.CharField(
        label=gettext_lazy("Registered name, in Chinese"),
        max_length=120,
        widget=forms.TextInput(attrs={"lang": "zh-Hans"}),
    )
    en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    code = forms.CharField(
        label=gettext_lazy("Unified social credit code"), max_length=24,
        widget=forms.TextInput(attrs={"class": "code", "dir": "ltr"}),
    )  # fmt: skip

    def value(self) -> NewOrganisation:
        return NewOrganisation(**{name: self.cleaned_data[name] for name in ("kind", "zh", "en", "code")})


class Agreement(Once):
    contact = Choice(label=gettext_lazy("Who at the office answers for it"))
    per_day = forms.IntegerField(label=gettext_lazy("Times a day"), min_value=1, initial=20)
    per_week = forms.IntegerField(label=gettext_lazy("Times a week"), min_value=1, initial=60)
    promise = forms.IntegerField(label=gettext_lazy("Answer within, working days"), min_value=1, initial=3)
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Reserved hours: on which days"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=said(words.WEEKDAYS),
    )  # fmt: skip
    opens = forms.TimeField(label=gettext_lazy("From"), required=False, widget=_HOUR)
    closes = forms.TimeField(label=gettext_lazy("To"), required=False, widget=_HOUR)
    visits = forms.IntegerField(label=gettext_lazy("Visits on site, a month"), min_value=0, initial=0)
    guarantees = forms.BooleanField(
        label=gettext_lazy("The institution guarantees the costs of its people"), required=False,
        help_text=gettext_lazy("Then it may apply for them, first residence permits excepted (REG 2013, art. 19)."),
    )  # fmt: skip
    since = Day(label=gettext_lazy("First day"))
    last = Day(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].choices = Offered(cache(_contacts))  # type: ignore[attr-defined]

    def terms(self, organisation: UUID) -> Terms:
        told = {
            name: self.cleaned_data[name]
            for name in ("per_day", "per_week", "promise", "opens", "closes", "visits", "guarantees", "since")
        }
        last: date = self.cleaned_data["last"]
        days = tuple(sorted(int(day) for day in self.cleaned_data["days"]))
        return Terms(organisation=organisation, contact=UUID(self.cleaned_data["contact"]), days=days,
                     until=last + timedelta(days=1), **told)  # fmt: skip


class Admission(forms.Form):
    program = Choice(label=gettext_lazy("Program"))

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["program"].choices = Offered(cache(lambda: _programs(at)))  # type: ignore[attr-defined]


def _contacts() -> Pairs:
    return (NOTHING, *((str(one.key), one.name) for one in staff.holders("lanes.answer")))


def _programs(at: datetime) -> Pairs:
    cards = clients.clients(at=at, size=200).rows
    known = [one for one in cards if commands.SCOPE in one.scopes and one.withdrawn_at is None]
    return (NOTHING, *((str(one.key), f"{one.institution} · {one.program}") for one in known))
