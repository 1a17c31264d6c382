"""Around everything the web process answers: one count, one sum of seconds, one log line, and a number it carries.

The line names the face and the room, never more of a path: links of one person end in her token.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from portlight.toolkit import logs, meter
from portlight.toolkit.languages import CODES

log = logging.getLogger("portlight.web")
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
_FACES = frozenset({"desk", "api", "hooks", "static", "metrics"})
_PORTAL = frozenset({*CODES, "notices", "feeds", "cap", "status", "verify", ""})
_WORD = re.compile(r"[A-Za-z.-]{0,24}")  # no digit: a number may be somebody's
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def counted(app: Wsgi) -> Wsgi:
    """`app`, counted by face and class of status. The number of a request is the proxy's, or made here, and returned
    as X-Request-ID."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        began, number = time.perf_counter(), _number(environ)
        logs.at_work(request=number)
        face = face_of(environ.get("PATH_INFO", ""))

        said = ["-"]

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            said[0] = status[:3]
            meter.count(
                "portlight_requests", "Answers, by face and class of status.", face=face, status=f"{status[:1]}xx"
            )
            return start(status, [*headers, ("X-Request-ID", number)], *rest)

        try:
            return app(environ, begin)
        finally:
            took = time.perf_counter() - began
            if log.isEnabledFor(logging.INFO):
                log.info("%s %s %s %.0f ms", environ.get("REQUEST_METHOD"), room_of(environ), said[0], took * 1000)
            meter.count("portlight_request_seconds", "Seconds spent on answers, by face.", took, face=face)
            logs.at_work()

    return answer


def face_of(path: str) -> str:
    """desk, portal, api, hooks, static, metrics; anything else is `other`: a scanner makes no label."""
    first = path[1:].partition("/")[0]
    if first in _FACES:
        return first
    return "portal" if first in _PORTAL else "other"


def room_of(environ: dict[str, Any]) -> str:
    """`/fr/subscribing/…`: the first two segments of the path, where they are plain words."""
    words = environ.get("PATH_INFO", "").split("/")
    plain = [word if _WORD.fullmatch(word) else "…" for word in words[1:3]]
    return "/" + "/".join([*plain, *(["…"] if len(words) > 3 else [])])


def _number(environ: dict[str, Any]) -> str:
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if _GIVEN.fullmatch(given) else uuid4().hex
