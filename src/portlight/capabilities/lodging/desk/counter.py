"""A code for somebody without a telephone or an e-mail address: printed at the counter, used by herself."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext, gettext_lazy

from portlight.capabilities.lodging import commands, queries, words
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.choosing import Choice, Offered, languages
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.kernel.staff import queries as staff

ROOM, MAY = "lodging", "lodging.counter"
OFFICE = "office"  # the counters of whoever has no station of her own


class Print(forms.Form):
    language = Choice(label=gettext_lazy("Language of the person"), initial="en", choices=Offered(languages))
    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


@screen(ROOM, may=MAY, path="counter/", methods=("GET", "POST"))
def counter(request: HttpRequest) -> dict[str, Any]:
    """The sheet is the answer to the button, once: nobody can look a code up afterwards."""
    form, at = form_for(request, Print), now()
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            language = form.cleaned_data["language"]
            made = commands.print_code(
                counter=_counter(request), language=language, by=actor_of(request), at=at,
                request_id=form.cleaned_data["request_id"],
            )  # fmt: skip
            return {"template": "lodging/desk/counter_sheet.html", **words.sheet(made, language)}
    codes = queries.counter_codes(counter=_counter(request), at=at)
    names = staff.names([one.made_by for one in codes])
    rows = [(one, gettext(words.CODE_STATES[one.state]), names.get(one.made_by, "")) for one in codes]
    return {"form": form, "rows": rows}


@screen(ROOM, may=MAY, path="counter/<int:code>/revoke/", methods=("POST",))
def revoke_code(request: HttpRequest, code: int) -> HttpResponseBase:
    """One of her own counter; another's and one that does not exist get the same page."""
    if code not in {one.number for one in queries.counter_codes(counter=_counter(request), at=now())}:
        raise Http404(str(code))
    commands.revoke_code(code, by=actor_of(request), at=now())
    return HttpResponseRedirect(reverse("lodging:desk:counter"))


def _counter(request: HttpRequest) -> str:
    key = str(request.user.pk)
    return next((team for role in ("station", "window") for team in staff.teams_of(key, role=role)), OFFICE)
