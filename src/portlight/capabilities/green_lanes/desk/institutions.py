"""Institutions: the list, one of them, who acts for it, which program does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.capabilities.green_lanes import commands, forms, queries, words
from portlight.faces.answers import form_for, number_said, refusals_to
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.languages import active
from portlight.kernel.organisations import commands as organisations
from portlight.kernel.organisations import queries as known
from portlight.kernel.organisations.queries import OrganisationCard
from portlight.kernel.staff import queries as staff

ROOM, SEE, AGREE, SIGN, ONE = "lanes", "lanes.see", "lanes.agree", "lanes.sign", "at/<uuid:key>/"


@screen(ROOM, may=SEE)
def index(request: HttpRequest) -> dict[str, Any]:
    """Every institution, the latest first; agreements that wait for a second person."""
    page = known.listed(after=number_said(request.GET, "after"))
    agreed = queries.standing([one.id for one in page.rows], at=now())
    waiting = queries.proposals()
    named = known.named({one.organisation for one in waiting})
    return {
        "page": page, "agrees": allowed(request, AGREE),
        "rows": [(one, gettext(words.KINDS[one.kind]), one.id in agreed) for one in page.rows],
        "waiting": [(one, named[one.organisation]) for one in waiting],
    }  # fmt: skip


@screen(ROOM, may=AGREE, methods=("GET", "POST"))
def enrol(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """Enter an institution under its code."""
    form = form_for(request, forms.Enrolment)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            return to(organisations.enrol(form.value(), by=actor_of(request), at=now(), request_id=form.once()))
    return {"form": form}


@screen(ROOM, may=SEE, path=ONE)
def at(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """One institution: agreements, officers, lists, requests."""
    found, by, moment = one(key), actor_of(request), now()
    agreements = queries.agreements(found.id)
    who = staff.names(
        {key for card in agreements for key in (card.proposed_by, card.judged_by, str(card.contact)) if key}
    )
    return {
        "found": found, "kind": gettext(words.KINDS[found.kind]), "agrees": allowed(request, AGREE),
        "signs": allowed(request, SIGN),
        "agreements": [
            (card, gettext(words.AGREED[card.state]), words.agreement_lines(card), who.get(card.proposed_by, ""),
             who.get(card.judged_by, ""), who.get(str(card.contact), ""), card.proposed_by == by.key)
            for card in agreements
        ],
        "officers": [
            (card, gettext(words.ROLES[card.role])) for card in known.officers(key, by=by, why="desk", at=moment)
        ],
        "batches": queries.batches(found),
        "asked": [
            (card, gettext(words.ABOUT[card.about]), gettext(card.case.label)) for card in queries.requests_of(found)
        ],
        "form": forms.Invitation(initial={"role": "officer", "language": active().code}),
        "admission": forms.Admission(at=moment),
    }  # fmt: skip


@screen(ROOM, may=AGREE, path=f"{ONE}invite/", methods=("GET", "POST"))
def invite(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """Invite somebody to act for the institution: the link goes to her address."""
    found, form = one(key), form_for(request, forms.Invitation)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            commands.invite(key, **form.told(), texts=words.invitation, by=actor_of(request), at=now(),
                            request_id=form.once())  # fmt: skip
            return to(key)
    return {"found": found, "form": form}


@screen(ROOM, may=AGREE, path=f"{ONE}officers/<uuid:officer>/dismiss/", methods=("POST",))
def dismiss(request: HttpRequest, key: UUID, officer: UUID) -> HttpResponseBase:
    organisations.dismiss(officer, by=actor_of(request), at=now())
    return to(key)


@screen(ROOM, may=AGREE, path=f"{ONE}program/", methods=("POST",))
def program(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A program that was admitted acts for this institution."""
    form = forms.Admission(request.POST, at=now())
    if form.is_valid():
        commands.admit_program(UUID(form.cleaned_data["program"]), key, by=actor_of(request), at=now())
    return to(key)


@screen(ROOM, may=AGREE, path=f"{ONE}close/", methods=("POST",))
def close(request: HttpRequest, key: UUID) -> HttpResponseBase:
    organisations.close(key, by=actor_of(request), at=now())
    return to(key)


def one(key: UUID) -> OrganisationCard:
    """The institution, or the page that says that there is none."""
    found = known.organisation(key)
    if found is None:
        raise Http404(key)
    return found


def to(key: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("lanes:desk:at", args=[key]))
