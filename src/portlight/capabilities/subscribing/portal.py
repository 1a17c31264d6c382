"""A person's way in and out of the office's messages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.timezone import now

from portlight.capabilities.subscribing import commands, forms, queries, rules, words
from portlight.faces import drafts
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.portal.doors import door
from portlight.faces.portal.forms import Code
from portlight.faces.portal.persons import actor_of, person_of, welcome

ROOM = "subscribing"


@door(ROOM, methods=("GET", "POST"))
def index(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, forms.SignUp)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            typed = form.cleaned_data
            number = commands.sign_up(
                channel="email",
                value=typed["address"],
                languages=rules.chain(typed["first_language"], typed["other_languages"]),
                topics=typed["topics"],
                consent=typed["consent"],
                texts=words.code_message(),
                by=actor_of(request),
                at=now(),
            )
            return _to_code(number, typed["address"])
    return {"form": form}


@door(ROOM, methods=("GET", "POST"))
def confirm(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    asked = drafts.kept(request.GET.get("asked", ""))
    if asked is None:  # an hour has gone by, or the address was typed by hand
        return HttpResponseRedirect(reverse("subscribing:portal:index"))
    form = form_for(request, Code)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            key = commands.confirm(
                address=int(str(asked["number"])), code=form.cleaned_data["code"], by=actor_of(request), at=now()
            )
            done = HttpResponseRedirect(f"{reverse('subscribing:portal:choices')}?confirmed=1")
            return welcome(done, key)
    return {"form": form, "value": asked["value"]}


@door(ROOM, methods=("GET", "POST"), person=True)
def choices(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    key = person_of(request)
    card = queries.choices(key) if key else None
    if key is None or card is None:
        return HttpResponseRedirect(reverse("subscribing:portal:index"))
    form = form_for(request, forms.Choices)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            chain = rules.chain(form.cleaned_data["first_language"], form.cleaned_data["other_languages"])
            commands.choose(
                person=key, languages=chain, topics=form.cleaned_data["topics"], by=actor_of(request), at=now()
            )
            return HttpResponseRedirect(f"{reverse('subscribing:portal:choices')}?saved=1")
    if not form.is_bound and not request.GET.get("draft"):
        form = forms.Choices(initial={
            "first_language": card.first_language, "other_languages": card.other_languages, "topics": card.topics,
        })  # fmt: skip
    return {"form": form, "card": card, "move": forms.Move(), "said": request.GET}


@door(ROOM, methods=("POST",), person=True)
def stop(request: HttpRequest) -> HttpResponseBase:
    key, number = person_of(request), request.POST.get("number", "")
    if key and number.isdigit():
        commands.stop_address(person=key, address=int(number), by=actor_of(request), at=now())
    return HttpResponseRedirect(reverse("subscribing:portal:choices"))


@door(ROOM, methods=("GET", "POST"), person=True)
def move(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    key = person_of(request)
    form = form_for(request, forms.Move)
    if key and form.is_bound and form.is_valid():
        with refusals_to(form):
            number = commands.move(
                person=key, address=form.cleaned_data["number"], value=form.cleaned_data["address"],
                texts=words.code_message(), by=actor_of(request), at=now(),
            )  # fmt: skip
            return _to_code(number, form.cleaned_data["address"])
    return {"form": form}


@door(ROOM, path="out/<str:token>/", methods=("GET", "POST"), csrf=False)
def out(request: HttpRequest, token: str) -> dict[str, Any]:
    """One click: a mail program posts here without cookie or form (RFC 8058); a person sees a button first."""
    if request.method == "POST":
        return {"done": commands.stop(token=token, at=now()), "asked": True}
    return {"done": False, "asked": False}


def _to_code(number: int, value: str) -> HttpResponseRedirect:
    kept = QueryDict(mutable=True)
    kept.update({"number": str(number), "value": value})
    return HttpResponseRedirect(f"{reverse('subscribing:portal:confirm')}?{urlencode({'asked': drafts.keep(kept)})}")
