"""A poster for the entrance of a compound, in all languages: its square leads to the declaration with the address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.translation import gettext

from portlight.capabilities.lodging import words
from portlight.faces.languages import active, django_code
from portlight.faces.portal.doors import door
from portlight.kernel.places import queries as places
from portlight.toolkit.languages import LANGUAGES

ROOM = "lodging"


@door(ROOM, path="poster/<str:code>/")
def poster(request: HttpRequest, code: str) -> dict[str, Any]:
    """To be printed by whoever looks after the house; nothing on it is secret."""
    found = places.address(code)
    if found is None:
        raise Http404(code)
    station = places.station(found.station)
    return {
        "found": found, "station": station.name_in(active().code) if station else "", "lines": _in_all(),
        "target": f"{settings.SITE}/{active().code}/lodging/declare/?{urlencode({'at': code})}",
    }  # fmt: skip


def _in_all() -> list[tuple[str, str]]:
    lines = []
    for language in LANGUAGES:
        with translation.override(django_code(language)):
            lines.append((language, gettext(words.POSTER)))
    return lines
