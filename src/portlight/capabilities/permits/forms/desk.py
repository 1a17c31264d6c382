"""What an officer says of an application. Each form carries the revision she was looking at."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from portlight.capabilities.permits import words
from portlight.faces.choosing import Choice, said
from portlight.faces.inputs import Day


class Seen(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class Ask(Seen):
    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("Everything that is missing"), choices=said(words.ASKABLE),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class Accept(Seen):
    passport_held = forms.BooleanField(
        label=gettext_lazy("The office keeps the passport: the receipt then proves the lawful stay"), required=False
    )


class NotAccept(Seen):
    reason = Choice(label=gettext_lazy("Reason"), widget=forms.RadioSelect, choices=said(words.NOT_ACCEPTED_FOR))


class Reason(Seen):
    reason = Choice(label=gettext_lazy("Reason"), widget=forms.RadioSelect, choices=said(words.REFUSED_FOR))


class Grant(Seen):
    until = Day(label=gettext_lazy("Granted until"), required=False)


class MadeForm(Seen):
    """From the sticker or the card, as the national system made it."""

    number = forms.CharField(
        label=gettext_lazy("Number of the sticker or card"), max_length=20,
        widget=forms.TextInput(attrs={"class": "code", "dir": "ltr"}),
    )  # fmt: skip
    issued_on = Day(label=gettext_lazy("Day of issue"))
    until = Day(label=gettext_lazy("Valid until"), required=False)
    lines = forms.CharField(
        label=gettext_lazy("The two lines at the bottom of the sticker"), required=False, max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "class": "code", "dir": "ltr"}),
        help_text=gettext_lazy("Their check digits find a mistake in typing. Leave them empty for a card."),
    )  # fmt: skip


class HandOver(Seen):
    courier = forms.CharField(
        label=gettext_lazy("The courier’s number, if there is one"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"class": "code", "dir": "ltr", "autocomplete": "off"}),
        help_text=gettext_lazy("The person sees it on the page of her application."),
    )  # fmt: skip


class Order(forms.Form):
    rank = Choice(label=gettext_lazy("Seen"), widget=forms.RadioSelect, choices=said(words.RANKS))


class Paid(forms.Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference of the payment"), max_length=64,
        widget=forms.TextInput(attrs={"class": "code", "dir": "ltr"}),
    )  # fmt: skip
