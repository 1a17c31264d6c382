"""What may be typed about messages one wants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from portlight.faces.languages import active
from portlight.faces.portal.forms import Address
from portlight.toolkit import nameplate
from portlight.toolkit.languages import LANGUAGES


class _Languages(forms.Form):
    first_language = forms.ChoiceField(label=gettext_lazy("Which language do you want to read first?"), required=False)
    other_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Which others do you read?"),
        help_text=gettext_lazy("When a notice is not there in your first language yet, you get it in one of these."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What is it about?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(code, language.name) for code, language in LANGUAGES.items()]
        self.fields["first_language"].choices = names  # type: ignore[attr-defined]
        self.fields["other_languages"].choices = names  # type: ignore[attr-defined]
        self.fields["topics"].choices = [(code, gettext(told)) for code, told in nameplate.topics().items()]  # type: ignore[attr-defined]
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
