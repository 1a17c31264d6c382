"""What an institution's officers type at the portal."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy

from portlight.capabilities.green_lanes import commands, words
from portlight.faces.choosing import NOTHING, Choice, Offered, Pairs, languages, said
from portlight.faces.inputs import Day
from portlight.faces.languages import active
from portlight.faces.times import OneTime
from portlight.kernel.slots import queries as slots
from portlight.toolkit.actor import Actor


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


class Seen(Once):
    """About the time as it was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class NewTime(Seen, OneTime):
    """To one of the free times of the chosen day."""


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


def _venues() -> Pairs:
    return (
        NOTHING,
        *((one.code, one.name.get(active().code) or one.name.get("en", one.code)) for one in slots.venues()),
    )
