"""The way to an application: each page is kept on the server, so that it can be gone on with on another device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate, now

from portlight.capabilities.permits import commands, forms, queries, words
from portlight.capabilities.permits.effects import EPIDEMIC_WORK
from portlight.capabilities.permits.portal import draft as way
from portlight.capabilities.permits.portal import photo
from portlight.capabilities.permits.queries import DraftWhole
from portlight.capabilities.permits.rules.applied import judge
from portlight.capabilities.permits.rules.matters import MATTERS
from portlight.capabilities.permits.rules.stays import checked
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, own_contact, person_of
from portlight.kernel.documents import queries as papers_in
from portlight.kernel.emergencies import queries as emergencies
from portlight.kernel.slots import queries as slots
from portlight.toolkit.refusals import Refused

ROOM, ONE = "permits", "file/<uuid:key>/"
_TWO = ("GET", "POST")
_CARRIED = ("holds", "entered_on", "printed_days", "extended_days", "enter_before", "permit_until", "happened_on",
            "nationality")  # fmt: skip
_NOTHING: Mapping[str, Any] = {}


@door(ROOM, methods=_TWO, person=True)
def file(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """What, and for whom; what the guide was told comes along in the address."""
    owner = person_of(request)
    form = form_for(request, forms.Start)
    if not form.is_bound and request.GET.get("matter") in MATTERS:
        form.initial["matter"] = request.GET["matter"]
    if form.is_bound and form.is_valid() and owner:
        with refusals_to(form):
            told = {**_carried(request), "filed_as": form.cleaned_data["filed_as"],
                    "agent_ground": form.cleaned_data["agent_ground"]}  # fmt: skip
            key = commands.begin(owner, form.cleaned_data["matter"], told, by=actor_of(request), at=now())
            return way.onward("who", key)
    return {"form": form, "drafts": _named(queries.of_owner(owner, at=now())) if owner else ()}


def _carried(request: HttpRequest) -> dict[str, Any]:
    """What was answered on the way here, where it can be meant; nothing of it is believed without the page after."""
    have = forms.Have(request.GET)
    have.is_valid()
    told = {name: have.cleaned_data.get(name) for name in _CARRIED if have.cleaned_data.get(name) is not None}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in told.items() if value}


@door(ROOM, path=f"{ONE}who/", methods=_TWO, person=True)
def who(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """As her passport says it: read from a photo of it, or as she said it in an earlier application."""
    found = way.own(request, key)
    read = photo.read_of(found)
    unsaid = read.fields if read and found.typed.get("read_unsaid") else {}
    page = _page(
        request, found, "who", forms.Who, "stay", before=way.of_her, instead=unsaid, also={"read_unsaid": False}
    )
    return page if isinstance(page, HttpResponseBase) else {**page, **photo.shown(found, read)}


@door(ROOM, path=f"{ONE}stay/", methods=_TWO, person=True)
def stay(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """On what she is here: the same questions as in the guide."""
    return _page(request, way.own(request, key), "stay", forms.Have, "wish")


@door(ROOM, path=f"{ONE}wish/", methods=_TWO, person=True)
def wish(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """For what, and whether it can wait; work against an epidemic is a ground while an emergency says so."""
    epidemic_work = emergencies.parameter(EPIDEMIC_WORK, False, now())
    return _page(request, way.own(request, key), "wish", forms.Wish, "papers", epidemic_work=epidemic_work)


def _page(
    request: HttpRequest, found: DraftWhole, page: str, kind: type[Form], then: str, *,
    before: way.Before | None = None, instead: Mapping[str, Any] = _NOTHING, also: Mapping[str, Any] = _NOTHING,
    **options: Any,
) -> dict[str, Any] | HttpResponseBase:  # fmt: skip
    """`before`: what stands in the form until she has said something on this page; `instead`: what stands there in the
    place of what she said; `also`: what is kept beside what she says."""
    key, form = found.card.key, form_for(request, kind, **options)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            if isinstance(form, forms.Have):
                checked(form.stay(), on=localdate())
            owner = person_of(request)
            if owner is not None:
                commands.keep(key, owner, {**form.cleaned_data, **also}, by=actor_of(request), at=now())
            return way.onward(then, key)
    earlier: Mapping[str, Any] = {}
    if not form.is_bound and not request.GET.get("draft"):
        earlier = before(request, found) if before else {}
        form.initial.update(earlier)
        form.initial.update({name: way.said(found, name) for name in form.fields if name in found.typed})
        form.initial.update({name: value for name, value in instead.items() if name in form.fields})
    return {
        "form": form, "found": found, "again": bool(earlier), "matter": words.named(found.card.matter),
        "place": way.step(page),
    }  # fmt: skip


@door(ROOM, path=f"{ONE}papers/", methods=_TWO, person=True)
def papers(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """What the matter asks for, as photos or PDFs; what is not there yet may be brought, or is asked for once."""
    found, owner = way.own(request, key), person_of(request)
    wanted = tuple(one for one in MATTERS[found.card.matter].papers if one != "form")  # these pages are the form
    told = words.papers_told(wanted, papers_in.of(found.about), queries.papers_of(owner, wanted) if owner else ())
    form = forms.PaperForm(*([request.POST, request.FILES] if request.method == "POST" else []), wanted=wanted)
    form.initial["which"] = next((one.code for one in told if not one.count), wanted[0])
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            contents = (one.read() for one in form.cleaned_data["content"])
            commands.hand_in(
                form.cleaned_data["which"], contents, about=found.about, by=actor_of(request), at=now()
            )  # fmt: skip
            return way.onward("papers", key)
    return {
        "form": form, "found": found, "matter": words.named(found.card.matter), "place": way.step("papers"),
        "papers": told,
    }  # fmt: skip


@door(ROOM, path=f"{ONE}papers/<uuid:paper>/out/", methods=("POST",), person=True)
def take_out(request: HttpRequest, key: UUID, paper: UUID) -> HttpResponseBase:
    """A wrong piece; one that is gone already is gone."""
    commands.take_out(paper, about=way.own(request, key).about, by=actor_of(request), at=now())
    return way.onward("papers", key)


@door(ROOM, path=f"{ONE}papers/<uuid:paper>/again/", methods=("POST",), person=True)
def use_again(request: HttpRequest, key: UUID, paper: UUID) -> HttpResponseBase:
    """A piece that she has handed in for another application."""
    found, owner = way.own(request, key), person_of(request)
    known = next((one for one in queries.papers_of(owner, words.ASKABLE) if one.key == paper), None) if owner else None
    if known is None or owner is None:
        raise Http404(str(paper))
    commands.use_again(paper, known.slot, about=found.about, owner=owner, by=actor_of(request), at=now())
    return way.onward("papers", key)


@door(ROOM, path=f"{ONE}check/", methods=_TWO, person=True)
def check(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """Everything once more, what the days say of it, and the button."""
    owner = person_of(request)
    if request.method == "POST" and owner and (case := queries.became(key, owner)):  # pressed again
        return _to(queries.number_of(case))
    found = way.own(request, key)
    applied = way.applied(found)
    if isinstance(applied, str):
        return way.onward(applied, key)
    handed_in = papers_in.of(found.about)
    kept = [one for one in handed_in if one.serves]
    if request.method == "POST":
        filed = commands.Filed(
            language=active().code, person=owner, contact=own_contact(owner) if owner else None, draft=key,
            papers=tuple((one.slot, one.key) for one in kept),
        )  # fmt: skip
        done = commands.file(applied, filed=filed, texts=words.message, by=actor_of(request), at=now(), request_id=key)
        return _to(done.number)
    return {
        "found": found, "place": way.step("check"), "count": len(kept), "unread": any(one.refused for one in handed_in),
        **_looked_at(applied),
    }  # fmt: skip


def _looked_at(applied: Any) -> dict[str, Any]:
    """What would be refused stands on the page before the button, with the page that mends it."""
    shown: dict[str, Any] = {"lines": words.lines(applied), "matter": words.named(applied.matter)}
    try:
        judged = judge(applied, on=localdate())
    except Refused as refusal:
        return {**shown, "wrong": words.wrong(refusal)}
    first = slots.first_times("permits", last_lawful=judged.last_lawful, at=now())
    return {
        **shown, "judged": judged, "first": first, "who": words.who_told(judged.matter),
        "state": words.days_told(judged),
    }  # fmt: skip


@door(ROOM, path=f"{ONE}throw-away/", methods=("POST",), person=True)
def throw_away(request: HttpRequest, key: UUID) -> HttpResponseBase:
    owner = person_of(request)
    if owner is not None:
        commands.drop(key, owner, by=actor_of(request), at=now())
    return HttpResponseRedirect(reverse("permits:portal:file"))


def _to(number: str) -> HttpResponseBase:
    return HttpResponseRedirect(f"{reverse('permits:portal:application', args=[number])}?done=1")


def _named(drafts: Any) -> list[tuple[Any, dict[str, str]]]:
    return [(one, words.named(one.matter)) for one in drafts]
