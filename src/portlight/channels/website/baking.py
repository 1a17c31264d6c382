"""Notices, lists and the status page as files below PUBLIC, in the shell of the portal."""

from __future__ import annotations

from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings

from portlight.delivery import queries, shelf
from portlight.delivery.port import Posted
from portlight.faces.portal.baked import bake
from portlight.toolkit.languages import CODES, LANGUAGES
from portlight.toolkit.markup import to_html

OUTLET = "website"


def address(slug: str, language: str) -> str:
    return f"/{language}/notices/{slug}/"


def notice(posted: Posted, language: str) -> bool:
    """One notice in one language, with a link to every other it exists in; False when nothing changed."""
    edition = posted.texts[language]
    path = address(posted.slug, language)
    available = tuple(code for code in CODES if code in posted.texts)
    context = {
        "posted": posted,
        "edition": edition,
        "body": to_html(edition.text),
        "code": edition.code.replace("-", " "),
        "others": [LANGUAGES[code] for code in available],
        "newer": [LANGUAGES[code] for code in available if not posted.texts[code].superseded],
        "missing": [LANGUAGES[code] for code in CODES if code not in posted.texts],
        "verify": f"{settings.SITE}/{language}/verify/?code={edition.code}",
        "canonical": f"{settings.SITE}{path}",
        "path": path,
        "feed": feed(language),
        "json_feed": json_feed(language),
    }
    page = bake("website/notice.html", context, language=language, path=path, available=available)
    return shelf.put(f"{path[1:]}index.html", page)


def is_behind(posted: Posted, language: str) -> bool:
    """Whether the page in `language` stands, and does not know of the posting's language or state yet."""
    page = shelf.read(f"{address(posted.slug, language)[1:]}index.html")
    knows = f'hreflang="{posted.language}"' in page and posted.texts[language].code.replace("-", " ") in page
    marked = ("is-withdrawn" in page) == (posted.withdrawn_at is not None)
    return bool(page) and not (knows and marked and ("is-superseded" in page) == posted.texts[language].superseded)


def index(language: str) -> bool:
    """The list of the notices in one language, newest first."""
    listed = queries.published(language, outlet=OUTLET)
    rows = [(one, one.texts[language], address(one.slug, language)) for one in listed]
    path = f"/{language}/notices/"
    context = {
        "rows": rows, "feed": feed(language), "json_feed": json_feed(language), "canonical": f"{settings.SITE}{path}",
    }  # fmt: skip
    page = bake("website/index.html", context, language=language, path=path)
    return shelf.put(f"{path[1:]}index.html", page)


def feed(language: str) -> str:
    return f"/{language}/notices/feed.atom"


def json_feed(language: str) -> str:
    return f"/{language}/notices/feed.json"


def sitemap() -> bool:
    """Every baked notice in every language (sitemaps.org 0.9), with its other languages beside it."""
    places = sorted(settings.PUBLIC.glob("*/notices/*/index.html"))
    by_slug: dict[str, list[str]] = {}
    for place in places:
        by_slug.setdefault(place.parent.name, []).append(place.parts[-4])
    urls = []
    for slug, languages in sorted(by_slug.items()):
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{one}" href="{escape(settings.SITE + address(slug, one))}"/>'
            for one in languages
        )
        urls += [f"<url><loc>{escape(settings.SITE + address(slug, one))}</loc>{links}</url>" for one in languages]
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">' + "\n".join(["", *urls, ""]) + "</urlset>\n"
    )
    return shelf.put("sitemap.xml", text)


def bake_status(*, at: datetime) -> int:
    """The public page *what works today*, in nine languages; returns how many pages changed.

    Baked like a notice, so that it is read when nothing else works; what it shows is no older than its last line says.
    """
    cards = tuple(card for card in queries.channels(at=at) if not card.inside)
    changed = 0
    for language in CODES:
        path = f"/{language}/status/"
        latest = queries.published(language, outlet=OUTLET, most=3)
        context = {
            "cards": cards,
            "latest": [(one.texts[language], address(one.slug, language)) for one in latest],
            # To the quarter of an hour: a page that changed every minute would defeat every cache on the way.
            "looked_at": at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0),
            "canonical": f"{settings.SITE}{path}",
        }
        page = bake("website/status.html", context, language=language, path=path)
        changed += shelf.put(f"{path[1:]}index.html", page)
    return changed
