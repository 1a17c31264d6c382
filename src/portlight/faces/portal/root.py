"""Addresses without a language: sent on to the reader's."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from portlight.faces.languages import active, in_path


def redirect_to_language(request: HttpRequest) -> HttpResponseRedirect:
    """`/` → `/<language>/`, `/verify/?code=…` → `/<language>/verify/?code=…`; Http404 when no such page exists."""
    if in_path(request.path_info):
        raise Http404(request.path_info)
    to = f"/{active().code}{request.path_info}"
    try:
        found = resolve(to).func is not redirect_to_language
    except Resolver404:
        found = False
    if not found:
        raise Http404(to)
    query = request.META.get("QUERY_STRING")
    response = HttpResponseRedirect(f"{to}?{query}" if query else to)
    patch_vary_headers(response, ("Accept-Language",))
    return response
