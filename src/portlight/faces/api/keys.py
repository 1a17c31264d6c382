"""Who calls: the key in the header, what it allows, and how fast it may ask."""

from __future__ import annotations

from collections import Counter
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localdate, now
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from portlight.kernel.clients import commands as clients
from portlight.kernel.clients.queries import Caller, caller
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


class ProgramKey(HttpBearer):
    """The key of a program the office has admitted, for those that may do `scope`."""

    openapi_bearerFormat = "plk_…"
    openapi_description = "The key the office gave to the program: `Authorization: Bearer plk_…`"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Refused: clients.key-wrong, .withdrawn, .key-over, .scope-missing."""
        at = now()
        found = caller(token, at=at)
        if self.scope not in found.scopes:
            raise Refused("clients.scope-missing", scope=self.scope)
        clients.note_use(found, on=localdate(at))
        return found


class Pace(BaseThrottle):
    """So many calls a minute for each program. Each web process counts for itself: a call that only reads writes
    nothing, and what is kept from drowning is the process."""

    def __init__(self) -> None:
        self._lock, self._minute = Lock(), 0
        self._calls: Counter[UUID] = Counter()

    def allow_request(self, request: HttpRequest) -> bool:
        minute = int(now().timestamp()) // 60
        with self._lock:
            if minute != self._minute:
                self._minute, self._calls = minute, Counter()
            key = _caller(request).key
            self._calls[key] += 1
            return self._calls[key] <= settings.CLIENT_CALLS

    def wait(self) -> float:
        return 60 - now().timestamp() % 60


def caller_of(request: HttpRequest) -> Actor:
    """The program that calls. Only inside an operation that asks for a key."""
    return _caller(request).actor


def _caller(request: Any) -> Caller:
    found: Caller = request.auth
    return found
