"""What a browser says of a passkey, read without trust: whatever is no proper answer is refused like a wrong code."""

from __future__ import annotations

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

NAME_AT_MOST = 60
# What fido2 lets through when CBOR, base64 or a certificate in the answer is broken; allauth catches some of it.
_BROKEN = (ValueError, TypeError, LookupError, AttributeError, NotImplementedError, AssertionError, struct.error)


class _Careful:
    def clean_credential(self) -> Any:
        parent: Any = super()
        if not hasattr(parent, "clean_credential"):
            return self.cleaned_data["credential"]  # type: ignore[attr-defined]
        try:
            return parent.clean_credential()
        except _BROKEN as error:
            raise get_adapter().validation_error("incorrect_code") from error

    def clean(self) -> Any:
        try:
            return super().clean()  # type: ignore[misc]
        except _BROKEN as error:
            raise get_adapter().validation_error("incorrect_code") from error


class NewPasskey(_Careful, AddWebAuthnForm):
    name = forms.CharField(
        label=_("Its name"), max_length=NAME_AT_MOST, required=False,
        help_text=_("So that you know later which one it is: telephone, key on the key ring."),
    )  # fmt: skip
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"), required=False, initial=True,
        help_text=_("Works where the passkey itself checks that it is you: by fingerprint, face or PIN."),
    )  # fmt: skip


class PasskeyCode(_Careful, AuthenticateWebAuthnForm):
    """After the password."""


class PasskeyAlone(_Careful, LoginWebAuthnForm):
    """Instead of it."""

    def clean_credential(self) -> Authenticator:
        """Who has left the office has no passkey here, and is told no more than a stranger."""
        found: Authenticator = super().clean_credential()
        if not found.user.is_active:
            raise get_adapter().validation_error("incorrect_code")
        return found


class PasskeyAgain(_Careful, ReauthenticateWebAuthnForm):
    """Before something that guards the account is changed."""


class PasskeyName(EditWebAuthnForm):
    name = forms.CharField(label=_("Its name"), max_length=NAME_AT_MOST)
