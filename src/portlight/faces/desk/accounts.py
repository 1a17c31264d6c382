"""The office's accounts as the desk meets them: who may what, in which language, and how allauth treats them."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portlight.faces.languages import speak


def allowed(request: HttpRequest, permission: str) -> bool:
    """Whether the signed-in account holds `permission` now; asked once per request."""
    from portlight.kernel.staff import queries

    known: dict[str, bool] = request.__dict__.setdefault("_permissions", {})
    if permission not in known:
        known[permission] = request.user.is_authenticated and queries.may(str(request.user.pk), permission)
    return known[permission]


def choose_language(request: HttpRequest, code: str) -> None:
    """The account's own language from now on; before sign-in only this page's (see `remember_language`)."""
    from django.utils import timezone

    from portlight.faces.desk.actors import actor_of
    from portlight.kernel.staff import commands

    if request.user.is_authenticated:
        commands.set_language(account=str(request.user.pk), language=code, by=actor_of(request), at=timezone.now())
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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        return None

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        return None

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        return None  # its sentences are allauth's own; our pages say what happened themselves


class OfficeSecondFactor(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or too old. Wait for the next one and type its six digits."),
    }


class NoMail(BaseEmailBackend):
    """Django never sends: a message that leaves this office is a delivery, with a ledger row."""

    def send_messages(self, email_messages: Any) -> int:
        raise RuntimeError("mail leaves by portlight.delivery only")
