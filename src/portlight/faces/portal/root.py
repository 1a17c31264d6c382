"""Addresses without a language, or without their last slash: sent on to where they mean."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from portlight.delivery import links
from portlight.faces.languages import active, in_path

SHORT = {"s": "seen", "v": "verify"}  # as `delivery.links` writes them where every character is paid for


def redirect_to_language(request: HttpRequest) -> HttpResponseRedirect:
    """`/` → `/<language>/`, `/verify?code=…` → `/<language>/verify/?code=…`, `/s/<token>` and `/v` likewise.

    Http404 when no such page exists.
    """
    path = _spelt_out(request.path_info)
    named = in_path(path) or path == "/desk"
    to = path if named else f"/{active().code}{path}"
    whole = to if to.endswith("/") else f"{to}/"
    if whole == path or not _leads_somewhere(whole):
        raise Http404(path)
    query = request.META.get("QUERY_STRING")
    response = HttpResponseRedirect(f"{whole}?{query}" if query else whole)
    if not named:
        patch_vary_headers(response, ("Accept-Language",))
    return response


def _spelt_out(path: str) -> str:
    """The path a short one stands for, without its language."""
    name, _, token = path[1:].partition("/")
    if name not in SHORT or "/" in token.rstrip("/"):
        return path
    return links.path(SHORT[name], "", token.rstrip("/"))[1:]  # "//notices/seen/…": the language is missing


def _leads_somewhere(path: str) -> bool:
    try:
        return resolve(path).func is not redirect_to_language
    except Resolver404:
        return False
