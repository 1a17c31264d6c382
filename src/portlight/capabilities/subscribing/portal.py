"""A person's way in and out of the office's messages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.capabilities.subscribing import commands, forms, queries, rules, words
from portlight.delivery import tokens
from portlight.faces import drafts
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.portal import reaching, sharing
from portlight.faces.portal.doors import door
from portlight.faces.portal.forms import EMAIL, TYPED, Code
from portlight.faces.portal.persons import actor_of, person_of, welcome
from portlight.kernel.people import queries as people
from portlight.kernel.people.queries import AddressCard

ROOM = "subscribing"


@door(ROOM, methods=("GET", "POST"))
def index(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, forms.SignUp)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            typed = form.cleaned_data
            number = commands.sign_up(
                channel=form.channel,
                value=form.value,
                languages=rules.chain(typed["first_language"], typed["other_languages"]),
                topics=typed["topics"],
                consent=typed["consent"],
                texts=words.code_message(),
                by=actor_of(request),
                at=now(),
            )
            return _to_code(number, form.value)
    return {"form": form}


@door(ROOM, methods=("GET", "POST"))
def confirm(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    asked = drafts.kept(request.GET.get("asked", ""), use=ROOM)
    if asked is None:  # an hour has gone by, or the address was typed by hand
        return HttpResponseRedirect(reverse("subscribing:portal:index"))
    form = form_for(request, Code)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            number = int(str(asked["number"]))
            key = commands.confirm(address=number, code=form.cleaned_data["code"], by=actor_of(request), at=now())
            if key is None:
                question, to = sharing.ask(number, ""), reverse("subscribing:portal:whose")
                return {"template": "me/portal/whose.html", "question": question, "to": to}
            return _confirmed(key)
    return {"form": form, "value": asked["value"]}


@door(ROOM, methods=("POST",))
def whose(request: HttpRequest) -> HttpResponseBase:
    """For which of those who share the address the choices are."""
    key, address, proved, _ = sharing.chosen(request.POST.get("ticket", ""), request.POST.get("person", ""))
    commands.confirm_as(person=key, address=address, proved=proved, at=now())
    return _confirmed(key)


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
    lines = [(reaching.name_of(one.channel), one, _move(one)) for one in card.addresses]
    return {"form": form, "lines": lines, "offers": reaching.offers(), "said": request.GET}


@door(ROOM, path="add/<slug:kind>/", methods=("GET", "POST"), person=True)
def add(request: HttpRequest, kind: str) -> dict[str, Any]:
    """A picture that ties something of hers to the person of this session: shown to her alone, when she asks for it."""
    key, way = person_of(request), reaching.ways().get(kind)
    number = people.number(key) if key else None
    if way is None or way.picture is None or number is None:
        raise Http404(kind)
    form = form_for(request, forms.Nothing)
    drawn = way.picture(tokens.token(tokens.BIND, number), now()) if request.method == "POST" else ""
    return {"form": form, "picture": drawn, "label": gettext(way.label), "text": gettext(way.text)}


@door(ROOM, methods=("POST",), person=True)
def stop(request: HttpRequest) -> HttpResponseBase:
    key, number = person_of(request), request.POST.get("number", "")
    if key and number.isdigit():
        commands.stop_address(person=key, address=int(number), by=actor_of(request), at=now())
    return HttpResponseRedirect(reverse("subscribing:portal:choices"))


@door(ROOM, methods=("GET", "POST"), person=True)
def move(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    key = person_of(request)
    own = people.addresses(key) if key else []
    kinds = {str(one.number): one.channel for one in own if one.channel in TYPED}
    form = form_for(request, forms.Move, only=kinds.get(request.POST.get("number", ""), EMAIL))
    if key and form.is_bound and form.is_valid():
        with refusals_to(form):
            number = commands.move(
                person=key, address=form.cleaned_data["number"], value=form.value,
                texts=words.code_message(), by=actor_of(request), at=now(),
            )  # fmt: skip
            return _to_code(number, form.value)
    return {"form": form}


@door(ROOM, path="out/<str:token>/", methods=("GET", "POST"), csrf=False)
def out(request: HttpRequest, token: str) -> dict[str, Any]:
    """One click: a mail program posts here without cookie or form (RFC 8058); a person sees a button first."""
    if request.method == "POST":
        return {"done": commands.stop(token=token, at=now()), "asked": True}
    return {"done": False, "asked": False}


def _move(address: AddressCard) -> forms.Move | None:
    """The form that puts another address in its place, where one can type it."""
    fits = address.in_use and address.channel in TYPED
    return forms.Move(only=address.channel, auto_id=f"id_{address.number}_%s") if fits else None


def _confirmed(key: UUID) -> HttpResponseBase:
    return welcome(HttpResponseRedirect(f"{reverse('subscribing:portal:choices')}?confirmed=1"), key)


def _to_code(number: int, value: str) -> HttpResponseRedirect:
    kept = QueryDict(mutable=True)
    kept.update({"number": str(number), "value": value})
    asked = drafts.keep(kept, use=ROOM)
    return HttpResponseRedirect(f"{reverse('subscribing:portal:confirm')}?{urlencode({'asked': asked})}")
