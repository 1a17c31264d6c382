"""A person's own door: proving an address and the session that follows. The page behind it is a journey's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import NoReverseMatch, reverse

from portlight.faces import drafts
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.languages import in_path
from portlight.faces.portal import forms, proving, sharing
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import farewell, welcome

_USE = "sign-in"


@door("me", methods=("GET", "POST"))
def sign_in(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, forms.SignIn)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            number = proving.send_code(channel=form.channel, value=form.value)
            asked = drafts.keep(_asked(number, form.value, request.GET.get("next", "")), use=_USE)
            return HttpResponseRedirect(f"{reverse('me:portal:code')}?{urlencode({'asked': asked})}")
    return {"form": form}


@door("me", methods=("GET", "POST"))
def code(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    asked = drafts.kept(request.GET.get("asked", ""), use=_USE)
    if asked is None:  # an hour has gone by, or the address was typed by hand
        return HttpResponseRedirect(reverse("me:portal:sign_in"))
    form = form_for(request, forms.Code)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            number = int(str(asked["number"]))
            key = proving.check_code(address=number, code=form.cleaned_data["code"])
            if question := sharing.ask(number, str(asked["next"])):
                return {"template": "me/portal/whose.html", "question": question, "to": reverse("me:portal:whose")}
            return welcome(HttpResponseRedirect(_onward(str(asked["next"]))), key)
    return {"form": form, "value": asked["value"]}


@door("me", methods=("POST",))
def whose(request: HttpRequest) -> HttpResponseBase:
    """Which of those who share the address she is."""
    key, _, _, onward = sharing.chosen(request.POST.get("ticket", ""), request.POST.get("person", ""))
    return welcome(HttpResponseRedirect(_onward(onward)), key)


@door("me", methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponseBase:
    return farewell(request, HttpResponseRedirect(reverse("home:portal:index")))


def _asked(number: int, value: str, onward: str) -> QueryDict:
    """What the next page must know; kept here, sealed, so that the address tells nothing."""
    kept = QueryDict(mutable=True)
    kept.update({"number": str(number), "value": value, "next": onward})
    return kept


def _onward(path: str) -> str:
    """Only pages of this portal: a path in one of the nine languages."""
    return path if in_path(path) and not path.startswith("//") else _own_page()


def _own_page() -> str:
    """Hers where the journey that gathers it is switched on, else the first page."""
    try:
        return reverse("me:portal:index")
    except NoReverseMatch:
        return reverse("home:portal:index")
