"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from xml.etree import ElementTree

from django.conf import settings
from django.utils.translation import gettext, override

from portlight.channels.feeds import words
from portlight.channels.feeds.listing import address, entry_id, listed, moved, office, place, tag, title_of
from portlight.delivery.port import Edition, Posted
from portlight.toolkit.languages import CODES
from portlight.toolkit.markup import to_html

NAME = "feed.atom"
ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(language: str) -> str:
    """The whole feed of one language, newest first; withdrawn notices stay in it and say so."""
    with override(language.lower()):
        every = listed(language)
        root = ElementTree.Element(f"{{{ATOM}}}feed", {_XML_LANG: language})
        _add(root, "title", f"{office(language)}: {gettext(words.TITLE)}")
        _add(root, "id", tag(f"notices/{language}"))
        _add(root, "updated", max((moved(one, language) for one in every), default="2020-01-01T00:00:00+00:00"))
        _add(_add(root, "author"), "name", office(language))
        _link(root, "self", place(language, NAME), language)
        _link(root, "alternate", f"/{language}/notices/", language)
        for code in CODES:
            if code != language:
                _link(root, "related", place(code, NAME), code)
        for one in every:
            _entry(root, one, one.texts[language])
    ElementTree.register_namespace("", ATOM)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _entry(root: ElementTree.Element, posted: Posted, edition: Edition) -> None:
    entry = _add(root, "entry")
    _add(entry, "title", title_of(posted, edition))
    _add(entry, "id", entry_id(posted, edition))
    _add(entry, "published", edition.released_at.isoformat())
    _add(entry, "updated", moved(posted, edition.language))
    _link(entry, "alternate", address(posted, edition), edition.language)
    content = _add(entry, "content", to_html(edition.text))
    content.set("type", "html")
    content.set(_XML_LANG, edition.language)


def _add(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text or None
    return child


def _link(parent: ElementTree.Element, rel: str, path: str, language: str) -> None:
    kind = "application/atom+xml" if path.endswith(".atom") else "text/html"
    link = _add(parent, "link")
    for name, value in (("rel", rel), ("type", kind), ("hreflang", language), ("href", f"{settings.SITE}{path}")):
        link.set(name, value)
