"""Declaring where somebody lodges: registered at once or referred to an officer; one registration, whoever declares."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from portlight.capabilities.lodging.commands import rows
from portlight.capabilities.lodging.commands.registering import Fresh, register, supersede
from portlight.capabilities.lodging.commands.telling import Texts
from portlight.capabilities.lodging.kinds import LODGING
from portlight.capabilities.lodging.models import STANDING, Declaration
from portlight.capabilities.lodging.rules.checks import Judged, Place, judge, same_place
from portlight.capabilities.lodging.rules.values import Declared
from portlight.capabilities.lodging.rules.verdicts import CONTRADICTED, TABLE, asked
from portlight.kernel.cases import commands as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.cases.rules import Filing
from portlight.kernel.documents import commands as documents
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known_people
from portlight.kernel.people.rules import NewPaper, NewPerson
from portlight.kernel.places import queries as places
from portlight.kernel.policies import commands as policies
from portlight.kernel.timeline.commands import gathered, record, resent
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind
from portlight.toolkit.statements import insert, select

PASSPORT = "passport-page"
_BY = machine("lodging")
# What stands of a passport, wherever. The last condition is its index's own: SQLite uses the index for no other.
_BESIDE = """
SELECT place_index, same_index, case_id FROM lodging_declaration
WHERE paper_index = %s AND state IN (%s, %s) AND NOT (paper_index = '')
"""
_FILED_AS = {"self": "self", "guest": "host", "child": "guardian", "institution": "institution"}


@dataclass(frozen=True, kw_only=True)
class Done:
    """`first` is False when this was registered before: the slip is the first one's. `slip` may be a receipt."""

    case: int
    number: str
    step: str
    slip: str
    first: bool


@dataclass(frozen=True, kw_only=True)
class Filed:
    """Who files, in which language, who gets the messages; `draft` and `photos` are what was handed in on the way.

    `assisted`: an officer types for somebody who cannot. `pressed_at` is when the button was pressed: lateness is
    judged by it, not by how long a code was under way.
    """

    language: str
    person: UUID | None = None
    contact: int | None = None
    photos: tuple[UUID, ...] = ()
    draft: str = ""
    assisted: bool = False
    pressed_at: datetime | None = None
    batch: str = ""
    counter: bool = False  # by a code from a counter: who files has no address


@dataclass(frozen=True, kw_only=True)
class _Matter:
    """Everything a declaration brings along, from the door to the row."""

    declared: Declared
    filed: Filed
    place: Place
    judged: Judged
    paper: str  # blind index
    spot: str  # blind index
    same: str  # blind index of both and of who it is
    by: Actor
    at: datetime
    continues: int | None
    flags: tuple[str, ...]

    @property
    def filed_as(self) -> str:
        if self.filed.counter:
            return "counter"
        return "staff" if self.filed.assisted else _FILED_AS[self.declared.declared_for]


def declare(
    declared: Declared, *, filed: Filed, texts: Texts, by: Actor, at: datetime, request_id: UUID | None = None,
    continues: int | None = None,
) -> Done:  # fmt: skip
    """Register an accommodation, or pass it to the police station; hand out the slip or the receipt in the same act.

    The same paper at the same place again is the first registration. `continues` is the case this one takes the place
    of: a correction by somebody who declared it. Legal basis: LAW 2012, art. 39(2). Refused: as `rules.checks.judge`,
    lodging.unknown, people.*, documents.*, timeline.resend-differs.
    """
    matter = _matter(declared, filed, by, at, continues)
    given = _given(matter)
    for again in (True, False):
        try:
            with transaction.atomic():
                if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
                    return _earlier(int(earlier))
                with gathered():
                    done = _declared(matter, texts)
                    facts = {"late_by": matter.judged.late_by, "first": done.first}
                    record("lodging.declared", about=f"case:{done.case}", by=by, at=at, request_id=request_id,
                           given=given, result=str(done.case), facts=facts)  # fmt: skip
                return done
        except IntegrityError:  # somebody declared the same at the same moment: the second look finds it
            if not again:
                raise
    raise AssertionError


def check(declared: Declared, *, at: datetime) -> None:
    """What `declare` would refuse at this moment, before anything is asked of the person. Refused: as `declare`."""
    judge(declared, _place(declared), at=at, zone=timezone.get_default_timezone())


def _matter(declared: Declared, filed: Filed, by: Actor, at: datetime, continues: int | None) -> _Matter:
    place, holder = _place(declared), declared.holder
    judged = judge(declared, place, at=filed.pressed_at or at, zone=timezone.get_default_timezone())
    paper = blind(f"{holder.nationality}{holder.paper_number}", purpose="paper.paper")
    spot = blind(same_place(declared.lodging), purpose="lodging.place")
    return _Matter(
        declared=declared, filed=filed, place=place, judged=judged, by=by, at=at, continues=continues, paper=paper,
        spot=spot, same=rows.same_index(paper, spot, holder), flags=judged.flags,
    )  # fmt: skip


def _earlier(case: int) -> Done:
    row, card = rows.declaration(case)
    return Done(case=case, number=card.number, step=card.step, slip=row.slip, first=False)


def _declared(matter: _Matter, texts: Texts) -> Done:
    if matter.continues is not None:
        supersede(matter.continues, by=matter.by, at=matter.at)
    rows.alone_with(matter.paper)
    beside = select(_BESIDE, matter.paper, *STANDING)
    others = {same: case for place, same, case in beside if place == matter.spot}
    if (standing := others.pop(matter.same, None)) is not None:
        _join(standing, matter)
        return _earlier(standing)
    if others:
        matter = replace(matter, flags=(*matter.flags, CONTRADICTED))
    row, case = _write(matter)
    _contradict(row, list(others.values()), matter)
    if matter.continues is not None:
        cases.link(row.pk, matter.continues, "continues", by=matter.by, at=matter.at)
    fresh = Fresh(case=case, contact=matter.filed.contact, photos=bool(matter.filed.photos), beside=bool(beside))
    return _answered(row, fresh, matter, texts)


def _contradict(row: Declaration, others: Sequence[int], matter: _Matter) -> None:
    """All stand, and an officer compares them. Whoever declares now learns nothing of it, not even that it is."""
    if not others:
        return
    Declaration.objects.filter(pk__in=[row.pk, *others]).update(contradicted=True)
    for other in others:
        cases.flag(other, [CONTRADICTED], by=_BY, at=matter.at)
        cases.link(row.pk, other, "contradicts", by=_BY, at=matter.at)


def _answered(row: Declaration, fresh: Fresh, matter: _Matter, texts: Texts) -> Done:
    beside = not matter.place.station and places.addresses_known()
    facts = asked(
        matter.flags, matter.judged.missing, differs=matter.declared.differs_from_photo, typed_beside_table=beside
    )
    found = policies.decide(TABLE, facts, about=f"case:{row.pk}", by=_BY, at=matter.at)
    verdict = str(found.output["verdict"])
    step = register(
        row, matter.declared, verdict, flags=matter.flags, fresh=fresh, texts=texts, by=matter.by, at=matter.at
    )
    return Done(case=row.pk, number=fresh.case.number, step=step, slip=row.slip, first=True)


def _join(case: int, matter: _Matter) -> None:
    """Guest and host have both declared: one registration, which both can see."""
    filed = matter.filed
    rows.add_filer(case, key=matter.by.key, filed_as=matter.filed_as, language=filed.language, contact=filed.contact,
                   at=matter.at)  # fmt: skip


def _write(matter: _Matter) -> tuple[Declaration, CaseCard]:
    """The row, and its case."""
    declared, filed, lodging = matter.declared, matter.filed, matter.declared.lodging
    subject = _subject(matter)
    filing = Filing(filed_as=matter.filed_as, language=filed.language, contact=filed.contact, flags=matter.flags)
    station = matter.place.station
    case = cases.open_case(
        LODGING.name, filing=filing, queue=f"station:{station}" if station else f"district:{lodging.district}",
        subject=subject, likeness=blind(f"{matter.paper}{matter.spot}", purpose="lodging.likeness"),
        by=matter.by, at=matter.at,
    )  # fmt: skip
    row = Declaration(
        case_id=case.id, paper_index=matter.paper, place_index=matter.spot, same_index=matter.same,
        nationality=declared.holder.nationality, declared_for=declared.declared_for, district_id=lodging.district,
        station_id=station or None, address_id=matter.place.number,
        moved_in_at=lodging.moved_in_at, due_at=matter.judged.due_at, declared_at=filed.pressed_at or matter.at,
        late_by=matter.judged.late_by, leaving_on=lodging.leaving_on, missing=list(matter.judged.missing),
        batch=filed.batch,
    )  # fmt: skip
    row.particulars = rows.sealed(declared, row.seal)
    insert(row)
    _join(row.pk, matter)
    for photo in filed.photos:
        documents.use(photo, about=f"case:{case.id}", slot=PASSPORT, owner=subject, draft=filed.draft, by=matter.by,
                      at=matter.at)  # fmt: skip
    return row, case.card


def _subject(matter: _Matter) -> UUID:
    """The person who lodges: the filer herself, somebody with this paper, or somebody new."""
    holder = matter.declared.holder
    paper = NewPaper(country=holder.nationality, number=holder.paper_number, expires_on=holder.paper_until)
    if matter.declared.declared_for == "self" and matter.filed.person is not None:
        people.note_paper(person=matter.filed.person, paper=paper, by=matter.by, at=matter.at)
        return matter.filed.person
    if known := known_people.recognise_paper(paper.country, paper.number):
        return known[0]
    new = NewPerson(
        languages=(), nationality=holder.nationality, name=holder.name, birth_date=holder.birth_date,
        district=matter.declared.lodging.district, papers=(paper,),
    )  # fmt: skip
    return people.enrol([new], by=matter.by, at=matter.at)[0]


def _place(declared: Declared) -> Place:
    lodging = declared.lodging
    if not lodging.address:
        return Place(in_city=places.district(lodging.district) is not None)
    found = places.address(lodging.address)
    if found is None or found.district != lodging.district:
        raise Refused("lodging.address-missing", field="address")
    return Place(in_city=True, number=found.number, use=found.use, station=found.station)


def _given(matter: _Matter) -> list[Any]:
    """What a resend must agree in: the content as a keyed hash, which tells nobody anything."""
    told = json.dumps(matter.declared.to_json(), sort_keys=True)
    return [blind(told, purpose="lodging.given"), matter.filed.language, matter.filed.contact, matter.continues]
