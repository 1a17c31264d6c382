"""Every address under /desk/ needs an account whose session gave password and code. allauth has no such switch."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from portlight.faces.languages import speak_own

BEFORE = ("account_login", "mfa_authenticate", "mfa_login_webauthn", "account_logout", "desk_language",
          "openid_connect_login", "openid_connect_callback")  # fmt: skip
ENROLMENT = ("mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate")
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes only stand in for one of these
PROVIDER = "oidc"  # the organisation's provider asked for it, and says so
FACTORS = frozenset({Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES, Authenticator.Type.WEBAUTHN, PROVIDER})


class SecondFactor:
    """Leads to sign-in, then to enrolment; nothing else of the desk answers before both are done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith("/desk/") and request.user.is_authenticated:
            speak_own(request)
        if not path.startswith("/desk/") or path in {reverse(name) for name in BEFORE}:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return self._lead(request, f"{reverse('account_login')}?{urlencode({'next': self._next(request)})}")
        if given(request):
            return self.get_response(request)
        if enrolled(request):  # the factor came after this session: the session is not good enough any more
            logout(request)
            return self._lead(request, reverse("account_login"))
        if path in {reverse(name) for name in ENROLMENT}:
            return self.get_response(request)
        return self._lead(request, reverse("mfa_activate_totp"))

    def _next(self, request: HttpRequest) -> str:
        return request.get_full_path() if request.method == "GET" and not self._fragment(request) else "/desk/"

    def _fragment(self, request: HttpRequest) -> bool:
        return request.headers.get("HX-Request") == "true"

    def _lead(self, request: HttpRequest, to: str) -> HttpResponse:
        if self._fragment(request):  # a redirect would put the sign-in page into a corner of the old one
            return HttpResponse(status=401, headers={"HX-Redirect": to})
        return HttpResponseRedirect(to)


def given(request: HttpRequest) -> bool:
    """This session gave a code at sign-in, or proved one at enrolment."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" and record.get("type") in FACTORS for record in records)


def enrolled(request: HttpRequest) -> bool:
    found = Authenticator.objects.filter(user_id=request.user.pk, type__in=STRONG)
    return bool(found.exists())


def is_last(one: Authenticator) -> bool:
    """Whether the account would be left without a second factor if this one went."""
    return not Authenticator.objects.filter(user_id=one.user_id, type__in=STRONG).exclude(pk=one.pk).exists()
