"""Lists of people who have entered: handed in, what is wrong with which cell, and in numbers what came of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from portlight.capabilities.lodging import commands, queries, words
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.languages import active

ROOM = "lodging"
SHOWN = 200  # faults on the page


class List(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("The list: XLSX, XLS, ODS or CSV"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )


@screen(ROOM, may="lodging.entrants", path="entrants/", methods=("GET", "POST"))
def entrants(request: HttpRequest) -> dict[str, Any]:
    """The same list twice makes no doubles, so the answer may be looked at again. Nobody is listed, only counted."""
    form = form_for(request, List)
    told: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            taken = commands.take_entrants(form.cleaned_data["sheet"].read(), by=actor_of(request), at=now())
            faults = [(one, words.entrant_remedy(one.code, one.facts, active().code)) for one in taken.faults[:SHOWN]]
            told |= {"taken": taken, "faults": faults, "more": len(taken.faults) - len(faults)}
    return {**told, "days": queries.entry_days()}
