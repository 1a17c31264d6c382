"""The demo's staff: one account for every role, invented people. The demo holds their secrets in var/demo/cast.json."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth import get_user_model

from portlight.kernel.staff import commands as staff
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.actor import staff as account

BY = machine("demo")
PERIOD = 30  # seconds of one code, RFC 6238 §5.2


@dataclass(frozen=True, kw_only=True)
class Part:
    """Somebody of the cast, with what she needs to sign in."""

    name: str
    email: str
    language: str
    roles: tuple[str, ...]
    key: str = ""
    password: str = ""
    totp: str = ""

    @property
    def actor(self) -> Actor:
        return account(self.key)

    def code(self, at: float) -> str:
        """The six digits of this moment."""
        return str(format_hotp_value(hotp_value(self.totp, int(at) // PERIOD)))


PARTS = (
    Part(name="包雯", email="bao@office.example", language="zh-Hans", roles=("writer",)),
    Part(name="Léa Moreau", email="moreau@office.example", language="en", roles=("translator",)),
    Part(name="Ilya Sokolov", email="sokolov@office.example", language="en", roles=("reviewer",)),
    Part(name="陈宇", email="chen@office.example", language="zh-Hans", roles=("approver", "supervisor")),
    Part(name="周敏", email="zhou@office.example", language="zh-Hans", roles=("approver",)),
    Part(name="丁山", email="ding@office.example", language="zh-Hans", roles=("duty",)),
    Part(name="林静", email="lin@office.example", language="zh-Hans", roles=("window",)),
    Part(name="吴桐", email="wu@office.example", language="en", roles=()),  # of a police station: posted to its team
    Part(name="Omar Haddad", email="haddad@office.example", language="en", roles=("operator",)),
    Part(name="Sofia Lindqvist", email="lindqvist@office.example", language="en", roles=("auditor",)),
    Part(name="高岩", email="gao@office.example", language="zh-Hans", roles=("security",)),
    Part(name="Eve Outside", email="eve@office.example", language="en", roles=()),
)


def hire(*, into: Path, at: datetime) -> dict[str, Part]:
    """Give every part an account with a password and a second factor, through the office's own commands."""
    hired = {}
    for part in PARTS:
        password, totp = secrets.token_urlsafe(9), generate_totp_secret()
        key = staff.hire(
            email=part.email, name=part.name, language=part.language, roles=part.roles, password=password, by=BY, at=at
        )
        TOTP.activate(get_user_model().objects.get(pk=key), totp)
        hired[part.email.partition("@")[0]] = Part(
            **{**asdict(part), "roles": part.roles, "key": str(key), "password": password, "totp": totp}
        )
    _keep(into, hired)
    return hired


def known(file: Path) -> dict[str, Part]:
    """The cast as it was hired; empty when there is none."""
    if not file.exists():
        return {}
    stored = json.loads(file.read_text(encoding="utf-8"))
    return {name: Part(**{**part, "roles": tuple(part["roles"])}) for name, part in stored.items()}


def _keep(file: Path, hired: dict[str, Part]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump({name: asdict(part) for name, part in hired.items()}, out, ensure_ascii=False)
