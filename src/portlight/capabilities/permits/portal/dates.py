"""What ends when: the three dates explained, and counted from what one types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate, now
from django.utils.translation import gettext

from portlight.capabilities.permits import queries, words
from portlight.capabilities.permits.forms import Have
from portlight.capabilities.permits.rules.stays import checked
from portlight.faces.answers import number_said, refusals_to
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import person_of

ROOM = "permits"


@door(ROOM)
def index(request: HttpRequest) -> dict[str, Any]:
    """The guide, and what a signed-in person has begun and filed."""
    key = person_of(request)
    page = queries.filed_by(key, after=number_said(request.GET, "after")) if key else None
    drafts = queries.of_owner(key, at=now()) if key else ()
    return {
        "matters": words.matters_told(), "next": page.next if page else None,
        "filed": [(one, words.named(one.matter), gettext(one.case.label)) for one in page.rows] if page else (),
        "drafts": [(one, words.named(one.matter)) for one in drafts],
    }  # fmt: skip


@door(ROOM)
def dates(request: HttpRequest) -> dict[str, Any]:
    """Nothing is kept of what is typed here."""
    form = Have(request.GET if "holds" in request.GET else None)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            stay = checked(form.stay(), on=localdate())
            return {"form": form, **words.ends_told(queries.ends(stay, at=now()))}
    return {"form": form}
