"""The index of the alerts: an Atom feed whose entries lead to the signed files (RFC 4287)."""

from __future__ import annotations

from xml.etree import ElementTree

from django.conf import settings
from django.utils.translation import gettext, override

from portlight.channels.cap import queries, words

ATOM = "http://www.w3.org/2005/Atom"
PATH = "cap/feed.atom"
TYPE = "application/cap+xml"  # what aggregators look for; RFC 6838 has no registration of it
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed() -> str:
    """The whole feed, newest first. An alert keeps its entry for ever: its identifier is the entry's."""
    alerts = queries.newest()
    root = ElementTree.Element(f"{{{ATOM}}}feed", {_XML_LANG: "en"})
    with override("en"):
        _add(root, "title", f"{settings.OFFICE_NAME['en']}: {gettext(words.FEED)}")
    _add(root, "id", _tag("cap"))
    _add(root, "updated", alerts[0].sent if alerts else "2020-01-01T00:00:00+00:00")
    _add(_add(root, "author"), "name", settings.OFFICE_NAME["en"])
    _link(root, "self", f"/{PATH}", "application/atom+xml")
    for one in alerts:
        entry = _add(root, "entry")
        _add(entry, "title", one.headline).set(_XML_LANG, one.language)
        _add(entry, "id", _tag(f"cap/{one.identifier}"))
        _add(entry, "updated", one.sent)
        for term in (one.kind, one.status):
            _add(entry, "category").set("term", term)
        _link(entry, "alternate", f"/cap/{one.identifier}.xml", TYPE)
    ElementTree.register_namespace("", ATOM)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text or None
    return child


def _link(parent: ElementTree.Element, rel: str, path: str, kind: str) -> None:
    link = _add(parent, "link")
    for name, value in (("rel", rel), ("type", kind), ("href", f"{settings.SITE}{path}")):
        link.set(name, value)


def _tag(path: str) -> str:
    """A tag URI (RFC 4151): does not change when the site moves."""
    return f"tag:{settings.MAIL_FROM.rpartition('@')[2]},2020:{path}"
