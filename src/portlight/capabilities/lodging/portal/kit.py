"""What is put up and handed out in a house: a poster for its entrance, and letters to those who live there.

Each has the square that leads to the declaration with the address filled in. For whoever looks after the house, a
compound's office or a neighbourhood committee: nothing in it is secret, and nobody signs in for it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from portlight.capabilities.lodging import words
from portlight.faces.languages import active, django_code
from portlight.faces.portal.doors import door
from portlight.kernel.places import queries as places
from portlight.toolkit.languages import LANGUAGES, SOURCE

ROOM = "lodging"


@door(ROOM)
def kit(request: HttpRequest) -> dict[str, Any]:
    """The house is looked for; its poster and its letters are found."""
    sought, language = request.GET.get("sought", "")[:300], active().code
    found = places.search(sought) if sought.strip() else ()
    houses = [(one, one.line_in(language)) for one in found if one.use != "hotel"]  # a hotel registers its guests
    return {"sought": sought, "found": houses}


@door(ROOM, path="poster/<str:code>/")
def poster(request: HttpRequest, code: str) -> dict[str, Any]:
    """For the entrance: one line in each of the nine."""
    return {**_house(code), "lines": _in_all()}


@door(ROOM, path="letter/<str:code>/")
def letter(request: HttpRequest, code: str) -> dict[str, Any]:
    """For the letter boxes: what to do and why, in Chinese and in the reader's language, a page for each."""
    readers = dict.fromkeys((active().code, SOURCE))
    return {**_house(code), "texts": [(language, _letter(language)) for language in readers]}


def _house(code: str) -> dict[str, Any]:
    found = places.address(code)
    if found is None:
        raise Http404(code)
    station = places.station(found.station)
    leads = f"{reverse('lodging:portal:declare')}?{urlencode({'at': code})}"
    return {
        "found": found, "station": station.name_in(active().code) if station else "",
        "station_zh": station.name_in(SOURCE) if station else "", "target": f"{settings.SITE}{leads}",
    }  # fmt: skip


def _in_all() -> list[tuple[str, str]]:
    lines = []
    for language in LANGUAGES:
        with translation.override(django_code(language)):
            lines.append((language, gettext(words.POSTER)))
    return lines


def _letter(language: str) -> dict[str, str]:
    with translation.override(django_code(language)):
        return {part: gettext(text) for part, text in words.LETTER.items()}
