"""What a push carries: that there is news, and the reader's own way to it. Never more than a lock screen may show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext, override

from portlight.channels.webpush import words
from portlight.delivery import links
from portlight.delivery.port import Copy
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.markup import to_plain
from portlight.toolkit.text import cut

MOST_BYTES = 3000  # with encryption and header well under the 4096 every service takes (RFC 8030 §7.2)
_ADDRESS = 400  # bytes kept for the reader's link
LONGEST_LIFE = 28 * 24 * 3600  # seconds; services refuse or shorten more
_HOLE = "\x03"  # a control: no office text can hold it
# RFC 8030 §5.3: what `high` means to a telephone is "wake it up".
URGENCY = {"emergency": "high", "urgent": "high", "ordinary": "normal"}


@dataclass(frozen=True, slots=True)
class Template:
    """`before`, the reader's token, `after`: the payload in UTF-8. `topic` is the same for all of a thread."""

    before: bytes
    after: bytes
    own_link: bool  # what one person asked for leads to no page of its own
    topic: str
    urgency: str
    not_after: datetime

    def payload(self, token: bytes) -> bytes:
        return self.before + (token if self.own_link else b"") + self.after

    def lives(self, at: datetime) -> int:
        """Seconds the push service may keep it for a browser that is away."""
        return max(0, min(int((self.not_after - at).total_seconds()), LONGEST_LIFE))


def lay_out(copy: Copy) -> Template:
    """The template of one message in one language, for readers who wanted `copy.wanted`."""
    with override(copy.language.lower()):
        title = gettext(words.EXERCISE) % {"title": copy.title} if copy.drill else copy.title
        body = to_plain(copy.text) if copy.kind == "tell" else _late(copy) or gettext(words.NEWS[_purpose(copy)])
    own_link = copy.kind == "notice"
    address = links.seen(copy.language, _HOLE) if own_link else f"{settings.SITE}/{copy.language}/"
    before, _, after = address.partition(_HOLE)
    return Template(
        before=_within(copy, title, body) + b',"url":"' + _escaped(before), after=_escaped(after) + b'"}',
        own_link=own_link, topic=copy.replaces or copy.code,
        urgency="high" if copy.purpose == "code" else URGENCY[copy.severity], not_after=copy.not_after,
    )  # fmt: skip


def _escaped(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False)[1:-1].encode()


def _purpose(copy: Copy) -> str:
    return copy.purpose if copy.purpose in words.NEWS else "notice"


def _late(copy: Copy) -> str:
    """The reader's own language has not come yet; said in it."""
    if copy.wanted == copy.language or copy.wanted not in LANGUAGES or copy.last:
        return ""
    with override(copy.wanted.lower()):
        return gettext(words.NOT_YET) % {"language": LANGUAGES[copy.language].name}


def _within(copy: Copy, title: str, body: str) -> bytes:
    """All but the address and the closing brace, cut at whole letters until it fits: a UTF-16 unit is three bytes."""
    for most in (400, 200, 100, 50, 20):
        told = {
            "title": cut(title, units=most), "body": cut(body, units=2 * most), "code": copy.code,
            "topic": copy.replaces or copy.code, "lang": copy.language, "dir": LANGUAGES[copy.language].dir,
        }  # fmt: skip
        made = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        if len(made) <= MOST_BYTES - _ADDRESS:
            break
    return made[:-1]
