"""The forms in which times are planned: places, patterns, closures, extra days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext, gettext_lazy

from portlight.faces.choosing import Choice, Offered
from portlight.faces.inputs import Day
from portlight.faces.languages import active
from portlight.kernel.slots import queries
from portlight.kernel.slots.rules import Pattern
from portlight.toolkit.nameplate import services


def services_said() -> Iterator[tuple[str, str]]:
    return ((code, gettext(told)) for code, told in services().items())


def _venues() -> Iterator[tuple[str, str]]:
    return ((card.code, named(card.name)) for card in queries.venues())


class Venue(forms.Form):
    code = forms.SlugField(label=gettext_lazy("Short name"), max_length=32)
    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    address_zh = forms.CharField(label=gettext_lazy("Address in Chinese"), max_length=200)
    address_en = forms.CharField(label=gettext_lazy("Address in English"), max_length=200)


class _Once(forms.Form):
    """Sent twice, it is done once."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class Planned(_Once):
    """A version of a pattern."""

    service = Choice(label=gettext_lazy("Service"), choices=Offered(services_said))
    place = Choice(label=gettext_lazy("Place"), choices=Offered(_venues))
    name = forms.SlugField(
        label=gettext_lazy("Short name"), max_length=32,
        help_text=gettext_lazy("The same name again makes a new version: it takes the place of the one before."),
    )  # fmt: skip
    since = Day(label=gettext_lazy("In force from"), initial=timezone.localdate)
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days of the week"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=Offered(lambda: ((str(day), name) for day, name in weekdays().items())),
        help_text=gettext_lazy("None chosen: the working days of the office’s calendar."),
    )  # fmt: skip
    opens = forms.TimeField(label=gettext_lazy("Opens"), widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(label=gettext_lazy("Closes"), widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes for each"), initial=20)
    capacity = forms.IntegerField(label=gettext_lazy("People at each time"), initial=4)
    urgent = forms.IntegerField(label=gettext_lazy("Of them kept for urgent"), initial=0, min_value=0)
    green = forms.IntegerField(label=gettext_lazy("Of them kept for the green lane"), initial=0, min_value=0)
    green_hours = forms.IntegerField(
        label=gettext_lazy("Hours before, when the green lane’s fall to everybody"), initial=24, min_value=0,
        max_value=720,
    )  # fmt: skip
    hold_minutes = forms.IntegerField(label=gettext_lazy("Minutes a freed place is held"), initial=120)
    horizon = forms.IntegerField(label=gettext_lazy("Working days ahead that can be booked"), initial=10)
    releases = forms.CharField(
        label=gettext_lazy("Hours of release"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy("As 09:00 12:00 15:00: the times of a new day open by turns. Empty: all at midnight."),
    )  # fmt: skip

    def clean_releases(self) -> tuple[Any, ...]:
        try:
            return tuple(forms.TimeField().clean(text) for text in self.cleaned_data["releases"].split())
        except forms.ValidationError:
            raise forms.ValidationError(gettext_lazy("Write hours as 09:00.")) from None

    def pattern(self) -> Pattern:
        told = {name: value for name, value in self.cleaned_data.items() if name != "request_id"}
        return Pattern(**{**told, "days": frozenset(map(int, told["days"]))})


class Differs(_Once):
    place = Choice(label=gettext_lazy("Place"), choices=Offered(_venues))
    service = Choice(
        label=gettext_lazy("Service"), required=False,
        choices=Offered(lambda: (("", gettext("all of them")), *services_said())),
    )  # fmt: skip
    begins_at = forms.DateTimeField(
        label=gettext_lazy("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class Extra(_Once):
    place = Choice(label=gettext_lazy("Place"), choices=Offered(_venues))
    service = Choice(label=gettext_lazy("Service"), choices=Offered(services_said))
    on = Day(label=gettext_lazy("Day"))
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)


def of_pattern(told: Pattern) -> dict[str, Any]:
    """The version as it stands in the form; a new one begins today at the earliest."""
    begins = max(told.since, timezone.localdate())
    return {
        **replace(told, since=begins).__dict__, "days": [str(day) for day in told.days],
        "releases": " ".join(f"{hour:%H:%M}" for hour in told.releases),
    }  # fmt: skip


def named(name: dict[str, str]) -> str:
    return name.get(active().code) or name["en"]


def weekdays() -> dict[int, str]:
    """In the reader's language, from Monday."""
    return {number + 1: str(name) for number, name in WEEKDAYS_ABBR.items()}
