"""The desk's own pages: today, and every component on one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from portlight.faces.desk.screens import screen
from portlight.faces.desk.style import Shown, sheet
from portlight.faces.languages import active
from portlight.faces.routes import HOME
from portlight.toolkit import nameplate
from portlight.toolkit.languages import LANGUAGES


@screen(HOME, may="")
def index(request: HttpRequest) -> dict[str, Any]:
    """What waits for this account, from every room that knows."""
    key = str(request.user.pk)
    lines = [line for plate in nameplate.plates() if plate.waiting for line in plate.waiting(key)]
    waiting = [(gettext(line.label), line) for line in lines if line.count]
    return {"waiting": sorted(waiting, key=lambda pair: (-pair[1].late, pair[0])), "now": timezone.now()}


@screen(HOME, may="")
def style(request: HttpRequest) -> dict[str, Any]:
    """Every component, in the language and the colours chosen on the page."""
    asked = request.GET.get("language", "")
    language, scheme = asked if asked in LANGUAGES else active().code, request.GET.get("scheme", "both")
    return {
        "shown": Shown(initial={"language": language, "scheme": scheme}),
        "of": LANGUAGES[language],
        "sheet": sheet(language, scheme, at=timezone.now()),
    }
