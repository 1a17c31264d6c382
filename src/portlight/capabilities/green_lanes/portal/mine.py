"""What a person sees: which institutions act for her, in what, and the button that ends it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.capabilities.green_lanes import commands, queries, words
from portlight.capabilities.green_lanes.portal.own import ROOM, to
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, person_of
from portlight.toolkit.refusals import Refused


@door(ROOM, path="mine/", person=True)
def mine(request: HttpRequest) -> dict[str, Any]:
    """Who acts for me."""
    person = person_of(request)
    found = queries.of_person(person) if person else ()
    return {"rows": [_told(one) for one in found]}


@door(ROOM, path="mine/<uuid:member>/revoke/", methods=("POST",), person=True)
def revoke(request: HttpRequest, member: UUID) -> HttpResponseBase:
    """It ends at once; the institution's officers are told."""
    person = person_of(request)
    if person is None:
        raise Refused("lanes.unknown")
    commands.revoke(member, person=person, texts=words.message, by=actor_of(request), at=now())
    return to("mine")


def _told(one: queries.Mine) -> dict[str, Any]:
    matters = [
        (gettext(words.MATTERS[matter]), gettext(words.STATES[state]), number) for matter, state, number in one.matters
    ]
    return {
        "card": one, "name": one.organisation.name_in(active().code), "state": gettext(words.MEMBERS[one.state]),
        "matters": matters,
    }  # fmt: skip
