"""One-time codes are used once, for as long as they would be good."""

from __future__ import annotations

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.core.cache import cache


class _Once:
    """allauth remembers a used code for one period; with a tolerance of a step either way it is good for three."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not self._first_time(code):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _first_time(self, code: str) -> bool:
        good_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        return bool(cache.add(f"desk.code:{self.user.pk}:{code}", "used", timeout=good_for))


class SignInCode(_Once, AuthenticateForm):
    pass


class CodeAgain(_Once, ReauthenticateForm):
    pass
