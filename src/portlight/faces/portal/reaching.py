"""The ways to write to a person, by the names their channels give themselves; no channel is named here."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from portlight.delivery import port
from portlight.toolkit import nameplate
from portlight.toolkit.nameplate import WayToSubscribe

OTHER = gettext_noop("A way that is not in use at present")


@dataclass(frozen=True, kw_only=True)
class Offer:
    kind: str
    label: str
    text: str
    href: str  # empty: a picture is drawn for her


def name_of(kind: str) -> str:
    """What a channel calls itself, in the reader's language."""
    channel = port.personal().get(kind)
    return gettext(channel.label if channel is not None else OTHER)


def ways() -> dict[str, WayToSubscribe]:
    return {way.kind: way for plate in nameplate.plates() for way in plate.ways_to_subscribe}


def offers() -> list[Offer]:
    return [
        Offer(
            kind=way.kind, label=gettext(way.label), text=gettext(way.text),
            href=reverse(way.route) if way.route else "",
        )
        for way in ways().values()
    ]  # fmt: skip
