"""The people of an institution, as its rosters told of them; and what a person sees of who acts for her."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from portlight.capabilities.green_lanes.models import CURRENT, DRAFT, FILED, LEFT, Member, Row
from portlight.capabilities.green_lanes.rules.differing import Standing
from portlight.capabilities.green_lanes.rules.people import Person
from portlight.kernel.cases import queries as cases
from portlight.kernel.organisations import queries as organisations
from portlight.kernel.organisations.queries import OrganisationCard
from portlight.kernel.people import queries as people
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.pages import Page
from portlight.toolkit.sealed import Sealed, blind, open_sealed

OF_MEMBER, OF_ROW = "green_lanes_member.particulars", "green_lanes_row.particulars"


@dataclass(frozen=True, kw_only=True)
class MemberCard:
    """`person` is opened: the page it stands on has noted who read it."""

    id: int
    key: UUID
    person: Person | None
    state: str
    ends_on: date
    told_at: datetime | None
    ended_on: date | None
    reported_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Mine:
    """What a person sees: who acts for her, in which matters, since when. `matters`: code and state of each draft."""

    member: UUID
    organisation: OrganisationCard
    state: str
    since: datetime
    matters: tuple[tuple[str, str, str], ...]  # matter, state, number of the case


def opened(stored: Sealed | bytes | None, column: str, seal: UUID) -> Person | None:
    """Particulars, for the room's own use: who shows them to somebody notes it."""
    return Person.from_json(json.loads(open_sealed(stored, column=column, seal=seal))) if stored else None


def same_index(person: Person) -> str:
    """Blind: equal where two rows are one person."""
    return blind(person.same, purpose="lanes.same")


def paper_index(person: Person) -> str:
    """Blind, as `people` keeps it of a travel paper: its holder is found under it."""
    return blind(f"{person.nationality}{person.paper_number}", purpose="paper.paper")


def standing(organisation: int) -> list[Standing]:
    """Everybody an institution's rosters have named, in every state. One query; nothing is opened."""
    rows = Member.objects.filter(organisation_id=organisation)
    return [
        Standing(member=pk, same=same, paper=paper, state=state)
        for pk, same, paper, state in rows.values_list("pk", "same_index", "paper_index", "state")
    ]


def elsewhere(organisation: int, papers: Iterable[str]) -> frozenset[str]:
    """Which of these passports stand in another institution's list too: for the office, never for an institution."""
    rows = Member.objects.filter(paper_index__in=list(papers), state=CURRENT).exclude(organisation_id=organisation)
    return frozenset(rows.values_list("paper_index", flat=True))


def members(
    organisation: OrganisationCard, *, by: Actor, at: datetime, only: str = CURRENT, after: str = "", size: int = 50
) -> Page[MemberCard]:
    """The institution's people by the end of their stay, a page at a time. Their reading is noted, once a page."""
    rows = Member.objects.filter(organisation_id=organisation.id, state=only).order_by("ends_on", "id")
    day, _, number = after.rpartition(".")
    if number.isdecimal() and day:
        until = date.fromisoformat(day)
        rows = rows.filter(Q(ends_on__gt=until) | Q(ends_on=until, id__gt=int(number)))
    with transaction.atomic():
        found = list(rows[: size + 1])
        if found:
            record("lanes.members-read", about=f"organisation:{organisation.key}", by=by, at=at,
                   facts={"of": len(found[:size])})  # fmt: skip
    return Page.of([_card(row) for row in found], size=size, token=lambda one: f"{one.ends_on.isoformat()}.{one.id}")


def opened_members(numbers: Sequence[int]) -> dict[int, Person]:
    """Several by their row, for a page that has noted its reading. One query."""
    rows = Member.objects.filter(pk__in=list(numbers))
    found = {row.pk: opened(row.particulars, OF_MEMBER, row.seal) for row in rows}
    return {number: person for number, person in found.items() if person}


def counts(organisation: int, *, on: date, soon: date) -> dict[str, int]:
    """How many people it has, how many of them end until `soon`, and how many have left without being reported."""
    rows = Member.objects.filter(organisation_id=organisation)
    now = rows.filter(state=CURRENT)
    return {
        "current": now.count(), "ending": now.filter(ends_on__lte=soon).count(),
        "left": rows.filter(state=LEFT, reported_at=None).count(),
    }  # fmt: skip


def of_person(person: UUID) -> tuple[Mine, ...]:
    """Who acts for somebody: found by the addresses she has proved and by nothing else. A passport's number anybody may
    have read; who typed it must not learn where its holder works."""
    own = [one.number for one in people.addresses(person) if one.verified_at is not None]
    rows = list(Member.objects.filter(address_id__in=own).order_by("-id")[:50])
    named = organisations.named({row.organisation_id for row in rows})
    drafts = list(Row.objects.filter(member__in=rows, state__in=(DRAFT, FILED)).order_by("id"))
    known = cases.cards([one.case_id for one in drafts if one.case_id])
    return tuple(
        Mine(
            member=row.key, organisation=named[row.organisation_id], state=row.state, since=row.since,
            matters=tuple(
                (one.matter, one.state, known[one.case_id].number if one.case_id else "")
                for one in drafts if one.member_id == row.pk
            ),
        )
        for row in rows
    )  # fmt: skip


def _card(row: Member) -> MemberCard:
    return MemberCard(
        id=row.pk, key=row.key, person=opened(row.particulars, OF_MEMBER, row.seal), state=row.state,
        ends_on=row.ends_on, told_at=row.told_at, ended_on=row.ended_on, reported_at=row.reported_at,
    )  # fmt: skip
