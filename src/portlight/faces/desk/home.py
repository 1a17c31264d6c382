"""The desk's own pages: today, and every component on one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from portlight.faces.desk.screens import screen
from portlight.faces.routes import HOME
from portlight.toolkit.languages import LANGUAGES


@screen(HOME, may="")
def index(request: HttpRequest) -> dict[str, Any]:
    return {}


@screen(HOME, may="")
def style(request: HttpRequest) -> dict[str, Any]:
    return {"schemes": ("light", "dark"), "languages": LANGUAGES.values()}
