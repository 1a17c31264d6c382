"""The portal's own pages: what do you need, and is this message official."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from portlight.faces.portal.doors import door
from portlight.faces.routes import HOME


@door(HOME)
def index(request: HttpRequest) -> dict[str, Any]:
    return {}
