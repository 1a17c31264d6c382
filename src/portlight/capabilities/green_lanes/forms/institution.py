"""What is typed for a green lane: at the portal by an institution's officers, at the desk by the office's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy

from portlight.capabilities.green_lanes import commands, words
from portlight.capabilities.green_lanes.rules.agreements import Terms
from portlight.faces.choosing import NOTHING, Choice, Offered, Pairs, languages, said
from portlight.faces.inputs import Day
from portlight.faces.languages import active
from portlight.kernel.clients import queries as clients
from portlight.kernel.organisations.rules import NewOrganisation
from portlight.kernel.slots import queries as slots
from portlight.kernel.staff import queries as staff
from portlight.toolkit.actor import Actor

_HOUR = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class Once(forms.Form):
    """Sent twice, it acts once."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def once(self) -> UUID:
        return UUID(str(self.cleaned_data["request_id"]))


class Nothing(forms.Form):
    """A button alone."""


class RosterForm(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("The sheet: XLSX, XLS, ODS or CSV"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
    whole = forms.BooleanField(
        label=gettext_lazy("This is our whole list: who is missing in it has left"), required=False
    )

    def take(self, organisation: UUID, *, by: Actor, at: datetime) -> UUID:
        """Hands the sheet in; returns its number. Refused: sheet.*, roster.*, lanes.*."""
        return commands.take_roster(
            self.cleaned_data["sheet"].read(), organisation, whole=self.cleaned_data["whole"], language=active().code,
            by=by, at=at,
        ).number  # fmt: skip


class Papers(forms.Form):
    papers = forms.FileField(
        label=gettext_lazy("A ZIP of photos and PDFs, each named by the number of the passport"),
        help_text=gettext_lazy("First the number of the passport, then what it is: E12345678 visa.pdf"),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )


class Booking(Once):
    place = Choice(label=gettext_lazy("Where"))
    on = Day(label=gettext_lazy("Day"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].choices = Offered(cache(_venues))  # type: ignore[attr-defined]


class Invitation(Once):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"dir": "ltr"}))
    role = Choice(label=gettext_lazy("What this person does"), choices=said(words.ROLES), initial="deputy")
    language = Choice(label=gettext_lazy("Language of the message"), choices=Offered(languages))

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "email", "role", "language")}


class Ask(Once):
    about = Choice(
        label=gettext_lazy("What do you need?"), widget=forms.RadioSelect,
        choices=said(words.ABOUT, without=(commands.REPORT,)),
    )  # fmt: skip
    people = forms.IntegerField(
        label=gettext_lazy("For how many people?"), required=False, min_value=0, max_value=10_000
    )
    wanted_on = Day(label=gettext_lazy("For which day?"), required=False)
    text = forms.CharField(
        label=gettext_lazy("In your words"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def wanted(self) -> commands.Wanted:
        told = self.cleaned_data
        return commands.Wanted(
            about=told["about"], text=told["text"], people=told["people"] or 0, wanted_on=told["wanted_on"]
        )


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


def _venues() -> Pairs:
    return (
        NOTHING,
        *((one.code, one.name.get(active().code) or one.name.get("en", one.code)) for one in slots.venues()),
    )


def _contacts() -> Pairs:
    return (NOTHING, *((str(one.key), one.name) for one in staff.holders("lanes.answer")))


def _programs(at: datetime) -> Pairs:
    cards = clients.clients(at=at, size=200).rows
    known = [one for one in cards if commands.SCOPE in one.scopes and one.withdrawn_at is None]
    return (NOTHING, *((str(one.key), f"{one.institution} · {one.program}") for one in known))
