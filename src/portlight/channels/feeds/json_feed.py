"""JSON Feed 1.1 (jsonfeed.org/version/1.1): the same entries for who does not read XML."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from portlight.channels.feeds import words
from portlight.channels.feeds.listing import address, entry_id, listed, moved, office, place, title_of
from portlight.delivery.port import Edition, Posted
from portlight.toolkit.markup import to_html, to_plain

NAME = "feed.json"
VERSION = "https://jsonfeed.org/version/1.1"


def feed(language: str) -> str:
    """The whole feed of one language, newest first."""
    with override(language.lower()):
        told = {
            "version": VERSION,
            "title": f"{office(language)}: {gettext(words.TITLE)}",
            "home_page_url": f"{settings.SITE}/{language}/notices/",
            "feed_url": f"{settings.SITE}{place(language, NAME)}",
            "language": language,
            "authors": [{"name": office(language), "url": f"{settings.SITE}/{language}/"}],
            "items": [_item(one, one.texts[language]) for one in listed(language)],
        }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _state(posted: Posted, edition: Edition) -> str:
    if posted.withdrawn_at is not None:
        return "withdrawn"
    return "superseded" if edition.superseded else "in-force"


def _item(posted: Posted, edition: Edition) -> dict[str, Any]:
    return {
        "id": entry_id(posted, edition),
        "url": f"{settings.SITE}{address(posted, edition)}",
        "title": title_of(posted, edition),
        "content_html": to_html(edition.text),
        "content_text": to_plain(edition.text),
        "date_published": edition.released_at.isoformat(),
        "date_modified": moved(posted, edition.language),
        "language": edition.language,
        # An extension: its name begins with an underscore, and a reader that does not know it passes over it.
        "_portlight": {
            "code": edition.code,
            "number": str(posted.facts.get("number", "")),
            "state": _state(posted, edition),
            "exercise": edition.drill,
            "not_after": edition.not_after.isoformat(),
            "check": f"{settings.SITE}/{edition.language}/verify/?code={edition.code}",
        },
    }
