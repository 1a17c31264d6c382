"""An application that was filed: where it is, what it waits for, its papers; answering and taking back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.capabilities.permits import commands, forms, queries, words
from portlight.capabilities.permits.queries import ApplicationCard
from portlight.capabilities.permits.rules.papers import code_of
from portlight.faces.answers import file as as_file
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.appointments.asked import link
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, person_of
from portlight.kernel.documents import queries as papers_in
from portlight.kernel.papers import queries as papers
from portlight.kernel.slots import queries as slots

ROOM, ONE = "permits", "<str:number>/"
_PAPERS = ("slip", "receipt", "letter")


@door(ROOM, path=ONE, person=True)
def application(request: HttpRequest, number: str) -> dict[str, Any]:
    """Where it is, what happens next, and every paper about it."""
    found = _own(request, number)
    handed_out = [(which, papers.card(getattr(found, which))) for which in _PAPERS if getattr(found, which)]
    return {
        "found": found, "done": request.GET.get("done", ""), "handed_out": handed_out,
        "line": queries.place_in_line(found), "unread": _unread(found), **words.standing(found),
        **_times(request, found),
    }  # fmt: skip


def _times(request: HttpRequest, found: ApplicationCard) -> dict[str, Any]:
    """What is booked for this case, or the way to book: the urgent share for those of the urgent lane."""
    if found.case.closed_at is not None:
        return {}
    booked = next((one for one in slots.about(found.case.about) if one.state == "booked"), None)
    lane: Any = "urgent" if found.lane == "urgent" else "ordinary"
    way = link(
        "permits", person=person_of(request), case=found.case.number, lane=lane, last_lawful=found.last_lawful_on
    )
    return {"booked": booked, "book": way}


@door(ROOM, path=f"{ONE}paper/<str:which>/", person=True)
def paper(request: HttpRequest, number: str, which: str) -> HttpResponseBase:
    """The paper itself, in the language of the page and in Chinese."""
    found = _own(request, number)
    if which not in _PAPERS or not getattr(found, which):
        raise Http404(number)
    printed = papers.pdf(getattr(found, which), language=active().code, by=actor_of(request), why="own", at=now())
    return as_file(printed.pdf, name=printed.name, kind="application/pdf", shown=True)


@door(ROOM, path=f"{ONE}complete/", methods=("GET", "POST"), person=True)
def complete(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """What was asked for: papers one after the other, then the button that sends them."""
    found = _own(request, number)
    if found.case.step != "asked":
        return _to(found)
    if request.POST.get("send"):
        commands.answer(found.case.id, by=actor_of(request), at=now())
        return _to(found)
    form = forms.PaperForm(*([request.POST, request.FILES] if request.method == "POST" else []), wanted=found.missing)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            _handed_in(request, form, found)
            return HttpResponseRedirect(reverse("permits:portal:complete", args=[number]))
    papers_here = words.papers_told(found.missing, papers_in.of(found.case.about))
    return {"form": form, "found": found, "papers": papers_here, **words.standing(found)}


def _handed_in(request: HttpRequest, form: forms.PaperForm, found: ApplicationCard) -> None:
    commands.hand_in(
        form.cleaned_data["which"], (one.read() for one in form.cleaned_data["content"]), about=found.case.about,
        owner=person_of(request), by=actor_of(request), at=now(),
    )  # fmt: skip


def _unread(found: ApplicationCard) -> list[words.PaperLine]:
    """Papers of an open application that could not be opened after they were handed in."""
    if found.decided_at is not None or found.case.closed_at is not None:
        return []
    cards = [one for one in papers_in.of(found.case.about) if one.refused]
    codes = dict.fromkeys(code_of(one.slot) for one in cards)
    return words.papers_told([one for one in codes if one in words.ASKABLE], cards)


@door(ROOM, path=f"{ONE}again/", methods=("GET", "POST"), person=True)
def again(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """Papers that could not be opened, once more."""
    found = _own(request, number)
    unread = _unread(found)
    if not unread:
        return _to(found)
    wanted = tuple(one.code for one in unread)
    form = forms.PaperForm(*([request.POST, request.FILES] if request.method == "POST" else []), wanted=wanted)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            _handed_in(request, form, found)
            return HttpResponseRedirect(reverse("permits:portal:again", args=[number]))
    return {"form": form, "found": found, "papers": unread, **words.standing(found)}


@door(ROOM, path=f"{ONE}reply/", methods=("GET", "POST"), person=True)
def reply(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """Her answer to the reasons for which a refusal is intended."""
    found = _own(request, number)
    if found.case.step != "intended":
        return _to(found)
    form = form_for(request, forms.Reply)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            commands.reply(found.case.id, form.cleaned_data["text"], by=actor_of(request), at=now())
            return _to(found)
    return {"form": form, "found": found, "reason": gettext(words.REASONS.get(found.reason, ""))}


@door(ROOM, path=f"{ONE}withdraw/", methods=("POST",), person=True)
def withdraw(request: HttpRequest, number: str) -> HttpResponseBase:
    found = _own(request, number)
    commands.withdraw(found.case.id, by=actor_of(request), at=now())
    return _to(found)


def _own(request: HttpRequest, number: str) -> ApplicationCard:
    """Hers, or nothing: another's number and one that does not exist get the same page."""
    key = person_of(request)
    found = queries.mine(number, key) if key else None
    if found is None:
        raise Http404(number)
    return found


def _to(found: ApplicationCard) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("permits:portal:application", args=[found.case.number]))
