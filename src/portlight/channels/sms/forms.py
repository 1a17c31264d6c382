"""What may be typed about a text of a short message."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from portlight.channels.sms.rules import LONGEST_TEXT


class Submit(forms.Form):
    """Carries its own request number: pressed twice, it acts once."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class Approve(Submit):
    provider_code = forms.CharField(
        label=gettext_lazy("The template’s name at the provider"),
        help_text=gettext_lazy("As its console shows it. Empty for SMPP, where the office itself approves."),
        max_length=24, required=False,
    )  # fmt: skip


class Reject(Submit):
    reason = forms.CharField(
        label=gettext_lazy("Why, in the provider’s words"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class Word(Submit):
    sign = forms.CharField(
        label=gettext_lazy("Sign"), max_length=60, required=False,
        help_text=gettext_lazy("The office’s name before the text, as the provider has approved it."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
