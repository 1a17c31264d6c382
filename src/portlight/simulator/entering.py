"""Entering as one of the cast: password and code go through the real sign-in pages, like a browser would send them."""

from __future__ import annotations

import re
import time
import urllib.request
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_POST

from portlight.simulator.cast import PERIOD, known
from portlight.simulator.main_job import cast_file

_FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_TIMEOUT = 15  # seconds for each page


@require_GET
@csrf_protect
def cast(request: HttpRequest) -> HttpResponse:
    """Everybody by role, each with a button."""
    return render(request, "simulator/cast.html", {"parts": known(cast_file())})


@require_POST
@csrf_protect
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as the named part and hand the browser the session that came of it."""
    part = known(cast_file()).get(request.POST.get("part", ""))
    if part is None:
        raise Http404
    visitor = Visitor()
    visitor.post("/desk/sign-in/", login=part.email, password=part.password)
    for wait in (0.0, PERIOD - time.time() % PERIOD + 0.2):  # a code serves once: after it, the next one
        time.sleep(wait)
        if visitor.post("/desk/sign-in/code/", code=part.code(time.time())).startswith("/desk/sign-in"):
            continue
        break
    response = HttpResponseRedirect("/desk/")
    for cookie in visitor.cookies:
        if cookie.name == settings.SESSION_COOKIE_NAME and cookie.value:
            response.set_cookie(
                cookie.name, cookie.value, path=settings.SESSION_COOKIE_PATH, httponly=True, samesite="Lax",
                max_age=settings.SESSION_COOKIE_AGE,
            )  # fmt: skip
    return response


class Visitor:
    """Somebody with a cookie jar and no browser."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def post(self, path: str, **typed: str) -> str:
        """Open the page, fill its form, send it; returns the path one ends up at."""
        page = self._open(path)
        token = _FORM_TOKEN.search(page[1])
        return self._open(path, {**typed, "csrfmiddlewaretoken": token[1] if token else ""})[0]

    def _open(self, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        body = urlencode(form).encode() if form is not None else None
        asked = urllib.request.Request(settings.SITE + path, data=body, headers={"Referer": settings.SITE + path})  # noqa: S310 - our own site
        try:
            with self._opener.open(asked, timeout=_TIMEOUT) as answer:
                return answer.url.removeprefix(settings.SITE), answer.read().decode()
        except HTTPError as error:  # a form with something to put right answers 4xx and is a page all the same
            return path, error.read().decode(errors="replace")
