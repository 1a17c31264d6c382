"""Pages for when something is wrong: what happened, and what to do next. In the reader's language, never a trace."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader

from portlight.faces.context import plain
from portlight.faces.languages import active, in_path, speak, wished
from portlight.faces.problems import of_page

log = logging.getLogger(__name__)


def _page(request: HttpRequest, name: str, status: int, **more: Any) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return of_page(name, status)
    if not hasattr(request, "language"):
        speak(request, in_path(request.path_info) or wished(request.headers.get("Accept-Language", "")))
    face = "desk" if request.path_info.startswith("/desk/") else "portal"
    context = {"error": name, "status": status, "face": face, **more}
    return HttpResponse(loader.render_to_string(f"errors/{face}.html", context, request), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "bad_request", 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "not_allowed", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "not_found", 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """allauth looks for this one under the name `handler429` of the root urls."""
    return _page(request, "too_many", 429)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's cookie is missing or old. What was typed is shown, so that nothing has to be written twice."""
    typed = [(n, v) for n, values in request.POST.lists() for v in values if _showable(n) and v]
    return _page(request, "form_expired", 403, typed_values=typed)


def _showable(name: str) -> bool:
    return name != "csrfmiddlewaretoken" and not name.startswith("_") and "password" not in name


def broken(request: HttpRequest) -> HttpResponse:
    """500: rendered without request context, because the database may be what is broken."""
    code = secrets.token_hex(3).upper()
    log.error("page of an error shown with code %s for %s", code, request.path_info)
    speak(request, in_path(request.path_info) or wished(request.headers.get("Accept-Language", "")))
    if request.path_info.startswith("/api/"):
        return of_page("broken", 500)
    context = {**plain(active()), "error": "broken", "status": 500, "error_code": code}
    return HttpResponse(loader.render_to_string("errors/alone.html", context), status=500)
