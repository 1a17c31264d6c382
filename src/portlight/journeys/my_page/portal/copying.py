"""A copy of everything: asked for with a second proof, made by the worker, taken within days."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from portlight.faces import drafts
from portlight.faces.answers import file, form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal import proving
from portlight.faces.portal.doors import door
from portlight.faces.portal.forms import Code
from portlight.faces.portal.persons import actor_of, own_contact
from portlight.faces.portal.reaching import name_of
from portlight.journeys.my_page import commands, forms
from portlight.journeys.my_page.portal.seeing import ROOM, person
from portlight.kernel.people import queries as people
from portlight.toolkit.refusals import Refused

_USE = "copy"


@door(ROOM, path="copy/", methods=("GET", "POST"), person=True)
def copy(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """How far it is, or the button; the code goes to an address of hers before anything is gathered."""
    key, form = person(request), form_for(request, forms.Nothing)
    contact = own_contact(key)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            if contact is None:
                raise Refused("my_page.no-address")
            proving.send_own_code(address=contact)
            kept = QueryDict(mutable=True)
            kept.update({"number": str(contact), "person": str(key)})
            return HttpResponseRedirect(f"{reverse('me:portal:code_for_copy')}?{urlencode({'asked': _kept(kept)})}")
    found, made = people.address(contact) if contact else None, people.copy_of(key, at=timezone.now())
    shown: dict[str, Any] = {"copy": made, "way": name_of(found.channel) if found else ""}
    return shown if made and not made.ready else {**shown, "form": form}  # nothing to press while it is made


@door(ROOM, path="copy/code/", methods=("GET", "POST"), person=True)
def code_for_copy(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    key, ticket = person(request), request.GET.get("asked", "")
    asked = drafts.kept(ticket, use=_USE)
    if asked is None or asked["person"] != str(key):
        return _to_copy()
    form = form_for(request, Code)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            proving.check_code(address=int(str(asked["number"])), code=form.cleaned_data["code"])
            commands.ask_copy(
                person=key, language=active().code, by=actor_of(request), at=timezone.now(),
                request_id=UUID(str(asked["request"])),
            )  # fmt: skip
            return _to_copy()
    return {"form": form}


@door(ROOM, path="copy/file/", person=True)
def file_of_copy(request: HttpRequest) -> HttpResponseBase:
    content = people.copy_content(person(request), by=actor_of(request), at=timezone.now())
    return file(content, name="my-page.zip", kind="application/zip")


def _kept(told: QueryDict) -> str:
    told["request"] = str(uuid4())
    return drafts.keep(told, use=_USE)


def _to_copy() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("me:portal:copy"))
