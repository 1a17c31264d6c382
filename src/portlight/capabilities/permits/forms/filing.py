"""An application, one short page after the other. What is optional may come later: an officer asks once for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from portlight.capabilities.permits import words
from portlight.capabilities.permits.rules.agents import grounds_for
from portlight.capabilities.permits.rules.matters import MATTERS
from portlight.faces.choosing import NOTHING, Choice, Offered, Pairs, said
from portlight.faces.inputs import Day, passport_photo
from portlight.faces.languages import active
from portlight.faces.words import sentence
from portlight.toolkit import countries
from portlight.toolkit.refusals import Refused

_LONG = 4000


def _matters() -> Pairs:
    return ((one["code"], f"{one['said']} {one['zh']}".strip()) for one in words.matters_told())


def _nationalities() -> Pairs:
    return (NOTHING, *countries.nationalities(active().code))


class Start(forms.Form):
    matter = Choice(label=gettext_lazy("What do you apply for?"), choices=Offered(_matters))
    filed_as = Choice(
        label=gettext_lazy("For whom?"), widget=forms.RadioSelect, initial="self", choices=said(words.FILED_AS)
    )  # fmt: skip
    agent_ground = Choice(
        label=gettext_lazy("If it is for somebody else: why do you apply in their place?"), required=False,
        choices=said(words.GROUNDS, empty=True),
        help_text=gettext_lazy("The law lets another apply on these grounds only (REG 19; LAW 40)."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        matter, ground = MATTERS.get(told.get("matter", "")), told.get("agent_ground", "")
        if told.get("filed_as") == "self":
            told["agent_ground"] = ""
        elif matter is not None and ground not in grounds_for(matter):
            self.add_error("agent_ground", sentence(Refused("permits.agent-not-allowed")))
        return told


class Who(forms.Form):
    """Whom it is for, as the passport says it."""

    surname = forms.CharField(label=gettext_lazy("Surname"), required=False, max_length=200)
    given_names = forms.CharField(label=gettext_lazy("Given names"), required=False, max_length=200)
    nationality = Choice(label=gettext_lazy("Nationality"), choices=Offered(_nationalities))
    birth_date = Day(label=gettext_lazy("Date of birth"))
    paper_number = forms.CharField(
        label=gettext_lazy("Passport number"), max_length=40,
        help_text=gettext_lazy("For a child without a passport: the number on the birth certificate."),
        widget=forms.TextInput(attrs={"class": "code", "dir": "ltr"}),
    )  # fmt: skip
    paper_until = Day(label=gettext_lazy("Date of expiry"), required=False)

    def clean_paper_number(self) -> str:
        return "".join(str(self.cleaned_data["paper_number"]).split()).upper()


class PhotoForm(forms.Form):
    """The page of the passport with the two lines at the bottom."""

    content = forms.FileField(label=gettext_lazy("Photo of the passport’s data page"), widget=passport_photo())


class Wish(forms.Form):
    """For what, for how long, and whether it can wait."""

    purpose = forms.CharField(
        label=gettext_lazy("Why, in your own words and your own language"), max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    until = Day(label=gettext_lazy("Until when do you want to stay?"), required=False)
    happened_on = Day(
        label=gettext_lazy("The day it happened: the birth, the change, the loss"), required=False,
        help_text=gettext_lazy("Leave it empty if nothing has happened."),
    )  # fmt: skip
    address = forms.CharField(label=gettext_lazy("Where you live now"), max_length=300, required=False)
    handover = Choice(
        label=gettext_lazy("How do you want to get it?"), widget=forms.RadioSelect, initial="collect",
        choices=said(words.HANDOVERS),
    )  # fmt: skip
    ground = Choice(
        label=gettext_lazy("Only if it cannot wait: why is it urgent?"), required=False,
    )  # fmt: skip
    needed_on = Day(label=gettext_lazy("By what day do you need it?"), required=False)
    story = forms.CharField(
        label=gettext_lazy("What an officer should know about the urgency"), required=False, max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, epidemic_work: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        hidden = ("stay-ends",) if epidemic_work else ("stay-ends", "epidemic-work")
        self.fields["ground"].choices = said(words.URGENT, without=hidden, empty=True)  # type: ignore[attr-defined]


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class Several(forms.FileField):
    """One or more files of one field, as a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(Several, self).clean(one, initial) for one in given or [None]]


class PaperForm(forms.Form):
    """One paper of the list, as one or several photos or a PDF."""

    content = Several(
        label=gettext_lazy("Photo or PDF"),
        widget=SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf", "multiple": True}),
    )

    def __init__(self, *args: Any, wanted: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        which = Choice(
            label=gettext_lazy("Which paper is it?"), choices=said({one: words.ASKABLE[one] for one in wanted})
        )
        self.fields = {"which": which, "content": self.fields["content"]}


class Reply(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer, in your own language"), max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
