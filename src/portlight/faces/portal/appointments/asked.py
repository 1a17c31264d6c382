"""What a time is asked for: a service, perhaps a case of hers, and the lane another room has opened to her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_date

from portlight.faces.answers import number_said
from portlight.faces.portal.persons import person_of
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.slots.rules import MOST_PEOPLE, Lane
from portlight.toolkit import nameplate
from portlight.toolkit.refusals import Refused

ROOM = "appointments"
_SALT = "appointments.asked"
_GOOD_FOR = 7 * 24 * 3600  # seconds a link in a lane holds; the page that gave it gives another


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`about` is `case:<row>` or nothing; `kept` are the parameters that every page of the way carries on."""

    service: str
    label: str
    about: str = ""
    case: str = ""
    lane: Lane = "ordinary"
    last_lawful: date | None = None
    people: int = 1
    kept: tuple[tuple[str, str], ...] = ()

    def query(self, **more: str) -> str:
        return urlencode([*self.kept, *((name, value) for name, value in more.items() if value)])


def link(
    service: str,
    *,
    person: UUID | None = None,
    case: str = "",
    lane: Lane = "ordinary",
    last_lawful: date | None = None,
) -> str:
    """The address of the free times of `service`, in the reader's language: "book a time for this case".

    `case` is its number. A lane other than the ordinary is signed for `person` alone, who must be signed in; whether
    she may use it is decided by the room that gives her the link.
    """
    told = {"case": case, "last": last_lawful.isoformat() if last_lawful else ""}
    if lane != "ordinary":
        signed = {**told, "service": service, "lane": lane, "person": str(person)}
        told = {"for": signing.dumps(signed, salt=_SALT, compress=True)}
    query = urlencode({name: value for name, value in told.items() if value})
    address = reverse(f"{ROOM}:portal:free", args=[service])
    return f"{address}?{query}" if query else address


def asked(request: HttpRequest, service: str) -> Asked:
    """What the address asks for. A case that is not hers does not exist. Refused: appointments.link-over."""
    label = nameplate.services().get(service)
    if label is None:
        raise Http404(service)
    said, key = request.GET, person_of(request)
    told: dict[str, Any] = dict(said.items())
    if "for" in told:
        told = {**told, **_signed(told["for"], service, key)}
    case = _own(str(told.get("case", "")), key)
    people = number_said(said, "people") or 1
    names = ("for",) if "for" in said else ("case", "last")
    return Asked(
        service=service, label=label, about=case.about if case else "", case=case.number if case else "",
        lane=cast("Lane", told["lane"]) if "for" in said else "ordinary", last_lawful=day(str(told.get("last", ""))),
        people=min(max(people, 1), MOST_PEOPLE),
        kept=tuple((name, said[name]) for name in (*names, "people", "move") if said.get(name)),
    )  # fmt: skip


def day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _signed(text: str, service: str, key: UUID | None) -> dict[str, Any]:
    try:
        told: dict[str, Any] = signing.loads(text, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature:
        raise Refused("appointments.link-over") from None
    if told["service"] != service or told["person"] != str(key):
        raise Refused("appointments.link-over")
    return told


def _own(number: str, key: UUID | None) -> CaseCard | None:
    if not number:
        return None
    found = cases.case(number) if key else None
    if found is None or (found.subject != key and found.filed_by_key != str(key)):
        raise Http404(number)
    return found
