"""Writing and translating: the list, a new notice, texts from files, and the editor."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now

from portlight.capabilities.notices import commands, forms, queries, words
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.kernel.staff import queries as staff
from portlight.toolkit.languages import CODES, SOURCE

ROOM = "notices"


def editor_of(number: str, language: str) -> HttpResponseBase:
    return redirect(f"/desk/notices/{number}/text/?language={language}")


def language_asked(request: HttpRequest) -> str:
    """The language of the text that is edited, not of the page."""
    code = request.GET.get("language", SOURCE)
    return code if code in CODES else SOURCE


@screen(ROOM, may="notices.read")
def index(request: HttpRequest) -> dict[str, Any]:
    return {
        "page": queries.listing(before=request.GET.get("before", "")),
        "to_review": queries.waiting_for(step="translated"),
        "to_sign": queries.waiting_for(step="reviewed"),
        "glass": queries.glass_waiting(),
        "severities": words.SEVERITIES,
    }


@screen(ROOM, may="notices.write", methods=("GET", "POST"))
def write(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, forms.Write)
    if form.is_valid():
        with refusals_to(form):
            number = commands.write(**form.cleaned_data, by=actor_of(request), at=now())
            return editor_of(number, form.cleaned_data["language"])
    return {"form": form}


@screen(ROOM, may="notices.write", methods=("GET", "POST"))
def take_in(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, forms.TakeIn)
    if form.is_valid():
        named = {
            name: form.cleaned_data[name] for name in ("severity", "topic", "issuer", "received_from", "request_id")
        }
        with refusals_to(form):
            number = commands.take_in(files=form.texts(), **named, by=actor_of(request), at=now())
            return editor_of(number, SOURCE)
    return {"form": form, "files": [form[f"file_{code}"] for code in CODES]}


@screen(ROOM, may="notices.translate", methods=("GET", "POST"))
def propose(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """Proposals from outside, laid beside the source; a translator vouches for each, or writes it anew."""
    form = form_for(request, forms.Files)
    if form.is_valid():
        with refusals_to(form):
            languages = commands.propose(
                number=number, files=form.texts(), request_id=form.cleaned_data["request_id"], by=actor_of(request),
                at=now(),
            )  # fmt: skip
            return editor_of(number, languages[0])
    card = queries.editor(number, SOURCE)
    open_for = [each.language.code for each in card.rail if each.state in {"missing", "proposed"}]
    return {"form": form, "card": card, "files": [form[f"file_{code}"] for code in open_for]}


@screen(ROOM, may="notices.read", methods=("GET", "POST"))
def text(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    language = language_asked(request)
    if request.method == "POST":
        return _save(request, number, language)
    card = queries.editor(number, language)
    saved = {"title": card.title, "body": card.body, "revision": card.revision}
    typed = form_for(request, forms.Revise, initial=saved)  # what was typed before a change of the page's language
    return _page(request, card, typed)


@screen(ROOM, may="notices.read", methods=("POST",))
def weigh(request: HttpRequest, number: str) -> dict[str, Any]:
    """What the checks and counters say of the words as they are typed; nothing is saved."""
    typed = {name: request.POST.get(name, "") for name in ("title", "body")}
    return {"card": queries.weigh(number, language_asked(request), **typed)}


def _save(request: HttpRequest, number: str, language: str) -> dict[str, Any] | HttpResponseBase:
    if not allowed(request, "notices.translate"):
        raise PermissionDenied("notices.translate")
    form = forms.Revise(request.POST)
    if form.is_valid():
        with refusals_to(form):
            commands.revise(number=number, language=language, **form.cleaned_data, by=actor_of(request), at=now())
            return editor_of(number, language)
    return _page(request, queries.editor(number, language), form)


def _page(request: HttpRequest, card: queries.EditorCard, form: forms.Revise) -> dict[str, Any]:
    reader = str(request.user.pk)
    edits = allowed(request, "notices.translate") and not card.released_at
    return {
        "card": card,
        "form": form,
        "edits": edits,
        "form_id": "form" if edits else "",
        "sign_form": forms.Sign(initial={"sha256": card.sha256}),
        "back_form": forms.Reason(),
        "once": forms.Once(),
        "own_hand": reader in card.hands,
        "perms_notices": perms_of(request),
    }


def perms_of(request: HttpRequest) -> dict[str, bool]:
    """What the reader may do with notices, for buttons: `perms_notices.sign`."""
    held = staff.permissions_of(str(request.user.pk))
    return {name.removeprefix("notices."): True for name in held if name.startswith("notices.")}
