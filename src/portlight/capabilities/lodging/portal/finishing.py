"""The last page: what was typed, said back in the reader's language; the code; the declaration."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from portlight.capabilities.lodging import commands, queries, words
from portlight.capabilities.lodging.portal import draft as way
from portlight.capabilities.lodging.rules.values import Declared
from portlight.faces.languages import active
from portlight.faces.portal.persons import own_contact, person_of, welcome
from portlight.faces.portal.reading import read_of
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known
from portlight.toolkit.actor import person
from portlight.toolkit.refusals import Refused

_CHANGED_ON = {
    "declared_for": "declare", **dict.fromkeys(("address", "room", "district", "host_name"), "address"),
    **dict.fromkeys(("moved_in", "leaving_on", "stay_kind", "stay_until", "entered_on"), "days"),
}  # fmt: skip


def checked(draft: way.Draft, *, at: datetime) -> Declared | str:
    read = read_of(draft.reading, at, why="declare")
    return way.declared(draft, at=at, read=read.told() if read else None)


def address_of(draft: way.Draft) -> str:
    return draft.said("contact_value")


def finish(request: HttpRequest, draft: way.Draft, declared: Declared, *, code: str) -> HttpResponseBase:
    """Proves the address where that is still to do, declares, and leads to the receipt.

    Refused: lodging.*, people.proof-wrong and its like. Once the address is proved she is signed in, so that a refusal
    after it asks for no second code.
    """
    at, key = now(), person_of(request)
    contact = (own_contact(key) or 0) if key else int(draft.said("contact") or 0)
    fresh = key is None
    if key is None:
        commands.check(declared, at=at)  # no code is used up by what is refused
        proved = people.prove(address=contact, code=code, by=person(draft.said("draft_id")), at=at,
                               request_id=draft.request_id)  # fmt: skip
        key, contact = _whose(proved, contact, declared)
    filed = commands.Filed(
        language=active().code, person=key, contact=contact or None, draft=draft.about, pressed_at=at,
        photos=(draft.photo,) if draft.photo else (),
    )  # fmt: skip
    try:
        done = commands.declare(
            declared, filed=filed, texts=words.message, by=person(key), at=at, request_id=draft.request_id,
            continues=_continued(draft, key),
        )  # fmt: skip
    except Refused:
        if not fresh:
            raise
        return welcome(way.onward("check", draft), key)
    answer = HttpResponseRedirect(f"{reverse('lodging:portal:receipt', args=[done.number])}?done=1")
    return welcome(answer, key) if fresh else answer


def _continued(draft: way.Draft, key: UUID) -> int | None:
    """The case that is corrected, if it is hers."""
    found = queries.mine(draft.said("continues"), key) if draft.said("continues") else None
    return found.case.id if found else None


def _whose(proved: UUID, contact: int, declared: Declared) -> tuple[UUID, int]:
    """At an address that a family shares: the one with this paper, when she declares herself; else the first entry."""
    sharers = known.sharing(contact)
    owners = set(known.recognise_paper(declared.holder.nationality, declared.holder.paper_number))
    if declared.declared_for == "self":
        for one in sharers:
            if one.person in owners:
                return one.person, one.address
    return proved, contact


def summary(declared: Declared) -> list[tuple[str, str, str]]:
    """What she has said: label, value, the page that changes it."""
    return [(label, value, _CHANGED_ON.get(name, "holder")) for name, label, value in words.lines(declared)]
