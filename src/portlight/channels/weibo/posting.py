"""What a post says, within what Weibo takes: 140 letters, a page of our own domain, no #topic#.

Weibo counts as its own counter does: a letter of Latin-1 is half, every other UTF-16 unit is one, the sum rounded up.
Links are counted in full here, though Weibo shortens them: a post that fits so fits however it counts.
"""

from __future__ import annotations

import math

from django.conf import settings
from django.utils.translation import gettext, override

from portlight.channels.weibo import words
from portlight.delivery.port import Posted
from portlight.toolkit.languages import LANGUAGES, OFFICE_CHAIN, SOURCE, language_for
from portlight.toolkit.text import ELLIPSIS, graphemes

MOST = 140
_BILINGUAL = (SOURCE, "en")
_PREFIXES = {"correction": words.CORRECTED, "withdrawal": words.WITHDRAWN}


def halves(text: str) -> int:
    """Length in half letters."""
    return sum((1 if char <= "\xff" else 2) * (1 + (char > "\uffff")) for char in text)


def weight(text: str) -> int:
    """Length as Weibo counts it."""
    return math.ceil(halves(text) / 2)


def newest(posted: Posted) -> list[str]:
    """The languages in which the newest version is out, in the office's order."""
    return [code for code in LANGUAGES if code in posted.texts and not posted.texts[code].superseded]


def leading(posted: Posted) -> str:
    """The language that brings the post out: of the newest version the Chinese text, else English, else the first."""
    found = newest(posted) or list(posted.texts)
    return language_for((SOURCE, *OFFICE_CHAIN), found) or found[0]


def compose(posted: Posted, what: str) -> str:
    """Headlines in Chinese and English as far as they exist, the languages there are, the page. `what` it is: notice |
    correction | withdrawal."""
    there = newest(posted) or list(posted.texts)
    shown = [code for code in _BILINGUAL if code in there] or [leading(posted)]
    tail = f" [{' '.join(there)}] {settings.SITE}/{leading(posted)}/notices/{posted.slug}/"
    room = 2 * MOST - halves(tail)
    heads = [_headline(posted, code, what) for code in shown]
    whole = " / ".join(heads)
    if halves(whole) <= room:
        return whole + tail
    each = (room - 3 * (len(heads) - 1)) // len(heads)
    spare = sum(max(each - halves(head), 0) for head in heads)
    return " / ".join(_cut(head, each + spare) for head in heads) + tail


def _headline(posted: Posted, language: str, what: str) -> str:
    edition = posted.texts[language]
    # A # would open a topic, which the interface refuses; the full-width one reads the same and does not.
    title = " ".join(edition.title.replace("#", "＃").split())
    with override(language.lower()):
        if what in _PREFIXES:
            title = gettext(_PREFIXES[what]) % {"title": title}
        return gettext(words.EXERCISE) % {"title": title} if edition.drill else title


def _cut(text: str, room: int) -> str:
    """The longest beginning of whole letters within `room` half letters, ellipsis included."""
    if halves(text) <= room:
        return text
    kept, used = [], halves(ELLIPSIS)
    for letter in graphemes(text):
        used += halves(letter)
        if used > room:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + ELLIPSIS
