"""What every page knows without asking for it. Nothing here touches the database unless a template uses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from portlight.faces import telling
from portlight.faces.languages import active, same_page
from portlight.faces.weather import weather
from portlight.toolkit import nameplate
from portlight.toolkit.languages import LANGUAGES, Language


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    dir: str
    href: str
    current: bool


@dataclass(frozen=True)
class MenuLine:
    label: str
    href: str
    current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    language: Language = getattr(request, "language", None) or active()
    desk = request.path_info.startswith("/desk/")
    return {
        **plain(language),
        "language_links": links(request.path_info, query=_query(request)),
        "menu": SimpleLazyObject(partial(_desk_menu, request) if desk else partial(portal_menu, request.path_info)),
        "face": "desk" if desk else "portal",
        "emergency": SimpleLazyObject(partial(weather, language)),
    }


def plain(language: Language) -> dict[str, Any]:
    """The part of the shell that needs no request: baked pages use it alone."""
    return {
        "language": language,
        "office_name": telling.office_name(language.code),
        "office_name_zh": settings.OFFICE_NAME["zh-Hans"],
        "hotline": settings.HOTLINE,
        "hotline_href": "tel:" + "".join(c for c in settings.HOTLINE if c.isdigit()),
        "site": settings.SITE,
        "mode": settings.MODE,
        "emergency": None,  # a page on disk cannot know
    }


def _query(request: HttpRequest) -> str:
    kept = QueryDict(request.META.get("QUERY_STRING", ""), mutable=True)
    kept.pop("draft", None)
    return f"?{kept.urlencode()}" if kept else ""


def links(path: str, *, query: str = "", available: tuple[str, ...] = tuple(LANGUAGES)) -> list[LanguageLink]:
    """The same page in each of the nine, by their own names."""
    here = active().code
    return [
        LanguageLink(code, language.name, language.dir, same_page(path, code) + query, code == here)
        for code, language in LANGUAGES.items()
        if code in available
    ]


def portal_menu(path: str) -> list[MenuLine]:
    """What the rooms offer at the portal; needs no request, so that baked pages carry it too."""
    return _lines([entry for plate in nameplate.plates() for entry in plate.portal_menu], path)


def _desk_menu(request: HttpRequest) -> list[MenuLine]:
    from portlight.faces.desk.accounts import allowed

    entries = [entry for plate in nameplate.plates() for entry in plate.menu]
    return _lines([one for one in entries if not one.may or allowed(request, one.may)], request.path_info)


def _lines(entries: Iterable[nameplate.MenuEntry], path: str) -> list[MenuLine]:
    """The menu, with the one entry marked that leads nearest to where the reader is."""
    found = [
        (gettext(entry.label), href)
        for entry in sorted(entries, key=lambda entry: (entry.order, entry.label))
        if (href := _leads(entry.route, translation.get_language()))
    ]
    here = max((href for _, href in found if _inside(path, href)), key=len, default="")
    return [MenuLine(label, href, href == here) for label, href in found]


@lru_cache(maxsize=512)
def _leads(route: str, language: str | None) -> str:
    """Where a menu entry leads in a language; empty when the room names a page it has not written yet."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _inside(path: str, href: str) -> bool:
    below = urlsplit(href).path
    return path == below or (below not in {"/desk/"} and path.startswith(below) and below.count("/") > 2)
