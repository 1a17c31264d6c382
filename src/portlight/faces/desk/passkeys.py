"""Passkeys of the office's accounts (WebAuthn): allauth and fido2 check them, pages and script are ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    ListWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from portlight.faces.answers import refused
from portlight.faces.desk.actors import actor_of
from portlight.faces.second_factor import given, is_last
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.refusals import Refused

WEBAUTHN = Authenticator.Type.WEBAUTHN


class Ways(ListWebAuthnView):
    """Everything by which this account signs in."""

    template_name = "desk/sign_in/ways.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        held = Authenticator.objects.filter(user=self.request.user).exclude(type=WEBAUTHN)
        kinds = set(held.values_list("type", flat=True))
        return context | {
            "has_app": Authenticator.Type.TOTP in kinds,
            "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        }


class AddPasskey(AddWebAuthnView):
    """A passkey made here proves the second factor: the session counts as having given it."""

    template_name = "desk/sign_in/passkey_add.html"

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            _told("faces.passkey-added", self.request)
        if not given(self.request):
            record_authentication(self.request, self.request.user, "mfa", type=WEBAUTHN)
        return response

    def get_success_url(self) -> str:
        made_codes: bool = self.did_generate_recovery_codes
        return reverse("mfa_view_recovery_codes" if made_codes else "mfa_list_webauthn")


class NamePasskey(EditWebAuthnView):
    template_name = "desk/sign_in/passkey_name.html"


class RemovePasskey(RemoveWebAuthnView):
    template_name = "desk/sign_in/passkey_remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        with _not_the_last(self.get_object()):
            response: HttpResponse = super().form_valid(form)
            _told("faces.passkey-removed", self.request)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _or_refused(request, lambda: super(RemovePasskey, self).post(request, *args, **kwargs))


class RemoveApp(DeactivateTOTPView):
    template_name = "desk/sign_in/app_remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        with _not_the_last(self.authenticator):
            response: HttpResponse = super().form_valid(form)
            _told("faces.app-removed", self.request)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _or_refused(request, lambda: super(RemoveApp, self).post(request, *args, **kwargs))

    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn")


class SignInWithPasskey(LoginWebAuthnView):
    """GET with `Accept: application/json` hands out the question for the browser, POST takes its answer."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('account_login')}?refused=faces.passkey-unknown")


class PasskeyAgainPage(ReauthenticateWebAuthnView):
    template_name = "desk/sign_in/passkey_again.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return answer


@contextmanager
def _not_the_last(one: Authenticator) -> Iterator[None]:
    """A transaction in which `one` goes; Refused("faces.last-factor") when it is the last way to sign in.

    The rows are locked first: of two removals at once the second sees what the first has left.
    """
    with transaction.atomic():
        list(Authenticator.objects.select_for_update().filter(user_id=one.user_id))
        if is_last(one):
            raise Refused("faces.last-factor")
        yield


def _or_refused(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return act()
    except Refused as refusal:
        return refused(request, refusal, face="desk")


def _told(kind: str, request: HttpRequest) -> None:
    timeline.record(kind, about=f"staff:{request.user.pk}", by=actor_of(request), at=timezone.now())
