"""`portlight doctor`: whether the organisation's sign-in answers as it is configured."""

from __future__ import annotations

import json
from datetime import datetime

from django.conf import settings

from portlight.toolkit.nameplate import Finding
from portlight.toolkit.outcalls import Forbidden, NotReached, http

SECONDS = 1.5
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def single_sign_on(at: datetime) -> Finding:
    if not (settings.OIDC_ISSUER and settings.OIDC_CLIENT):
        return Finding(state="ok", said="Single sign-on is switched off.")
    if not settings.OIDC_SECRET:
        return Finding(
            state="fail", said="Single sign-on has no secret.", remedy="Set PORTLIGHT_OIDC_SECRET_FILE to its file."
        )
    if settings.MODE == "office" and not settings.OIDC_ISSUER.startswith("https://"):
        return Finding(state="fail", said="The provider's address is not https.", remedy="Set PORTLIGHT_OIDC_ISSUER.")
    try:
        answer = http(f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration", seconds=SECONDS)
        told = json.loads(answer.body) if answer.status == 200 else {}
    except (NotReached, Forbidden, ValueError) as error:
        return Finding(
            state="warn", said=f"The provider does not answer: {error}",
            remedy="Passwords and passkeys work without it; look at the provider and the way to it.",
        )  # fmt: skip
    missing = [name for name in _NEEDED if not isinstance(told, dict) or name not in told]
    if missing:
        return Finding(
            state="warn", said=f"The provider's description lacks {', '.join(missing)}.",
            remedy="Check PORTLIGHT_OIDC_ISSUER: it is the address before /.well-known/.",
        )  # fmt: skip
    if told.get("issuer") != settings.OIDC_ISSUER:
        return Finding(
            state="fail", said="The provider calls itself by another address, and nobody can sign in by it.",
            remedy=f"Set PORTLIGHT_OIDC_ISSUER to {str(told.get('issuer'))[:200]}, letter for letter.",
        )  # fmt: skip
    return Finding(state="ok", said="The provider answers, and its name is right.")
