"""What is asked on the way to an answer: one short form a step, sent by GET, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from portlight.capabilities.permits import words
from portlight.capabilities.permits.rules.stays import Stay
from portlight.faces.choosing import NOTHING, Choice, Offered, Pairs, said
from portlight.faces.inputs import Day
from portlight.faces.languages import active
from portlight.faces.words import told
from portlight.toolkit import countries
from portlight.toolkit.visas import VISAS


class Count(forms.IntegerField):
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"})

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=9999, required=False, **options)


def _holds() -> Pairs:
    yield NOTHING
    for letter in VISAS:
        yield (
            letter,
            gettext("Visa {letter} {chinese}").format(
                letter=told("letter", letter), chinese=told("chinese", words.VISA_KINDS[letter])
            ),
        )
    yield from ((code, gettext(word)) for code, word in words.HOLDS.items())


def _nationalities() -> Pairs:
    return (NOTHING, *countries.nationalities(active().code))


class Have(forms.Form):
    """On what somebody is here, and the dates of it. Only the first is needed."""

    holds = Choice(label=gettext_lazy("On what are you in China?"), choices=Offered(_holds))
    entered_on = Day(required=False, label=gettext_lazy("The day you last entered China"))
    printed_days = Count(
        label=gettext_lazy("Duration of each stay, in days"),
        help_text=gettext_lazy("As printed on the visa, 000 too. Without a visa: the days you were given."),
    )
    extended_days = Count(
        label=gettext_lazy("Days by which this stay was extended before"),
        help_text=gettext_lazy("Empty if it was not."),
    )
    enter_before = Day(
        required=False,
        label=gettext_lazy("“Enter before” on the visa"),
        help_text=gettext_lazy("It says until when you may enter. Once you are inside, it says nothing any more."),
    )
    permit_until = Day(
        required=False,
        label=gettext_lazy("The day your permit ends"),
        help_text=gettext_lazy("Only for a residence permit, a stay permit or permanent residence."),
    )

    def stay(self) -> Stay:
        typed = {**self.cleaned_data}
        return Stay(**{**typed, "extended_days": typed["extended_days"] or 0})


class Want(forms.Form):
    wants = Choice(
        label=gettext_lazy("What do you want, or what has happened?"), widget=forms.RadioSelect,
        choices=said(words.WANTS),
    )  # fmt: skip


class More(forms.Form):
    """What this one matter needs to be known, and nothing else."""

    chinese_parent = Choice(
        label=gettext_lazy("Is one of the child’s parents Chinese?"), widget=forms.RadioSelect,
        choices=said(words.PARENTS),
    )  # fmt: skip
    passport = Choice(
        label=gettext_lazy("What about the passport?"), widget=forms.RadioSelect, choices=said(words.PASSPORTS)
    )
    happened_on = Day(required=False, label=gettext_lazy("On what day was it?"))
    nationality = Choice(
        label=gettext_lazy("Nationality"), required=False, choices=Offered(_nationalities),
        help_text=gettext_lazy("For the fee alone; nothing else depends on it. You may leave it out."),
    )  # fmt: skip

    def __init__(self, *args: Any, asked: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in set(self.fields) - set(asked):
            del self.fields[name]


def carried(*forms_: forms.Form) -> Iterator[tuple[str, str]]:
    """What was answered so far, for the hidden fields of the next step and the links back."""
    for form in forms_:
        for name, value in form.cleaned_data.items():
            if value not in (None, ""):
                yield name, value.isoformat() if isinstance(value, date) else str(value)
