"""What is typed on the way to a registration: one form a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import uuid4

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portlight.capabilities.lodging import commands, words
from portlight.capabilities.lodging.rules.days import moved_in
from portlight.capabilities.lodging.rules.roster import Spot
from portlight.capabilities.lodging.rules.values import Holder, Lodging, Sex, Stay
from portlight.capabilities.lodging.rules.verdicts import ASKABLE, REJECTABLE
from portlight.faces.answers import form_for
from portlight.faces.choosing import NOTHING, Choice, Offered, Pairs, languages, said
from portlight.faces.inputs import Day, passport_photo
from portlight.faces.languages import active
from portlight.faces.portal.forms import Address
from portlight.faces.words import sentence
from portlight.kernel.places import queries as places
from portlight.toolkit import countries
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused
from portlight.toolkit.visas import VISAS

A = TypeVar("A", bound="AddressForm")


def _nationalities() -> Pairs:
    return (NOTHING, *countries.nationalities(active().code))


def _districts() -> Pairs:
    return (NOTHING, *((one.code, one.name_in(active().code)) for one in places.districts()))


class Start(forms.Form):
    declared_for = Choice(
        label=gettext_lazy("For whom do you declare?"), widget=forms.RadioSelect, initial="self",
        choices=said(words.FOR, without=("institution",)),
    )  # fmt: skip
    photo = forms.FileField(
        label=gettext_lazy("Photo of the passport’s data page"),
        required=False,
        widget=passport_photo(),
    )


class HolderForm(forms.Form):
    surname = forms.CharField(label=gettext_lazy("Surname"), required=False, max_length=200)
    given_names = forms.CharField(label=gettext_lazy("Given names"), required=False, max_length=200)
    nationality = Choice(label=gettext_lazy("Nationality"), choices=Offered(_nationalities))
    sex = Choice(
        label=gettext_lazy("Sex, as the passport says"), widget=forms.RadioSelect, choices=said(words.SEXES)
    )  # fmt: skip
    birth_date = Day(label=gettext_lazy("Date of birth"))
    paper = Choice(label=gettext_lazy("Travel document"), initial="passport", choices=said(words.PAPERS))
    paper_number = forms.CharField(
        label=gettext_lazy("Passport number"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "code", "dir": "ltr"}),
    )
    paper_until = Day(label=gettext_lazy("Date of expiry"))

    def clean_paper_number(self) -> str:
        return "".join(str(self.cleaned_data["paper_number"]).split()).upper()

    def value(self) -> Holder:
        told = {name: self.cleaned_data[name] for name in HolderForm.base_fields if name != "sex"}
        sex: Sex = self.cleaned_data["sex"]
        return Holder(**told, sex=sex)


class AddressForm(forms.Form):
    """Chosen from the office's table, or typed with its district where the table does not know it."""

    address = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    district = Choice(label=gettext_lazy("District"), required=False)
    line = forms.CharField(
        label=gettext_lazy("Road, number, compound"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )  # fmt: skip
    room = forms.CharField(label=gettext_lazy("Building and room"), required=False, max_length=60)
    host_name = forms.CharField(
        label=gettext_lazy("Name of the host or landlord, if it is a private home"), required=False, max_length=120
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["district"].choices = Offered(cache(_districts))  # type: ignore[attr-defined]  # asked once a form

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        chosen = places.address(typed["address"]) if typed.get("address") else None
        if chosen is not None:
            if chosen.use == "hotel":
                self.add_error(None, sentence(Refused("lodging.hotel")))
            return {**typed, "district": chosen.district, "line": chosen.zh}
        typed["address"] = ""
        if not typed.get("district"):
            self.add_error("district", gettext("Choose the district, or find the address in the list."))
        if len(typed.get("line", "").strip()) < 5:
            self.add_error("line", sentence(Refused("lodging.address-missing")))
        return typed

    def place(self, moved_in_at: datetime, leaving_on: date | None) -> Lodging:
        told = {name: self.cleaned_data[name] for name in ("address", "district", "line", "room", "host_name")}
        return Lodging(**told, moved_in_at=moved_in_at, leaving_on=leaving_on)


def searched(request: HttpRequest, form: type[A]) -> A:
    """The form as posted; only filled again, unchecked, when the search was pressed."""
    return form(initial=request.POST.dict()) if "search" in request.POST else form_for(request, form)


def where(form: AddressForm, sought: str) -> dict[str, Any]:
    """What the search for an address shows: what was found, in the reader's writing, and what is chosen of it."""
    chosen, language = str(form["address"].value() or ""), active().code
    found = places.search(sought) if sought.strip() else ()
    if chosen and chosen not in {one.code for one in found} and (one := places.address(chosen)):
        found = (one, *found)
    table, drawn = places.ways_to_find()
    return {
        "form": form, "sought": sought, "found": [(one, one.line_in(language)) for one in found], "chosen": chosen,
        "table": table, "map": drawn,
    }  # fmt: skip


class RosterForm(AddressForm):
    """A sheet, and the address for whose row names none."""

    sheet = forms.FileField(
        label=gettext_lazy("The sheet: XLSX, XLS, ODS or CSV"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["host_name"], self.fields["room"]

    def take(self, *, assisted: bool = False, by: Actor, at: datetime) -> str:
        """Hands the sheet in; returns its number. Refused: sheet.*, roster.*."""
        told = self.cleaned_data
        spot = Spot(address=told["address"], line=told["line"], district=told["district"])
        filed = commands.Filed(language=active().code, assisted=assisted)
        return commands.take_roster(told["sheet"].read(), spot=spot, filed=filed, by=by, at=at).number


class StayForm(forms.Form):
    stay_kind = Choice(
        label=gettext_lazy("On what do you stay in China?"), initial="unknown", choices=said(words.STAYS)
    )  # fmt: skip
    visa = Choice(
        label=gettext_lazy("Letter of the visa"), required=False,
        choices=Offered(lambda: (NOTHING, *((code, code) for code in VISAS))),
    )  # fmt: skip
    stay_until = Day(label=gettext_lazy("Until when may you stay?"), required=False)
    entered_on = Day(label=gettext_lazy("When did you enter China?"), required=False)

    def stay(self) -> Stay:
        told = self.cleaned_data
        return Stay(
            kind=told["stay_kind"], visa=told["visa"] if told["stay_kind"] == "visa" else "", until=told["stay_until"],
            entered_on=told["entered_on"],
        )  # fmt: skip


class Days(StayForm, Address):
    moved_in_on = Day(label=gettext_lazy("When did you move in?"))
    moved_in_time = forms.TimeField(
        label=gettext_lazy("About what time?"), required=False,
        help_text=gettext_lazy("The 24 hours begin then. Leave it empty if you do not know."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip
    leaving_on = Day(
        label=gettext_lazy("When will you leave this address?"), required=False,
        help_text=gettext_lazy("Leave it empty if you do not know yet."),
    )  # fmt: skip

    field_order = (
        "moved_in_on", "moved_in_time", "leaving_on", "stay_kind", "visa", "stay_until", "entered_on", "way", "address",
        "country", "telephone",
    )  # fmt: skip

    def __init__(self, *args: Any, known: bool = False, **options: Any) -> None:
        """`known`: she has proved an address before, and is asked for none."""
        self.known = known
        super().__init__(*args, **options)
        if known:
            for name in ("way", "address", "country", "telephone"):
                self.fields.pop(name, None)
        elif "address" in self.fields:
            self.fields["address"].help_text = gettext("We send a code there at once, and your slip.")

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self) or {} if self.known else super().clean()


def _moved_in(told: Mapping[str, Any], at: datetime) -> datetime:
    return moved_in(told["moved_in_on"], told["moved_in_time"], at=at, zone=timezone.get_default_timezone())


class Complete(StayForm):
    leaving_on = Day(label=gettext_lazy("When will you leave this address?"), required=False)
    photo = forms.FileField(
        label=gettext_lazy("Photo of the visa or permit, if it was asked for"), required=False,
        widget=passport_photo(),
    )  # fmt: skip


class OneDay(forms.Form):
    """A single day, in a field of its own name."""

    named: str

    def day(self) -> date:
        return date.fromisoformat(str(self.cleaned_data[self.named]))


class Until(OneDay):
    named = "leaving_on"
    leaving_on = Day(label=gettext_lazy("When will you leave this address?"))


class Left(OneDay):
    named = "left_on"
    left_on = Day(label=gettext_lazy("When did you leave?"))


class Assisted(HolderForm, AddressForm, StayForm):
    """The whole declaration on one page, for the counter."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    declared_for = Choice(label=gettext_lazy("For whom?"), initial="self", choices=said(words.FOR))
    language = Choice(label=gettext_lazy("Language of the slip"), choices=Offered(languages))
    moved_in_on = Day(label=gettext_lazy("When did you move in?"))
    moved_in_time = forms.TimeField(
        label=gettext_lazy("About what time?"), required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip
    leaving_on = Day(label=gettext_lazy("When will you leave this address?"), required=False)

    def lodging(self, at: datetime) -> Lodging:
        return self.place(_moved_in(self.cleaned_data, at), self.cleaned_data["leaving_on"])


class Ask(forms.Form):
    revision = forms.CharField(widget=forms.HiddenInput, required=False)
    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("What is missing? Everything at once: it is asked for one time only."),
        widget=forms.CheckboxSelectMultiple,
        choices=said({code: words.MISSING[code] for code in ASKABLE}),
    )


class Reject(forms.Form):
    revision = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = Choice(
        label=gettext_lazy("Why is it not registered?"), widget=forms.RadioSelect,
        choices=said({code: words.REASONS[code] for code in REJECTABLE}),
    )  # fmt: skip


class Nothing(forms.Form):
    """A button alone."""
