"""`@door`: how a room's `portal.py` gives the portal a page, in nine languages and without a session.

@door("notices")
def index(request): …                  # /<language>/notices/, notices/portal/index.html
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from portlight.faces import pointing
from portlight.faces.answers import answer, asked_language, switch_language
from portlight.faces.languages import same_page
from portlight.faces.portal.persons import person_of
from portlight.faces.routes import Route, View, register


def door(
    room: str, *, path: str | None = None, methods: tuple[str, ...] = ("GET",), csrf: bool = True, person: bool = False
) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Registers a portal page. `path` (below the room) replaces the derived one.

    A page with a form names `methods=("GET", "POST")`; only such pages carry the form cookie. `csrf=False` is for
    addresses that other programs post to (RFC 8058 one-click): the token in the path is then the proof.
    `person=True` leads a stranger to the sign-in of persons first, and back afterwards.
    """

    def registered(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def served(request: HttpRequest, **parameters: Any) -> HttpResponseBase:
            code = asked_language(request)
            if code:
                return switch_language(request, same_page(request.path, code))
            if person and person_of(request) is None:
                onward = urlencode({"next": request.get_full_path()})
                return HttpResponseRedirect(f"{reverse('me:portal:sign_in')}?{onward}")
            if pointing.asked(request):
                return pointing.leave(request, "portal")
            return answer(request, route, parameters)

        served.csrf_exempt = not csrf  # type: ignore[attr-defined]
        route = register(Route("portal", room, view.__name__, view, served, "", methods, path))
        served.route = route  # type: ignore[attr-defined]
        return served

    return registered
