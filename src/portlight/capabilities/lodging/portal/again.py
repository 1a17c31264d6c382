"""Do I have to register again? The office's own table as a page: one question, the answer with its reason, all rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext, gettext_lazy

from portlight.capabilities.lodging import queries, words
from portlight.faces.portal.doors import door

ROOM = "lodging"


class Again(forms.Form):
    event = forms.ChoiceField(label=gettext_lazy("What has happened?"))
    stay = forms.ChoiceField(label=gettext_lazy("On what do you stay in China?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, every in (("event", words.EVENTS), ("stay", words.STAYS_NOW)):
            choices = [("", "—"), *((code, gettext(word)) for code, word in every.items())]
            self.fields[name].choices = choices  # type: ignore[attr-defined]


@door(ROOM)
def again(request: HttpRequest) -> dict[str, Any]:
    """Nothing is kept of what is asked here, and nobody's matter is decided by it."""
    form = Again(request.GET if "event" in request.GET else None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return {"form": form, **words.again_told(queries.again_card(at=now(), **asked))}
