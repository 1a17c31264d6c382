"""What `portlight doctor` asks about WeChat, and settings that cannot be right together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from portlight.channels.wechat import queries
from portlight.channels.wechat.mass import tags
from portlight.toolkit.languages import CODES
from portlight.toolkit.nameplate import Check, Finding

_REMEDIES = {
    "40164": "Put this server's address on the account's IP whitelist (mp.weixin.qq.com, 基本配置).",
    "89503": "The account's administrator must confirm this server's address on his telephone.",
    "40125": "PORTLIGHT_WECHAT_SECRET is not the account's AppSecret.",
    "40013": "PORTLIGHT_WECHAT_APPID is not an account's AppID.",
    "40243": "The AppSecret is frozen: unfreeze it in the account's settings.",
}


def settings_agree(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    """An account that is switched on has its secrets; its tags name languages."""
    if settings.WECHAT_ACCOUNT == "off":
        return []
    wanting = [name for name in ("APPID", "SECRET", "CALLBACK_TOKEN") if not getattr(settings, f"WECHAT_{name}")]
    found: list[CheckMessage] = [
        Error(f"WeChat is on and PORTLIGHT_WECHAT_{name} is missing", hint="Set it, or *_FILE.", id="wechat.E001")
        for name in wanting
    ]
    if settings.WECHAT_AES_KEY and len(settings.WECHAT_AES_KEY) != 43:
        found.append(
            Error("PORTLIGHT_WECHAT_AES_KEY has not 43 letters", hint="Copy EncodingAESKey.", id="wechat.E002")
        )
    if len(tags()) != len(settings.WECHAT_TAGS) or not set(tags()) <= set(CODES):
        hint = "Write language=number, e.g. zh-Hans=101,en=102."
        found.append(Error("PORTLIGHT_WECHAT_TAGS is not understood", hint=hint, id="wechat.E003"))
    return found


def account(at: datetime) -> Finding:
    """Whether there is a token, and templates for what must be sent."""
    if settings.WECHAT_ACCOUNT == "off":
        return Finding(state="ok", said="WeChat is not switched on.")
    trouble = queries.trouble()
    if trouble is not None:
        said = f"WeChat has given no token since {trouble.since:%Y-%m-%d %H:%M}: {trouble.code} {trouble.said}".strip()
        return Finding(state="fail", said=said, remedy=_REMEDIES.get(trouble.code, "Look the code up (docs/howto)."))
    if settings.WECHAT_ACCOUNT == "service" and not any(one.purpose == "notice" for one in queries.templates()):
        return Finding(
            state="warn", said="No template for notices has been granted: nobody can be written to on WeChat.",
            remedy="portlight wechat grant",
        )  # fmt: skip
    until = queries.token_until()
    return Finding(state="ok", said=f"WeChat's token is good until {until:%H:%M}." if until else "WeChat is set up.")


CHECKS = (Check(name="wechat", run=account),)
