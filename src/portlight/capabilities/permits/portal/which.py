"""Which paper do I need? At most three short steps, each a link that can be kept, sent on and gone back to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest
from django.utils.timezone import localdate, now

from portlight.capabilities.permits import queries, words
from portlight.capabilities.permits.forms import Have, More, Want, carried
from portlight.capabilities.permits.queries import Question
from portlight.capabilities.permits.rules.applying import asked_for
from portlight.capabilities.permits.rules.stays import checked
from portlight.faces.answers import refusals_to
from portlight.faces.portal.doors import door

ROOM = "permits"
STEPS = 3


@door(ROOM)
def which(request: HttpRequest) -> dict[str, Any]:
    """Nothing is kept of what is asked here, and nobody's matter is decided by it."""
    have = Have(request.GET if "holds" in request.GET else None)
    if not _answered(have):
        return _step(1, have)
    want = Want(request.GET if "wants" in request.GET else None)
    if not (want.is_bound and want.is_valid()):
        return _step(2, want, have)
    asked = asked_for(have.cleaned_data["holds"], want.cleaned_data["wants"])
    more = More(request.GET if "more" in request.GET or not asked else None, asked=asked)
    if not (more.is_bound and more.is_valid()):
        return _step(3, more, have, want)
    return _answer(have, want, more)


def _answered(have: Have) -> bool:
    """Whether the first step stands, with dates that can be meant; what is wrong is told beside its field."""
    if not (have.is_bound and have.is_valid()):
        return False
    with refusals_to(have):
        checked(have.stay(), on=localdate())
    return not have.errors


def _step(number: int, form: Form, *before: Form) -> dict[str, Any]:
    kept = list(carried(*before))
    return {
        "form": form, "kept": kept, "back": urlencode(list(carried(*before[:-1]))) if number > 1 else "",
        "place": {"step": number, "steps": STEPS, "percent": 100 * number / (STEPS + 1)},
    }  # fmt: skip


def _answer(have: Have, want: Want, more: More) -> dict[str, Any]:
    told = {name: value for name, value in more.cleaned_data.items() if value}
    card = queries.which(Question(stay=have.stay(), wants=want.cleaned_data["wants"], **told), at=now())
    return {
        "template": "permits/portal/answer.html", "again": urlencode(list(carried(have))), **words.way_told(card)
    }  # fmt: skip
