"""The emergency in force, for whoever it concerns: what it is, what it rests on, what changes, and one's own stay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portlight.faces.choosing import Choice, said
from portlight.faces.declared import said_by, set_by
from portlight.faces.inputs import Day
from portlight.faces.languages import active
from portlight.faces.laws import cited
from portlight.faces.portal.doors import door
from portlight.faces.portal.words import NOT_PROLONGED, STAYS
from portlight.faces.weather import of
from portlight.kernel.emergencies import queries
from portlight.kernel.emergencies.rules import prolonging
from portlight.kernel.emergencies.rules.prolonging import Prolonged, Relief


class Stay(forms.Form):
    ends_on = Day(
        label=gettext_lazy("Last day of your stay"),
        help_text=gettext_lazy("As your visa, stay permit or residence permit says."),
    )  # fmt: skip
    kind = Choice(label=gettext_lazy("What your stay rests on"), choices=said(STAYS))
    before = forms.BooleanField(label=gettext_lazy("It was prolonged by this measure before"), required=False)

    def __init__(self, *args: Any, relief: Relief, **options: Any) -> None:
        super().__init__(*args, **options)
        if not relief.kinds:
            del self.fields["kind"]


@door("emergency")
def index(request: HttpRequest) -> dict[str, Any]:
    """Nothing that is asked here is kept, and nobody has to say who she is."""
    card = queries.current(timezone.now())
    if card is None:
        return {"shown": None, "emergency": None}
    shown, change = of(card, active()), queries.change_of(card)
    told: dict[str, Any] = {
        "shown": shown, "emergency": shown, "cited": cited(card.declared.basis), "relief": card.relief,
        "set": list(set_by(change, without_said=True)), "said": said_by(change),
    }  # fmt: skip
    return {**told, **_calculated(request, card.relief)} if card.relief else told


def _calculated(request: HttpRequest, relief: Relief) -> dict[str, Any]:
    form = Stay(request.GET if "ends_on" in request.GET else None, relief=relief)
    if not form.is_bound or not form.is_valid():
        return {"form": form}
    told = form.cleaned_data
    found = prolonging.prolonged(told["ends_on"], relief, kind=told.get("kind", ""), before=told["before"])
    if isinstance(found, Prolonged):
        days = prolonging.DAYS_OF_A_MONTH * relief.months
        return {"form": form, "prolonged": found, "ends_on": told["ends_on"], "days": days}
    return {"form": form, "why": NOT_PROLONGED[found], "ends_on": told["ends_on"]}
