"""Which language a reader gets: on the portal the one in the address, at the desk the account's own."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from portlight.toolkit.languages import LANGUAGES, Language

_BY_DJANGO = {code.lower(): code for code in LANGUAGES}
# What browsers send for the scripts and regions of one language.
_ALIASES = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hant": "zh-Hans", "zh-tw": "zh-Hans"}
FALLBACK = "en"


def django_code(code: str) -> str:
    """Our `zh-Hans` is Django's `zh-hans`; its catalogue stands under `zh_Hans`."""
    return code.lower()


def code_of(found: str | None) -> str:
    """The office's code for what Django calls the active language; English when nothing is active."""
    return _BY_DJANGO.get((found or "").lower(), FALLBACK)


def active() -> Language:
    return LANGUAGES[code_of(translation.get_language())]


def wished(header: str) -> str:
    """The best of our nine for an Accept-Language header; English when it names none of them."""
    for wish, _ in parse_accept_lang_header(header or ""):
        known = _BY_DJANGO.get(wish) or _ALIASES.get(wish) or _BY_DJANGO.get(wish.split("-")[0])
        if known:
            return known
    return FALLBACK


def in_path(path: str) -> str | None:
    """The language a portal path begins with, spelled as the office spells it; None when it begins with none."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else None


def misspelled(path: str) -> str | None:
    """Where `/zh-hans/…` or `/zh/…` should go."""
    first, _, rest = path[1:].partition("/")
    known = _BY_DJANGO.get(first.lower()) or _ALIASES.get(first.lower())
    return f"/{known}/{rest}" if known and known != first else None


def same_page(path: str, code: str) -> str:
    """`path` in another language: the first segment exchanged."""
    known = in_path(path)
    return f"/{code}/{path.split('/', 2)[2]}" if known and path.count("/") > 1 else f"/{code}/"


def speak(request: HttpRequest, code: str) -> None:
    translation.activate(django_code(code))
    request.language = LANGUAGES[code]  # type: ignore[attr-defined]
    request.LANGUAGE_CODE = django_code(code)


def speak_own(request: HttpRequest) -> None:
    """The language of the signed-in account, once it is known who that is."""
    own = getattr(request.user, "language", "")
    if own in LANGUAGES:
        speak(request, own)


class ReaderLanguage:
    """Sets `request.language`; answers with Content-Language. Stands before the views and after the desk's session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = in_path(request.path_info)
        if named is None and (right := misspelled(request.path_info)):
            query = request.META.get("QUERY_STRING")
            return HttpResponseRedirect(f"{right}?{query}" if query else right)
        speak(request, named or self._before_sign_in(request))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.language.code)  # type: ignore[attr-defined]
        if named is None:
            patch_vary_headers(response, ("Accept-Language",))
        return response

    def _before_sign_in(self, request: HttpRequest) -> str:
        kept = code_of(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)) if self._kept(request) else None
        return kept or wished(request.headers.get("Accept-Language", ""))

    def _kept(self, request: HttpRequest) -> bool:
        return request.path_info.startswith("/desk/") and settings.LANGUAGE_COOKIE_NAME in request.COOKIES
