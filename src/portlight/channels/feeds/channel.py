"""Atom 1.0 feeds, one per language (RFC 4287): how consulates, chambers and newsrooms follow without asking."""

from __future__ import annotations

from xml.etree import ElementTree

from django.conf import settings
from django.utils.translation import gettext, override

from portlight.channels.feeds import words
from portlight.delivery import port, queries, shelf
from portlight.delivery.port import Answer, Edition, Limits, Posted
from portlight.toolkit.languages import CODES
from portlight.toolkit.markup import to_html

ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MOST = 50


class Feeds:
    kind = "feeds"
    label = words.LABEL
    limits = Limits()

    def publish(self, posted: Posted) -> Answer:
        path = f"{posted.language}/notices/feed.atom"
        shelf.put(path, feed(posted.language))
        return port.accepted(f"/{path}")


def feed(language: str) -> str:
    """The whole feed of one language, newest first; withdrawn notices stay in it and say so."""
    with override(language.lower()):
        listed = queries.published(language, outlet=Feeds.kind, most=_MOST)
        root = ElementTree.Element(f"{{{ATOM}}}feed", {_XML_LANG: language})
        office = settings.OFFICE_NAME.get(language, settings.OFFICE_NAME["en"])
        _add(root, "title", f"{office}: {gettext(words.TITLE)}")
        _add(root, "id", _tag(f"notices/{language}"))
        _add(root, "updated", max((_moved(one, language) for one in listed), default="2020-01-01T00:00:00+00:00"))
        _add(_add(root, "author"), "name", office)
        _link(root, "self", f"/{language}/notices/feed.atom", language)
        _link(root, "alternate", f"/{language}/notices/", language)
        for code in CODES:
            if code != language:
                _link(root, "related", f"/{code}/notices/feed.atom", code)
        for one in listed:
            _entry(root, one, one.texts[language])
    ElementTree.register_namespace("", ATOM)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _entry(root: ElementTree.Element, posted: Posted, edition: Edition) -> None:
    entry = _add(root, "entry")
    title = edition.title
    if posted.withdrawn_at is not None:
        title = gettext(words.WITHDRAWN) % {"title": title}
    elif edition.drill:
        title = gettext(words.EXERCISE) % {"title": title}
    _add(entry, "title", title)
    # The same notice in the same language is one entry for ever, whatever becomes of it (RFC 4287 §4.2.6).
    _add(entry, "id", _tag(f"notice/{posted.slug}/{edition.language}"))
    _add(entry, "published", edition.released_at.isoformat())
    _add(entry, "updated", _moved(posted, edition.language))
    _link(entry, "alternate", f"/{edition.language}/notices/{posted.slug}/", edition.language)
    content = _add(entry, "content", to_html(edition.text))
    content.set("type", "html")
    content.set(_XML_LANG, edition.language)


def _moved(posted: Posted, language: str) -> str:
    return (posted.withdrawn_at or posted.texts[language].released_at).isoformat()


def _add(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text or None
    return child


def _link(parent: ElementTree.Element, rel: str, path: str, language: str) -> None:
    kind = "application/atom+xml" if path.endswith(".atom") else "text/html"
    link = _add(parent, "link")
    for name, value in (("rel", rel), ("type", kind), ("hreflang", language), ("href", f"{settings.SITE}{path}")):
        link.set(name, value)


def _tag(path: str) -> str:
    """A tag URI (RFC 4151): does not change when the site moves."""
    return f"tag:{settings.MAIL_FROM.rpartition('@')[2]},2020:{path}"
