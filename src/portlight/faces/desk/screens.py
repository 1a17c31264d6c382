"""`@screen`: how a room's `desk.py` gives the desk a page.

@screen("notices", may="notices.release", methods=("GET", "POST"))
def release(request, number): …        # /desk/notices/<number>/release/, notices/desk/release.html
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_protect

from portlight.faces import pointing
from portlight.faces.answers import answer, asked_language, switch_language
from portlight.faces.desk.accounts import allowed, choose_language
from portlight.faces.routes import Route, View, register


def screen(
    room: str, *, may: str, path: str | None = None, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Registers a desk page for those who hold the permission `may` ("" = every signed-in account).

    The function takes `request` and the parameters of its path, and returns a dict for its template or a response.
    State changes by POST only: a page with a form names `methods=("GET", "POST")`, a button alone `("POST",)`.
    """

    def registered(view: View) -> Callable[..., HttpResponseBase]:
        @csrf_protect
        @wraps(view)
        def served(request: HttpRequest, **parameters: Any) -> HttpResponseBase:
            code = asked_language(request)
            if code:
                choose_language(request, code)
                return switch_language(request, request.path)
            if may and not allowed(request, may):
                raise PermissionDenied(may)
            if pointing.asked(request):
                return pointing.leave(request, "desk")
            return answer(request, route, parameters)

        route = register(Route("desk", room, view.__name__, view, served, may, methods, path))
        served.route = route  # type: ignore[attr-defined]
        return served

    return registered
