"""What stands around every screen and door: one domain call inside, an answer or a sentence outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.forms import BaseForm
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict

from portlight.faces import drafts
from portlight.faces.words import sentence
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.refusals import Refused

if TYPE_CHECKING:
    from portlight.faces.routes import Route

F = TypeVar("F", bound=BaseForm)


def answer(request: HttpRequest, route: Route, parameters: dict[str, Any]) -> HttpResponseBase:
    """Runs the view: a dict fills its template (`status` in it is the answer's), a refusal becomes a sentence."""
    if request.method not in (*route.methods, "HEAD" if "GET" in route.methods else ""):
        return HttpResponseNotAllowed(route.methods)
    try:
        found = route.view(request, **parameters)
    except Refused as refusal:
        return refused(request, refusal, face=route.face)
    if isinstance(found, HttpResponseBase):
        return found
    if "POST" in route.methods and isinstance(found.get("form"), BaseForm):
        found.setdefault("form_id", "form")  # the language menu becomes buttons of <form id="form">
    status = found.pop("status", 409 if _wrong(found) else 200)
    return render(request, found.pop("template", route.template), found, status=status)


def _wrong(found: dict[str, Any]) -> bool:
    return any(isinstance(form, BaseForm) and form.is_bound and form.errors for form in found.values())


def refused(request: HttpRequest, refusal: Refused, *, face: str) -> HttpResponse:
    """The page of a refusal no form has caught: the sentence, what was typed, and the way back."""
    hidden = ("csrfmiddlewaretoken", "_language", "request_id", "revision", "sha256")  # nobody has typed these
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in hidden and value]
    shown = {"sentence": sentence(refusal), "code": refusal.code, "typed_values": typed}
    return render(request, f"errors/{face}_refused.html", shown, status=409)


def switch_language(request: HttpRequest, to: str) -> HttpResponseRedirect:
    """Back to the page `to` (already in the other language), with what was typed kept as a draft."""
    query = request.GET.copy()
    query.pop("draft", None)
    if key := drafts.keep(request.POST, use=drafts.PAGE):
        query["draft"] = key
    return HttpResponseRedirect(f"{to}?{query.urlencode()}" if query else to)


def asked_language(request: HttpRequest) -> str | None:
    """The language the pressed button of the language menu names, when one was pressed inside a form."""
    code = request.POST.get("_language", "") if request.method == "POST" else ""
    return code if code in LANGUAGES else None


def form_for(request: HttpRequest, form: type[F], **options: Any) -> F:
    """The form bound to what was posted, or filled with the draft of a language switch, or empty."""
    if request.method == "POST":
        return form(request.POST, request.FILES, **options)
    made = form(**options)
    typed = drafts.typed_before(request)
    if typed is not None:
        nothing: MultiValueDict[str, Any] = MultiValueDict()
        for name, field in made.fields.items():
            made.initial[name] = field.widget.value_from_datadict(typed, nothing, made.add_prefix(name))
    return made


def number_said(said: QueryDict, name: str) -> int | None:
    """A number out of an address or a hidden field; None for anything that cannot be one of ours."""
    text = said.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def file(content: bytes, *, name: str, kind: str, shown: bool = False) -> HttpResponse:
    """A file for this reader alone; `shown`: opened in the browser, not saved."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@contextmanager
def refusals_to(form: BaseForm) -> Iterator[None]:
    """Inside, a refusal becomes a sentence beside the field it names, or at the top; the form stays as typed."""
    try:
        yield
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, sentence(refusal))
