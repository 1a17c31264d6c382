"""An alert as XML, in the order CAP 1.2 asks for: one <info> per language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from portlight.channels.cap import rules, words
from portlight.delivery.port import Edition, Posted
from portlight.toolkit.languages import CODES
from portlight.toolkit.markup import to_plain

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
NAMESPACE = "portlight"  # before the names of our own parameters


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What an alert says of itself."""

    identifier: str
    sender: str
    sent: str
    status: str
    kind: str
    references: str


def editions(posted: Posted) -> dict[str, Edition]:
    """The languages of the newest version: a text that was corrected elsewhere is not said again as if it held."""
    every = {code: posted.texts[code] for code in CODES if code in posted.texts}
    return {code: one for code, one in every.items() if not one.superseded} or every


def compose(posted: Posted, heading: Heading) -> Any:
    """The unsigned alert: an element of lxml."""
    from lxml import etree  # type: ignore[import-untyped]  # megabytes of every process that never makes an alert

    root = etree.Element(f"{{{CAP}}}alert", nsmap={None: CAP})
    _add(root, "identifier", heading.identifier)
    _add(root, "sender", heading.sender)
    _add(root, "sent", heading.sent)
    _add(root, "status", heading.status)
    _add(root, "msgType", heading.kind)
    _add(root, "scope", "Public")
    if heading.status == "Exercise":
        _add(root, "note", f"Exercise {posted.slug}")  # §3.2.1: an exercise is named in the note
    elif heading.kind == "Cancel":
        with override("en"):
            _add(root, "note", gettext(words.NO_LONGER))
    if heading.references:
        _add(root, "references", heading.references)
    _add(root, "incidents", posted.slug)
    for language, edition in editions(posted).items():
        with override(language.lower()):
            _info(root, posted, edition, exercise=heading.status == "Exercise")
    return root


def headline(posted: Posted, edition: Edition, *, exercise: bool) -> str:
    """In the language that is active."""
    if posted.withdrawn_at is not None:
        return gettext(words.WITHDRAWN) % {"title": edition.title}
    return gettext(words.EXERCISE) % {"title": edition.title} if exercise else edition.title


def _info(root: Any, posted: Posted, edition: Edition, *, exercise: bool) -> None:
    info, withdrawn = _add(root, "info"), posted.withdrawn_at is not None
    weight = rules.weight(posted.severity, withdrawn=withdrawn)
    text = to_plain(edition.text)
    before = [gettext(words.EXERCISE_TEXT)] if exercise else []
    before += [gettext(words.NO_LONGER)] if withdrawn else []
    told = {"code": edition.code, "hotline": settings.HOTLINE}
    _add(info, "language", edition.language)
    _add(info, "category", rules.category(str(posted.facts.get("topic", "")), posted.severity))
    _add(info, "event", gettext(words.EVENT))
    _add(info, "urgency", weight.urgency)
    _add(info, "severity", weight.severity)
    _add(info, "certainty", weight.certainty)
    _add(info, "expires", rules.moment(edition.not_after, settings.TIME_ZONE))
    _add(info, "senderName", settings.OFFICE_NAME.get(edition.language, settings.OFFICE_NAME["en"]))
    _add(info, "headline", headline(posted, edition, exercise=exercise))
    _add(info, "description", "\n\n".join([*before, text]))
    if not withdrawn:
        _add(info, "instruction", gettext(words.INSTRUCTION).format(**told))
    _add(info, "web", f"{settings.SITE}/{edition.language}/notices/{posted.slug}/")
    _add(info, "contact", settings.HOTLINE)
    _pair(info, "parameter", f"{NAMESPACE}:code", edition.code)
    area = _add(info, "area")
    _add(area, "areaDesc", gettext(words.AREA))
    _pair(area, "geocode", "GB/T 2260", settings.CAP_GEOCODE)


def _add(parent: Any, name: str, text: str = "") -> Any:
    child = parent.makeelement(f"{{{CAP}}}{name}")
    parent.append(child)
    child.text = text or None
    return child


def _pair(parent: Any, name: str, key: str, value: str) -> None:
    pair = _add(parent, name)
    _add(pair, "valueName", key)
    _add(pair, "value", value)
