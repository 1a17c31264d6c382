"""A notice as an article (mpnews) or as a text, within WeChat's lengths; the whole of it stands on our own page."""

from __future__ import annotations

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext, override

from portlight.channels.wechat import words
from portlight.delivery import links
from portlight.delivery.port import Edition, Posted
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.markup import to_html, to_plain
from portlight.toolkit.text import cut, graphemes

_TITLE, _DIGEST, _CONTENT, _AUTHOR = 64, 120, 20_000, 16
_TEXT_BYTES = 2_000  # of 2,048


def page(posted: Posted, language: str) -> str:
    return f"{settings.SITE}/{language}/notices/{posted.slug}/"


def article(posted: Posted, edition: Edition, what: str) -> dict[str, object]:
    """One article of draft/add. The picture is the account's: WECHAT_COVER."""
    with override(edition.language.lower()):
        footer = "".join(f"<p>{escape(line)}</p>" for line in _footer(posted, edition))
        direction = LANGUAGES[edition.language].dir
        body = to_html(edition.text)
        if len(body) + len(footer) > _CONTENT - 100:
            body = f"<p>{escape(cut(to_plain(edition.text), units=8_000))}</p>"
        return {
            "title": cut(_title(edition, what), units=_TITLE),
            "author": cut(settings.OFFICE_NAME.get(edition.language, settings.OFFICE_NAME["en"]), units=_AUTHOR),
            "digest": cut(" ".join(to_plain(edition.text).split()), units=_DIGEST),
            "content": f'<section dir="{direction}" lang="{edition.language}">{body}{footer}</section>',
            "content_source_url": page(posted, edition.language),
            "thumb_media_id": settings.WECHAT_COVER,
            "need_open_comment": 0,
        }


def text(posted: Posted, edition: Edition, what: str) -> str:
    """Title, as much of the text as there is room for, link and code: at most 2,000 bytes."""
    with override(edition.language.lower()):
        title, footer = _title(edition, what), "\n".join(_footer(posted, edition))
        body = gettext(words.NO_LONGER) if what == "withdrawal" else to_plain(edition.text)
    room = _TEXT_BYTES - len(f"{title}\n\n\n\n{footer}".encode())
    return "\n\n".join(part for part in (title, _within(body, room), footer) if part)


def _within(body: str, room: int) -> str:
    """The longest beginning of whole letters within `room` bytes of UTF-8, ellipsis included."""
    if len(body.encode()) <= room:
        return body
    kept, used = 0, len("…".encode())
    for letter in graphemes(body):
        used += len(letter.encode())
        if used > room:
            break
        kept += len(letter)
    return body[:kept].rstrip() + "…" if kept else ""


def _title(edition: Edition, what: str) -> str:
    title = edition.title
    if what == "withdrawal":
        title = gettext(words.WITHDRAWN) % {"title": title}
    elif what == "correction":
        title = gettext(words.CORRECTED) % {"title": title}
    return gettext(words.EXERCISE) % {"title": title} if edition.drill else title


def _footer(posted: Posted, edition: Edition) -> list[str]:
    """Where the whole of it stands, in every language it exists in, and how to know that it is ours."""
    lines = [gettext(words.READ) % {"link": page(posted, edition.language)}]
    if settings.WECHAT_ACCOUNT == "subscription":
        others = [code for code in LANGUAGES if code in posted.texts and code != edition.language]
        lines += [f"{LANGUAGES[code].name}: {page(posted, code)}" for code in others]
    verify = links.verify(edition.language)
    return [*lines, gettext(words.IS_IT_OFFICIAL) % {"code": edition.code, "link": verify}]
