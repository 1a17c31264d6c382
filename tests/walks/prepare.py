"""Fills the data folder of a walk: keys, tables, and four accounts with password and authenticator app.

`python -m tests.walks.prepare`, with PORTLIGHT_DATA set. A child process, because the walk itself must not open the
database the served office uses.
"""

from __future__ import annotations

import os
from pathlib import Path

from portlight.toolkit.keys import Ring

PASSWORD = "harbour-light-2020"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of every authenticator app in the walks
ACCOUNTS = {  # e-mail → name, language, roles
    "bao@office.example": ("鲍琳", "zh-Hans", ["writer"]),
    "chen@office.example": ("陈宇", "en", ["approver", "supervisor"]),
    "lina@office.example": ("Lina Haddad", "ar", ["translator", "supervisor"]),
    "klaus@office.example": ("K. Weber", "de", ["auditor"]),
    "eve@office.example": ("Eve", "en", []),
}
NEW = "new@office.example"  # has a password and no app yet
KEYS = {  # e-mail → language, of those who will take a passkey instead
    "keys-en@office.example": "en", "keys-ar@office.example": "ar", "keys-de@office.example": "de",
    "keys-zh@office.example": "zh-Hans", "keys-two@office.example": "en", "keys-none@office.example": "en",
}  # fmt: skip


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "portlight.config.settings"
    ring = Ring.at(Path(os.environ["PORTLIGHT_DATA"]) / "keys")
    if not ring.exists:
        ring.make()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    _accounts()


def _accounts() -> None:
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from portlight.kernel.staff import commands
    from portlight.toolkit.actor import machine

    for email, (name, language, roles) in {**ACCOUNTS, NEW: ("新人", "en", ["writer"]), **_with_keys()}.items():
        key = commands.hire(
            email=email, name=name, language=language, roles=roles, password=PASSWORD, by=machine("walks"),
            at=timezone.now(),
        )  # fmt: skip
        if email in ACCOUNTS:
            TOTP.activate(get_user_model().objects.get(pk=key), SECRET)


def _with_keys() -> dict[str, tuple[str, str, list[str]]]:
    return {email: ("K. Ring", language, ["writer"]) for email, language in KEYS.items()}


if __name__ == "__main__":
    main()
