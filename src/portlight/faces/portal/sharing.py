"""An address that several people share: after its code they say which of them they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from portlight.faces import drafts
from portlight.faces.portal.persons import PORTAL
from portlight.kernel.people import queries
from portlight.toolkit.refusals import Refused

WHY = "shared-address"
_USE = "whose"


@dataclass(frozen=True, kw_only=True)
class Sharer:
    """`name` is empty where we know none: then her languages and the day she came must tell."""

    key: UUID
    address: int
    name: str
    languages: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Proved:
    """What the question carries along: whose code it was, the page she wanted."""

    address: int
    onward: str
    ticket: str
    sharers: tuple[Sharer, ...]


def ask(address: int, onward: str) -> Proved | None:
    """The question, when more than one person has the proved address; None otherwise. The names are opened for it,
    and each of them can see on her own page that they were."""
    if len(queries.sharing(address)) < 2:
        return None
    kept = QueryDict(mutable=True)
    kept.update({"proved": str(address), "next": onward})
    return Proved(address=address, onward=onward, ticket=drafts.keep(kept, use=_USE), sharers=sharers(address))


def sharers(address: int) -> tuple[Sharer, ...]:
    at, found = timezone.now(), []
    for one in queries.sharing(address):
        card = queries.person(one.person)
        if card is not None:
            name = queries.opened(one.person, by=PORTAL, why=WHY, at=at).name
            found.append(Sharer(key=one.person, address=one.address, name=name, languages=card.languages,
                                since=card.enrolled_at))  # fmt: skip
    return tuple(found)


def chosen(ticket: str, key: str) -> tuple[UUID, int, int, str]:
    """Who was chosen: her key, her own entry of the address, the entry whose code was typed, the page she wanted.

    The ticket is good once and for an hour. Refused: faces.ticket-over, people.address-unknown.
    """
    told = drafts.take(ticket, use=_USE)
    if told is None or not str(told.get("proved", "")).isdecimal():
        raise Refused("faces.ticket-over")
    proved = int(str(told["proved"]))
    for one in queries.sharing(proved):
        if str(one.person) == key:
            return one.person, one.address, proved, str(told["next"])
    raise Refused("people.address-unknown")
