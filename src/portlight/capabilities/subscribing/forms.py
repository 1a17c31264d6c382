"""What may be typed about messages one wants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from portlight.faces.choosing import Choice, Offered, Pairs, languages
from portlight.faces.languages import active
from portlight.faces.portal.forms import Address
from portlight.toolkit import nameplate


def _topics() -> Pairs:
    return ((code, gettext(told)) for code, told in nameplate.topics().items())


class _Languages(forms.Form):
    first_language = Choice(
        label=gettext_lazy("Which language do you want to read first?"), required=False, choices=Offered(languages)
    )  # fmt: skip
    other_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Which others do you read?"),
        help_text=gettext_lazy("When a notice is not there in your first language yet, you get it in one of these."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=Offered(languages),
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What is it about?"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=Offered(_topics),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["first_language"].initial = active().code


class SignUp(_Languages, Address):
    consent = forms.BooleanField(
        label=gettext_lazy("Yes, send me the office's notices at this address. I can stop it at any time."),
        required=False,
    )

    field_order = ("way", "address", "country", "telephone", "first_language", "other_languages", "topics", "consent")


class Choices(_Languages):
    pass


class Move(Address):
    """Another address of the same kind in the place of an old one."""

    number = forms.IntegerField(widget=forms.HiddenInput)


class Nothing(forms.Form):
    """A button alone."""
