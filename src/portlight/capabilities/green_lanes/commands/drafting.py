"""From a checked roster to drafts: the list is brought up to date, and whoever needs something is drafted.

One transaction of a few statements, whatever the number of rows; the people are told afterwards, page by page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portlight.capabilities.green_lanes.commands.roster import with_agreement
from portlight.capabilities.green_lanes.models import (
    BEFORE,
    BROKEN,
    CHECKED,
    CURRENT,
    DRAFT,
    DRAFTED,
    GOOD,
    LEFT,
    NOTED,
    Agreement,
    Batch,
    Member,
    Row,
)
from portlight.capabilities.green_lanes.queries.agreements import AgreementCard
from portlight.capabilities.green_lanes.queries.batches import Read, content_of, read
from portlight.capabilities.green_lanes.queries.members import OF_MEMBER, OF_ROW, paper_index, same_index
from portlight.capabilities.green_lanes.rules.matters import CHANGES, Change, wanted
from portlight.capabilities.green_lanes.rules.people import Person
from portlight.capabilities.green_lanes.rules.rights import TABLE, facts, ground_of
from portlight.kernel.people import commands as people
from portlight.kernel.policies import queries as policies
from portlight.kernel.timeline.commands import record
from portlight.kernel.work.commands import later
from portlight.toolkit.actor import Actor
from portlight.toolkit.points import reached
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import seal

TELL = "lanes.tell"
_PAGE = 400


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """`drafts` were made; `noted`: nothing is wanted now; `before`: a draft of an earlier roster stands; `left`: who is
    not in the list any more."""

    drafts: int = 0
    noted: int = 0
    before: int = 0
    left: int = 0


@dataclass
class _Work:
    batch: Batch
    told: Read
    agreed: AgreementCard
    today: date
    at: datetime
    members: dict[int, Member] = field(default_factory=dict)  # by place


def draft(number: UUID, *, changes: Sequence[Change] = CHANGES, by: Actor, at: datetime) -> Drafted:
    """Brings the list up to date and drafts the rows of these `changes` that want something. A second time changes
    nothing and counts the same drafts.

    What the law lets the institution do stands on each draft (REG 16, 19). Refused: lanes.unknown, lanes.no-agreement,
    lanes.sheet-gone, policies.nothing-in-force.
    """
    batch = Batch.objects.select_related("organisation").filter(number=number).first()
    if batch is None:
        raise Refused("lanes.unknown")
    _, agreed = with_agreement(batch.organisation.key, by, at)
    with transaction.atomic():
        # Of two rosters of one institution the second waits: both would write the same people.
        Agreement.objects.select_for_update().get(key=agreed.key)
        fresh = Batch.objects.filter(pk=batch.pk, state=CHECKED, content__isnull=False)
        if not fresh.update(state=DRAFTED, drafted_at=at):
            return _before(batch)
        told = read(content_of(batch), batch.organisation_id, whole=batch.whole, at=at)
        work = _Work(batch, told, agreed, timezone.localdate(at), at)
        left = _listed(work, by)
        made = _rows(work, frozenset(changes))
        record("lanes.drafted", about=f"lane-batch:{number}", by=by, at=at,
               facts={"drafts": made[DRAFT], "noted": made[NOTED], "before": made[BEFORE], "left": left})  # fmt: skip
        later(kind=TELL, key=f"{number}:0", due_at=at, at=at)
        reached("lanes.drafted")
    return Drafted(drafts=made[DRAFT], noted=made[NOTED], before=made[BEFORE], left=left)


def _before(batch: Batch) -> Drafted:
    if Batch.objects.filter(pk=batch.pk, state=CHECKED).exists():
        raise Refused("lanes.sheet-gone")
    states = list(batch.lines.values_list("state", flat=True))
    return Drafted(drafts=states.count(DRAFT), noted=states.count(NOTED), before=states.count(BEFORE))


def _listed(work: _Work, by: Actor) -> int:
    """The institution's people as this roster says; how many have left."""
    found, known = work.told, Member.objects.in_bulk(set(work.told.compared.known.values()))
    addresses = _addresses(work, by)
    fresh, seen = [], dict[str, Member]()
    for place, person in found.people.items():
        same = same_index(person)
        row = known.get(found.compared.known.get(place, 0)) or seen.get(same)
        if row is None:
            row = Member(organisation_id=work.batch.organisation_id, since=work.at)
            fresh.append(row)
        _kept(row, person, found.compared.change[place], addresses.get(person.email), work)
        seen[same] = work.members[place] = row
    Member.objects.bulk_create(fresh, batch_size=_PAGE)
    changed = [
        "state",
        "particulars",
        "same_index",
        "paper_index",
        "holds",
        "ends_on",
        "address",
        "fresh",
        "changed_on",
        "ended_on",
    ]
    Member.objects.bulk_update([row for row in known.values() if row in seen.values()], changed, batch_size=_PAGE)
    gone = Member.objects.filter(pk__in=found.compared.left, state=CURRENT)
    return gone.update(state=LEFT, ended_on=work.today, reported_at=None)


def _kept(row: Member, person: Person, change: Change, met: people.Met | None, work: _Work) -> None:
    row.particulars = seal(json.dumps(person.to_json(), ensure_ascii=False), column=OF_MEMBER, seal=row.seal)
    row.same_index, row.paper_index = same_index(person), paper_index(person)
    row.state, row.ended_on, row.holds, row.ends_on = CURRENT, None, person.holds, person.ends_on
    if met is not None and met.address != row.address_id:
        row.address_id, row.fresh = met.address, met.fresh
    row.changed_on = work.today if change == "changed" else row.changed_on


def _addresses(work: _Work, by: Actor) -> Mapping[str, people.Met]:
    """E-mail → its entry: strangers are entered, known people found and not changed."""
    emails = sorted({one.email for one in work.told.people.values() if one.email})
    met = people.meet_all([people.Somebody("email", email) for email in emails], by=by, at=work.at)
    return dict(zip(emails, met, strict=True))


def _rows(work: _Work, changes: frozenset[str]) -> dict[str, int]:
    """Each row with what became of it; how many in each state."""
    table = policies.ready(TABLE, work.at)
    if table is None:
        raise Refused("policies.nothing-in-force", name=TABLE)
    roster, made = work.told.roster, {DRAFT: 0, NOTED: 0, BEFORE: 0}
    places = {number: place for place, number in enumerate(roster.numbers)}
    drafted = set(Row.objects.filter(member__in=work.members.values(), state=DRAFT).values_list("member_id", "matter"))
    rights: dict[str, tuple[str, int]] = {}
    rows = list(work.batch.lines.filter(state=GOOD).order_by("row"))
    for row in rows:
        place = places[row.row]
        person, member = work.told.people.get(place), work.members.get(place)
        if person is None or member is None:  # since it was checked a day has passed, or she has revoked
            row.state, row.code = BROKEN, roster.verdict(place).code or ""
            continue
        change = work.told.compared.change[place]
        row.change, row.member, row.paper_index = change, member, member.paper_index
        row.matter = _matter(roster.values, place, person, change, work.today) if change in changes else ""
        row.state = NOTED if not row.matter else BEFORE if (member.pk, row.matter) in drafted else DRAFT
        made[row.state] += 1
        if row.state == DRAFT:
            drafted.add((member.pk, row.matter))
            told = _facts(roster.values, place, row.matter, person, work)
            key = json.dumps(told)
            if key not in rights:
                decision = policies.asked(table.table, told)
                rights[key] = (str(decision.output["right"]), decision.row)
            row.right, row.right_row = rights[key]
            row.right_version, row.ground = table.number, ground_of(told)
            row.particulars = seal(json.dumps(person.to_json(), ensure_ascii=False), column=OF_ROW, seal=row.seal)
    changed = ["state", "code", "change", "member", "paper_index", "matter", "right", "right_row", "right_version",
               "ground", "particulars"]  # fmt: skip
    Row.objects.bulk_update(rows, changed, batch_size=_PAGE)
    return made


def _matter(values: Mapping[str, Sequence[object]], place: int, person: Person, change: Change, today: date) -> str:
    asked = str(values["wanted"][place] or "") if "wanted" in values else ""
    return wanted(
        asked,
        holds=person.holds,
        letter=person.letter,
        change=change,
        ends_on=person.ends_on,
        on=today,
    )


def _facts(
    values: Mapping[str, Sequence[object]], place: int, matter: str, person: Person, work: _Work
) -> dict[str, str]:  # fmt: skip
    ground = str(values["grounds"][place] or "") if "grounds" in values else ""
    return facts(matter, born=person.birth_date, ground=ground, guarantees=work.agreed.guarantees, on=work.today)
