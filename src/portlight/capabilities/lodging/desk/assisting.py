"""Filing for somebody without a telephone or an address: the same declaration, typed by an officer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from portlight.capabilities.lodging import commands, forms, words
from portlight.capabilities.lodging.rules.values import Declared
from portlight.faces.answers import refusals_to
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen

ROOM = "lodging"


@screen(ROOM, may="lodging.assist", path="assist/", methods=("GET", "POST"))
def assist(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """One page for the counter; the slip is printed there and signed by the person."""
    form = forms.searched(request, forms.Assisted)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            at = now()
            declared = Declared(
                holder=form.value(), stay=form.stay(), declared_for=form.cleaned_data["declared_for"],
                lodging=form.lodging(at),
            )  # fmt: skip
            done = commands.declare(
                declared, filed=commands.Filed(language=form.cleaned_data["language"], assisted=True),
                texts=words.message, by=actor_of(request), at=at, request_id=form.cleaned_data["request_id"],
            )  # fmt: skip
            return HttpResponseRedirect(reverse("lodging:desk:case", args=[done.number]))
    return forms.where(form, request.POST.get("sought", ""))
