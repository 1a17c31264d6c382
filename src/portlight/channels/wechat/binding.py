"""Whose WeChat is this? A code (QR) with the person's own token: following or scanning it tells us both at once."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings

from portlight.channels.wechat import calls
from portlight.channels.wechat.calls import NotSent, Unanswered
from portlight.channels.wechat.holder import NoToken
from portlight.channels.wechat.models import Scene
from portlight.channels.wechat.tokening import ask
from portlight.toolkit import qr
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import open_sealed, seal

SECONDS = 30 * 86_400  # the longest a temporary code lives
_SPARE = timedelta(days=1)  # none is shown that dies while the page is open
_COLUMN = "wechat_scene.url"


def scene_qr(token: str, *, at: datetime) -> str:
    """The picture, as SVG, that binds the WeChat of whoever scans it to the person of `token` (`tokens.BIND`).

    Show it to that person alone: in a page of her own session. WeChat is asked once a month per person, the answer kept
    sealed; the call takes at most eight seconds. The event `bound` carries the token back with her openid.
    Refused: wechat.off (no service account), wechat.no-code-now.
    """
    if settings.WECHAT_ACCOUNT != "service":
        raise Refused("wechat.off")
    dark, size = qr.path(_address(token, at), margin=4)
    return f'<svg class="qr" viewBox="0 0 {size} {size}"><path d="{dark}"/></svg>'


def _address(token: str, at: datetime) -> str:
    """What stands in the code: asked of WeChat, or still good from last time."""
    name = hashlib.sha256(token.encode()).hexdigest()
    kept = Scene.objects.filter(token_hash=name, until__gt=at + _SPARE).first()
    if kept is not None:
        return open_sealed(kept.url, column=_COLUMN, seal=kept.seal)
    try:
        said = ask(
            calls.QRCODE,
            {
                "expire_seconds": SECONDS, "action_name": "QR_STR_SCENE",
                "action_info": {"scene": {"scene_str": token}},
            },
        )  # fmt: skip
    except (NoToken, NotSent, Unanswered):
        raise Refused("wechat.no-code-now") from None
    url = str(said.body.get("url") or "")
    if said.code or not url:
        raise Refused("wechat.no-code-now")
    row = Scene(token_hash=name, until=at + timedelta(seconds=int(said.body.get("expire_seconds") or SECONDS)))
    Scene.objects.update_or_create(
        token_hash=name,
        defaults={"seal": row.seal, "url": seal(url, column=_COLUMN, seal=row.seal), "until": row.until},
    )  # fmt: skip
    return url
