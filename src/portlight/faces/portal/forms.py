"""What a person types at her own door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portlight.delivery import port
from portlight.faces.portal.telephones import HOME, countries, e164

EMAIL, TELEPHONE = "email", "sms"
TYPED = (EMAIL, TELEPHONE)  # kinds of address one can type in; every other is made by its channel itself


class Address(forms.Form):
    """An e-mail address, or a telephone number where the office sends SMS. Cleaned, it has `channel` and `value`."""

    way = forms.ChoiceField(label=_("How shall we write to you?"), widget=forms.RadioSelect, required=False)
    address = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        required=False,
    )
    country = forms.ChoiceField(label=_("Country of the number"), required=False)
    telephone = forms.CharField(
        label=_("Your mobile number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, only: str = "", **options: Any) -> None:
        """`only`: the kind is settled already, as when an address takes another's place."""
        super().__init__(*args, **options)
        self.kinds = [only] if only else [kind for kind in TYPED if kind in port.personal()] or [EMAIL]
        if len(self.kinds) < 2:
            del self.fields["way"]
        else:
            self.fields["way"].choices = [(EMAIL, _("E-mail")), (TELEPHONE, _("SMS"))]  # type: ignore[attr-defined]
            self.fields["way"].initial = EMAIL
        if TELEPHONE in self.kinds:
            self.fields["country"].choices = countries  # type: ignore[attr-defined]
            self.fields["country"].initial = HOME
        for name in {EMAIL: ("telephone", "country"), TELEPHONE: ("address",)}[self.kinds[0]]:
            if len(self.kinds) < 2:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        self.channel = typed.get("way") or self.kinds[0]
        if self.channel == TELEPHONE:
            self.errors.pop("address", None)
            self.value = e164(typed.get("telephone", ""), typed.get("country") or HOME)
            if not self.value:
                self.add_error("telephone", _("This cannot be a mobile number of that country. Check its digits."))
        else:
            self.value = typed.get("address", "")
            if not self.value and "address" not in self.errors:
                self.add_error("address", ValidationError(self.fields["address"].error_messages["required"]))
        return typed


class SignIn(Address):
    """To one's own page, also for somebody who was never here."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "address" in self.fields:
            self.fields["address"].help_text = _(
                "We send a code of six digits there. You need not have been here before."
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
