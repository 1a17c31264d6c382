"""Sign-in of the office's accounts: allauth does the work, the pages are ours, and what we do not use is not there."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView, GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from portlight.faces.desk import passkeys, single_sign_on
from portlight.faces.desk.accounts import choose_language, remember_language
from portlight.faces.desk.single_sign_on import switched_on
from portlight.faces.words import sentence
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.refusals import Refused

# What the sign-in page may be told to say.
SIGN_IN_REFUSALS = frozenset(
    {
        "faces.passkey-unknown", "faces.sso-cancelled", "faces.sso-not-proved", "faces.sso-unknown",
        "faces.sso-unreachable", "faces.sso-unverified",
    }
)  # fmt: skip


class Password(LoginView):
    template_name = "desk/sign_in/password.html"

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["login"].label = _("E-mail address")
        form.fields["password"].label = _("Password")
        form.fields["password"].help_text = ""
        for field in form.fields.values():
            field.widget.attrs.pop("placeholder", None)
        return form

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        code = self.request.GET.get("refused", "")
        return {
            **super().get_context_data(**more),
            "refused": sentence(Refused(code)) if code in SIGN_IN_REFUSALS else "",
            "provider": settings.OIDC_NAME if switched_on() else "",
        }


class Code(AuthenticateView):
    template_name = "desk/sign_in/code.html"

    def _build_forms(self) -> Any:
        posted = super()._build_forms()
        _code_field(self.auth_form)
        return posted

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        held = Authenticator.objects.filter(user_id=self.stage.login.user.pk, type=Authenticator.Type.WEBAUTHN)
        return {**super().get_context_data(**more), "has_passkey": held.exists()}


class Enrolment(ActivateTOTPView):
    """The code typed here proves the second factor: the session counts as having given it."""

    template_name = "desk/sign_in/enrolment.html"

    def get_form(self, form_class: Any = None) -> Any:
        return _code_field(super().get_form(form_class))

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=Authenticator.Type.TOTP)
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes")


class RecoveryCodes(ViewRecoveryCodesView):
    template_name = "desk/sign_in/recovery_codes.html"


class NewRecoveryCodes(GenerateRecoveryCodesView):
    template_name = "desk/sign_in/recovery_codes_new.html"


class RecoveryCodesFile(DownloadRecoveryCodesView):
    template_name = "desk/sign_in/recovery_codes.txt"


class PasswordAgain(ReauthenticateView):
    template_name = "desk/sign_in/password_again.html"


class CodeAgainPage(ReauthenticateByCodeView):
    template_name = "desk/sign_in/code_again.html"

    def get_form(self, form_class: Any = None) -> Any:
        return _code_field(super().get_form(form_class))


class SignOut(LogoutView):
    template_name = "desk/sign_in/sign_out.html"


def _code_field(form: Any) -> Any:
    form.fields["code"].label = _("Six-digit code")
    form.fields["code"].widget.attrs.update({"inputmode": "numeric", "autofocus": True, "class": "code", "dir": "ltr"})
    form.fields["code"].widget.attrs.pop("placeholder", None)
    return form


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The desk in another language: the account's own from now on, or this browser's before sign-in."""
    code, back = request.POST.get("language", ""), request.POST.get("next", "")
    if code not in LANGUAGES:
        raise Http404
    safe = back.startswith("/desk/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if safe else "/desk/")
    if request.user.is_authenticated:
        choose_language(request, code)
    else:
        remember_language(response, code)
    return response


def not_here(request: HttpRequest) -> HttpResponse:
    """A page of allauth that this office does not have; its name must exist, because allauth reverses it."""
    raise Http404


urlpatterns = [
    path("desk/sign-in/", Password.as_view(), name="account_login"),
    path("desk/sign-in/code/", Code.as_view(), name="mfa_authenticate"),
    path("desk/sign-in/enrolment/", Enrolment.as_view(), name="mfa_activate_totp"),
    path("desk/sign-in/again/", PasswordAgain.as_view(), name="account_reauthenticate"),
    path("desk/sign-in/again/code/", CodeAgainPage.as_view(), name="mfa_reauthenticate"),
    path("desk/sign-in/again/passkey/", passkeys.PasskeyAgainPage.as_view(), name="mfa_reauthenticate_webauthn"),
    path("desk/sign-in/passkey/", passkeys.SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path("desk/sign-in/provider/", single_sign_on.begin, name="openid_connect_login"),
    path("desk/sign-in/provider/back/", single_sign_on.callback, name="openid_connect_callback"),
    path("desk/sign-in/ways/", passkeys.Ways.as_view(), name="mfa_list_webauthn"),
    path("desk/sign-in/ways/app/remove/", passkeys.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("desk/sign-in/ways/passkeys/add/", passkeys.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("desk/sign-in/ways/passkeys/<int:pk>/name/", passkeys.NamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("desk/sign-in/ways/passkeys/<int:pk>/remove/", passkeys.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("desk/sign-in/recovery-codes/", RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("desk/sign-in/recovery-codes/new/", NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("desk/sign-in/recovery-codes/file/", RecoveryCodesFile.as_view(), name="mfa_download_recovery_codes"),
    path("desk/sign-out/", SignOut.as_view(), name="account_logout"),
    path("desk/language/", language, name="desk_language"),
    *(
        path(f"desk/sign-in/none/{name}/", not_here, name=name)
        for name in ("account_signup", "account_inactive", "mfa_index", "mfa_signup_webauthn")
    ),
]
