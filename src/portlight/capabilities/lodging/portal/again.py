"""Do I have to register again? The office's own table as a page: one question, the answer with its reason, all rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from portlight.capabilities.lodging import queries, words
from portlight.faces.choosing import Choice, said
from portlight.faces.portal.doors import door

ROOM = "lodging"


class Again(forms.Form):
    event = Choice(label=gettext_lazy("What has happened?"), choices=said(words.EVENTS, empty=True))
    stay = Choice(label=gettext_lazy("On what do you stay in China?"), choices=said(words.STAYS_NOW, empty=True))


@door(ROOM)
def again(request: HttpRequest) -> dict[str, Any]:
    """Nothing is kept of what is asked here, and nobody's matter is decided by it."""
    form = Again(request.GET if "event" in request.GET else None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return {"form": form, **words.again_told(queries.again_card(at=now(), **asked))}
