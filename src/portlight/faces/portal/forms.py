"""What a person types at her own door."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class Address(forms.Form):
    address = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one you gave us. We send a code of six digits there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


class Code(forms.Form):
    code = forms.RegexField(
        label=_("Six-digit code"),
        regex=r"^\s*\d{6}\s*$",
        error_messages={"invalid": _("The code has six digits and nothing else.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code", "dir": "ltr"}
        ),
    )
