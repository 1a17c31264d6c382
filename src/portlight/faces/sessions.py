"""Django's session belongs to the desk. The portal has none: a person's own is another cookie (`portal.persons`)."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest


class SessionElsewhere(Exception):
    """A page outside the desk tried to keep something in the desk's session."""


class NoSession(SessionBase):
    """Stands where a session would: always empty, never written, sets no cookie."""

    def load(self) -> dict[str, object]:
        return {}

    def __setitem__(self, key: str, value: object) -> None:
        raise SessionElsewhere(key)

    def exists(self, session_key: str) -> bool:
        return False

    def save(self, must_create: bool = False) -> None:
        raise SessionElsewhere("save")

    def create(self) -> None:
        raise SessionElsewhere("create")

    def delete(self, session_key: str | None = None) -> None:
        return None


class DeskSession(SessionMiddleware):
    """SessionMiddleware under /desk/ only."""

    def __call__(self, request: HttpRequest) -> Any:
        if request.path_info.startswith("/desk/"):
            return super().__call__(request)
        request.session = NoSession()
        return self.get_response(request)
