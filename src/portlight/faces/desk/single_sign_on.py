"""Sign-in by the organisation's own provider (OpenID Connect Core 1.0), for accounts the office has made.

Nobody signs up by it. allauth does the flow: state, PKCE (RFC 7636), exchange. What is ours is stricter: the ID token's
signature is always checked, with a nonce, an exact issuer and a short list of algorithms; and a person is bound to
issuer and subject at the first sign-in, by an e-mail address the provider has verified.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import logging
import secrets
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from portlight.faces.second_factor import PROVIDER
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import staff
from portlight.toolkit.outcalls import Forbidden, allowed

log = logging.getLogger(__name__)
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY = 60  # seconds two clocks may differ
SECONDS = 5  # for each answer of the provider
_BROKEN = (OAuth2Error, requests.RequestException, jwt.PyJWTError, Forbidden, KeyError, TypeError, ValueError)


def switched_on() -> bool:
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT)


def office_app() -> SocialApp:
    """The one provider, from the settings. Its number holds the issuer: the subjects of another are other people."""
    return SocialApp(
        provider="openid_connect", provider_id=f"oidc-{hashlib.sha256(settings.OIDC_ISSUER.encode()).hexdigest()[:12]}",
        name=settings.OIDC_NAME, client_id=settings.OIDC_CLIENT, secret=settings.OIDC_SECRET,
        settings={"server_url": settings.OIDC_ISSUER.rstrip("/"), "oauth_pkce_enabled": True},
    )  # fmt: skip


class _Bounded(requests.Session):
    """Every call with a time limit, without redirects, and in the tests never beyond this machine."""

    def request(self, method: Any, url: Any, *args: Any, **more: Any) -> requests.Response:
        allowed(urlsplit(str(url)).hostname or "")
        return super().request(method, url, *args, **{"timeout": SECONDS, "allow_redirects": False} | more)


class OfficeProviders(DefaultSocialAccountAdapter):
    """allauth's questions, answered by the office."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        return [office_app()] if switched_on() else []

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_requests_session(self) -> requests.Session:
        return _Bounded()

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The last look before somebody is signed in."""
        claims: dict[str, Any] = sociallogin.claims
        if not hmac.compare_digest(str(claims.get("nonce", "")), str(sociallogin.state.get("nonce", "-"))):
            raise _back("faces.sso-not-proved", "the nonce is another")
        if not sociallogin.is_existing:
            self._bind(request, sociallogin, claims)
        if not sociallogin.user.is_active:
            raise _back("faces.sso-unknown", "the account is closed")
        request.provider_gave_factor = _strong(claims)  # type: ignore[attr-defined]

    def _bind(self, request: HttpRequest, sociallogin: SocialLogin, claims: dict[str, Any]) -> None:
        if claims.get("email_verified") is not True:  # some providers write "true": that is no proof either
            raise _back("faces.sso-unverified", "the e-mail address is not verified")
        email = str(claims.get("email", "")).strip().lower()
        account = get_user_model().objects.filter(email=email, is_active=True).first() if email else None
        if account is None:
            raise _back("faces.sso-unknown", "no account has this address")
        sociallogin.connect(request, account)
        timeline.record(
            "faces.provider-bound", about=f"staff:{account.pk}", by=staff(account.pk), at=timezone.now(),
            facts={"provider": sociallogin.account.provider},
        )  # fmt: skip

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        if error == AuthError.CANCELLED:
            raise _back("faces.sso-cancelled", "cancelled")
        unreachable = isinstance(exception, requests.RequestException)
        raise _back("faces.sso-unreachable" if unreachable else "faces.sso-not-proved", type(exception).__name__)


class OfficeProvider(OpenIDConnectProvider):
    def get_oauth2_adapter(self, request: HttpRequest) -> OfficeFlow:
        return OfficeFlow(request, self.app.provider_id)


class OfficeFlow(OpenIDConnectOAuth2Adapter):
    def get_provider(self) -> OfficeProvider:
        return OfficeProvider(self.request, app=office_app())

    @functools.cached_property
    def openid_config(self) -> dict[str, Any]:
        """Discovery, whose issuer must be letter for letter the configured one (OpenID Connect Discovery 1.0, 4.3)."""
        config: dict[str, Any] = super().openid_config
        if config.get("issuer") != settings.OIDC_ISSUER:
            raise OAuth2Error("discovery names another issuer")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return f"{settings.SITE}{reverse('openid_connect_callback')}"

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **more: Any) -> SocialLogin:
        claims = self._decode_id_token(app, more["response"]["id_token"])
        if "email" not in claims:
            said = self._fetch_user_info(token.token)
            if said.get("sub") != claims["sub"]:  # OpenID Connect Core 1.0, 5.3.4
                raise OAuth2Error("userinfo is about somebody else")
            claims |= {name: said[name] for name in ("email", "email_verified") if name in said}
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.account.extra_data = {}  # names and addresses are not ours to keep
        login.claims = claims
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        algorithm, key = jwtkit.fetch_key(id_token, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk)
        if algorithm not in ALGORITHMS:
            raise OAuth2Error("an algorithm we do not take")
        claims: dict[str, Any] = jwt.decode(
            id_token, key, algorithms=[algorithm], issuer=settings.OIDC_ISSUER, audience=app.client_id, leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )  # fmt: skip
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != app.client_id:
            raise OAuth2Error("made for another client")
        return claims


def begin(request: HttpRequest) -> HttpResponse:
    """To the provider. A link, not a form: a form's policy would stop the browser at the provider's own redirects."""
    if not switched_on():
        raise Http404
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Http404  # another site may not start a sign-in
    onward = request.GET.get("next", "")
    onward = onward if url_has_allowed_host_and_scheme(onward, allowed_hosts=None) else "/desk/"
    nonce = secrets.token_urlsafe(24)
    provider = OfficeFlow(request, office_app().provider_id).get_provider()
    try:
        answer: HttpResponse = provider.redirect(
            request, AuthProcess.LOGIN, next_url=onward, auth_params={"nonce": nonce}, nonce=nonce
        )
    except requests.RequestException as error:
        return _sent_back("faces.sso-unreachable", type(error).__name__)
    except _BROKEN as error:
        return _sent_back("faces.sso-not-proved", type(error).__name__)
    return answer


def callback(request: HttpRequest) -> HttpResponse:
    """From the provider. Where it has asked for a second factor itself, and the office trusts that, ours is given."""
    if not switched_on():
        raise Http404
    view = OAuth2CallbackView.adapter_view(OfficeFlow(request, office_app().provider_id))
    try:
        answer: HttpResponse = view(request)
    except _BROKEN as error:
        return _sent_back("faces.sso-not-proved", type(error).__name__)
    if getattr(request, "provider_gave_factor", False) and request.user.is_authenticated:
        record_authentication(request, request.user, "mfa", type=PROVIDER)
    return answer


def _strong(claims: dict[str, Any]) -> bool:
    """Whether the provider says, in a word the office has named, that it asked for a second factor (RFC 8176)."""
    methods = claims.get("amr")
    said = {str(one) for one in methods} if isinstance(methods, list) else set()
    return not (said | {str(claims.get("acr", ""))}).isdisjoint(settings.OIDC_FACTORS)


def _back(code: str, why: str) -> ImmediateHttpResponse:
    return ImmediateHttpResponse(_sent_back(code, why))


def _sent_back(code: str, why: str) -> HttpResponse:
    """To the sign-in page, which says what happened; the log has the reason and nobody's name."""
    log.warning("single sign-on refused: %s (%s)", code, why)
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'refused': code})}")
