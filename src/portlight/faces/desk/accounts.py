"""The office's accounts as the desk meets them: who may what, in which language, and how allauth treats them."""

from __future__ import annotations

import base64
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portlight.faces.desk.actors import actor_of
from portlight.faces.languages import speak
from portlight.faces.second_factor import is_last
from portlight.kernel.staff import commands, queries
from portlight.toolkit.sealed import open_sealed, seal

_SECRETS = "mfa_authenticator.data"
REAUTHENTICATION_TIMEOUT = 300  # seconds, allauth's own default
_NO_ROW = UUID(int=0)  # allauth seals before its row exists


def allowed(request: HttpRequest, permission: str) -> bool:
    """Whether the signed-in account holds `permission` now: one query per request, for all its permissions."""
    if not request.user.is_authenticated:
        return False
    if not hasattr(request, "held_permissions"):
        request.held_permissions = queries.permissions_of(request.user.pk)  # type: ignore[attr-defined]
    return permission in request.held_permissions  # type: ignore[attr-defined]


def choose_language(request: HttpRequest, code: str) -> None:
    """The account's own language from now on; before sign-in only this page's (see `remember_language`)."""
    if request.user.is_authenticated:
        commands.set_language(account=request.user.pk, language=code, by=actor_of(request), at=timezone.now())
    speak(request, code)


def remember_language(response: HttpResponse, code: str) -> None:
    """Before sign-in nobody is known: the choice is kept in a cookie of the desk."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, path="/desk/", max_age=31_536_000, httponly=True,
        secure=settings.HTTPS, samesite="Lax",
    )  # fmt: skip


class OfficeAccounts(DefaultAccountAdapter):
    """The office makes accounts; nobody signs up, and allauth sends nothing."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not belong together. Try again."),
        "account_inactive": _("This account is closed. Ask the person who keeps the office's accounts."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "incorrect_password": _("This is not your password. Try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A password or code given within five minutes is good enough; else it is asked for again."""
        request = context.request
        given = get_authentication_records(request, request.user)
        return not any(time.time() - record["at"] < REAUTHENTICATION_TIMEOUT for record in given)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        return None

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        return None

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        return None  # its sentences are allauth's own; our pages say what happened themselves


class OfficeSecondFactor(DefaultMFAAdapter):
    """Seals what allauth would keep in the clear: the keys of authenticator apps, the seed of recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or too old. Wait for the next one and type its six digits."),
        "cannot_delete_authenticator": _("This is the only way to sign in that is left. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text, column=_SECRETS, seal=_NO_ROW)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_sealed(base64.b64decode(encrypted_text), column=_SECRETS, seal=_NO_ROW)

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Our question is left out when the organisation's provider has just asked its own, and we trust it."""
        if getattr(context.request, "provider_gave_factor", False):
            return False
        return bool(super().is_mfa_enabled(user, types=types))

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey {number}").format(number=number)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are bound to the office's own address: whatever name a request came by, that is what they sign."""
        return {"id": urlsplit(settings.SITE).hostname or "localhost", "name": "Portlight"}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_last(authenticator)


class NoMail(BaseEmailBackend):
    """Django never sends: a message that leaves this office is a delivery, with a ledger row."""

    def send_messages(self, email_messages: Any) -> int:
        raise RuntimeError("mail leaves by portlight.delivery only")
