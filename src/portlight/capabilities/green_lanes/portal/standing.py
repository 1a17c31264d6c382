"""For whom somebody acts, what was agreed, who else acts, and whose stay ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.timezone import localdate, now
from django.utils.translation import gettext

from portlight.capabilities.green_lanes import commands, forms, queries, words
from portlight.capabilities.green_lanes.portal.own import ONE, ROOM, own, to
from portlight.capabilities.green_lanes.rules.matters import ENDING
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, person_of
from portlight.kernel.organisations import commands as organisations
from portlight.kernel.organisations import queries as known
from portlight.kernel.organisations.rules import may
from portlight.kernel.staff import queries as staff
from portlight.toolkit.refusals import Refused

WEEK = timedelta(days=7)


@door(ROOM)
def index(request: HttpRequest) -> dict[str, Any]:
    """What a green lane is; for whom the reader acts."""
    person = person_of(request)
    own_of = known.of_person(person) if person else ()
    rows = [
        (one.organisation, one.organisation.name_in(active().code), gettext(words.ROLES[one.role])) for one in own_of
    ]
    return {"rows": rows, "known": person is not None}


@door(ROOM, path=ONE, person=True)
def at(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """One institution: what was agreed, what is left of it today, its lists, what it has asked."""
    found, moment = own(request, key), now()
    today = localdate(moment)
    agreed = queries.in_force(found.id, at=moment)
    asked = [(one, gettext(words.ABOUT[one.about]), gettext(one.case.label)) for one in queries.requests_of(found)]
    return {
        "found": found, "name": found.name_in(active().code), "agreed": agreed,
        "lines": words.agreement_lines(agreed) if agreed else [],
        "contact": staff.names([agreed.contact]).get(str(agreed.contact), "") if agreed else "",
        "left": queries.left_of(agreed, on=today) if agreed else None, "batches": queries.batches(found),
        "asked": asked, "counts": queries.counts(found.id, on=today, soon=today + ENDING),
        "files": queries.acting(key, actor_of(request), "file") is not None,
    }  # fmt: skip


@door(ROOM, path=f"{ONE}people/", person=True)
def people(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """The institution's people by the end of their stay; who has left."""
    found, moment = own(request, key), now()
    only = "left" if request.GET.get("only") == "left" else "current"
    page = queries.members(found, by=actor_of(request), at=moment, only=only, after=request.GET.get("after", ""))
    return {
        "found": found, "name": found.name_in(active().code), "page": page, "only": only,
        "soon": localdate(moment) + ENDING, "files": queries.acting(key, actor_of(request), "file") is not None,
    }  # fmt: skip


@door(ROOM, path=f"{ONE}people/<uuid:member>/report/", methods=("POST",), person=True)
def report(request: HttpRequest, key: UUID, member: UUID) -> HttpResponseBase:
    """Tells the office that somebody has left."""
    own(request, key, "file")
    number = commands.report_left(member, language=active().code, by=actor_of(request), at=now())
    return to("request", number) if number else to("people", key)


@door(ROOM, path=f"{ONE}officers/", methods=("GET", "POST"), person=True)
def officers(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """Who acts for the institution; an officer invites another."""
    found, by, moment = own(request, key), actor_of(request), now()
    form = form_for(request, forms.Invitation, initial={"language": active().code})
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            commands.invite(key, **form.told(), texts=words.invitation, by=by, at=moment, request_id=form.once())
            return to("officers", key)
    person = person_of(request)
    role = known.role_of(person, key) if person else None
    rows = [(one, gettext(words.ROLES[one.role])) for one in known.officers(key, by=by, why="own", at=moment)]
    return {
        "found": found, "name": found.name_in(active().code), "rows": rows, "form": form,
        "invites": role is not None and may(role, "invite"),
    }  # fmt: skip


@door(ROOM, path=f"{ONE}officers/<uuid:officer>/dismiss/", methods=("POST",), person=True)
def dismiss(request: HttpRequest, key: UUID, officer: UUID) -> HttpResponseBase:
    own(request, key, "invite")
    organisations.dismiss(officer, by=actor_of(request), at=now())
    return to("officers", key)


@door(ROOM, path="join/<str:token>/", methods=("GET", "POST"), person=True)
def join(request: HttpRequest, token: str) -> dict[str, Any] | HttpResponseBase:
    """The link of an invitation: she who has proved its address accepts it by a button."""
    person, moment = person_of(request), now()
    if request.method == "POST" and person is not None:
        key = organisations.accept(token, person=person, by=actor_of(request), at=moment)
        return to("at", key)
    found = known.invitation(organisations.token_hash(token), at=moment)
    if found is None:
        raise Refused("organisations.invitation-over")
    return {"found": found, "name": found.name_in(active().code), "form": forms.Nothing()}
