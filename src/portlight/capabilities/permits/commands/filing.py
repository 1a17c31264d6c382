"""Filing an application: a numbered case and a slip at once; to the same-day lane where it cannot wait."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from portlight.capabilities.permits.commands import letters, rows
from portlight.capabilities.permits.commands.promising import look_promised
from portlight.capabilities.permits.commands.telling import Texts, tell
from portlight.capabilities.permits.kinds import ORDINARY, URGENT
from portlight.capabilities.permits.models import Application, Draft
from portlight.capabilities.permits.queries.fees import due_fee
from portlight.capabilities.permits.rules import triage
from portlight.capabilities.permits.rules.applied import Applied, Judged, judge, urgent_for_want_of_time
from portlight.capabilities.permits.rules.fees import Fee
from portlight.capabilities.permits.rules.stays import relieved_as
from portlight.kernel.cases import commands as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.cases.rules import Filing
from portlight.kernel.documents import commands as documents
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known_people
from portlight.kernel.people.rules import NewPaper, NewPerson
from portlight.kernel.policies import commands as policies
from portlight.kernel.slots import queries as slots
from portlight.kernel.timeline.commands import gathered, record, resent
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.sealed import blind
from portlight.toolkit.statements import insert

SERVICE = "permits"
_BY = machine("permits")


@dataclass(frozen=True, kw_only=True)
class Done:
    """`lane`: ordinary or urgent; `way`: as `slots.first_times` says, empty when it was sent again."""

    case: int
    number: str
    slip: str
    lane: str
    way: str


@dataclass(frozen=True, kw_only=True)
class Filed:
    """Who files, in which language, who gets the messages; `papers`: (slot, key) of what was handed in in the draft.

    `look_within`: working days to the first look, where somebody was promised them; None: what the office promises all.
    """

    language: str
    person: UUID | None = None
    contact: int | None = None
    draft: UUID | None = None
    papers: tuple[tuple[str, UUID], ...] = ()
    assisted: bool = False
    papers_of: str = ""  # under which the papers are kept until now; empty: the draft's own
    look_within: int | None = None


def file(
    applied: Applied, *, filed: Filed, texts: Texts, by: Actor, at: datetime, request_id: UUID | None = None
) -> Done:
    """Takes an application in and hands out the slip in the same act. Being late, or too late, refuses nothing.

    A stay that ends before the first ordinary time goes to the same-day lane; with no time left at all it is filed and
    flagged for the supervisor. Legal basis: REG 12, 17; the day of filing is kept for whoever judges an overstay.
    Refused: as `rules.applied.judge`, people.*, documents.*, timeline.resend-differs.
    """
    judged = judge(applied, on=rows.local(at))
    given = [blind(json.dumps(applied.to_json(), sort_keys=True), purpose="permits.given"), filed.language]
    for again in (True, False):
        try:
            with transaction.atomic():
                if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
                    return _earlier(int(earlier))
                with gathered():
                    done = _filed(applied, judged, filed, texts, by, at)
                    facts = {"matter": applied.matter, "lane": done.lane, "late_by": judged.late_by,
                             "in_time": judged.in_time}  # fmt: skip
                    record("permits.filed", about=f"case:{done.case}", by=by, at=at, request_id=request_id,
                           given=given, result=str(done.case), facts=facts)  # fmt: skip
                return done
        except IntegrityError:  # the same request came twice at the same moment: the second look finds it
            if not again:
                raise
    raise AssertionError


def check(applied: Applied, *, at: datetime) -> None:
    """What `file` would refuse at this moment. Refused: as `rules.applied.judge`."""
    judge(applied, on=rows.local(at))


def _earlier(case: int) -> Done:
    row, card = rows.application(case)
    return Done(case=case, number=card.number, slip=row.slip, lane=row.lane, way="")


def _filed(applied: Applied, judged: Judged, filed: Filed, texts: Texts, by: Actor, at: datetime) -> Done:
    way = _way(judged, at)
    if way != "ordinary":
        applied = urgent_for_want_of_time(applied)
    if way == "none":
        judged = replace(judged, flags=(*judged.flags, "no-slot-left"))
    if applied.urgency is not None:
        judged = replace(judged, flags=(*judged.flags, "urgent"))
    row, case = _written(applied, judged, filed, by, at)
    if filed.draft is not None:
        Draft.objects.filter(pk=filed.draft, case=None).update(case_id=case.id, typed=None, until=at)
    if applied.urgency is not None:
        facts = triage.asked(applied, evidence=bool(filed.papers), on=rows.local(at))
        found = policies.decide(triage.TABLE, facts, about=case.about, by=_BY, at=at)
        rows.change(row, rank=triage.ORDER[str(found.output["rank"])])
    number = letters.slip(row, applied, case, handed_in=len(filed.papers), by=_BY, at=at)
    tell(case, "filed", texts=texts, by=_BY, at=at)
    return Done(case=case.id, number=case.number, slip=number, lane=row.lane, way=way)


def _way(judged: Judged, at: datetime) -> str:
    """Which lane keeps her lawful. Where the office offers no times, or her stay does not end, nothing presses."""
    if judged.last_lawful is None or not judged.in_time:
        return "ordinary"
    found = slots.first_times(SERVICE, last_lawful=judged.last_lawful, at=at)
    offered = (
        found.ordinary or found.urgent or any(one.told.service == SERVICE for one in slots.patterns(on=rows.local(at)))
    )
    return found.way if offered else "ordinary"


def _written(applied: Applied, judged: Judged, filed: Filed, by: Actor, at: datetime) -> tuple[Application, CaseCard]:
    """The case, its particulars, and the papers that were handed in."""
    who, urgent = applied.applicant, applied.urgency
    paper = blind(f"{who.nationality}{who.paper_number}", purpose="paper.paper")
    subject = _subject(applied, filed, by, at)
    opened = cases.open_case(
        (URGENT if urgent else ORDINARY).name,
        filing=Filing(filed_as="staff" if filed.assisted else applied.filed_as, language=filed.language,
                      contact=filed.contact, flags=judged.flags),
        queue="team:urgent" if urgent else "team:permits", subject=subject,
        likeness=blind(f"{paper}{applied.matter}", purpose="permits.likeness"),
        promised={} if urgent else look_promised(filed.look_within, judged.last_lawful, at), by=by, at=at,
    )  # fmt: skip
    fee = _fee(applied, judged, at)
    row = Application(
        case_id=opened.id, matter=applied.matter, lane="urgent" if urgent else "ordinary", paper_index=paper,
        nationality=who.nationality, filed_at=at, last_lawful_on=judged.last_lawful, in_time=judged.in_time,
        late_by=judged.late_by, stay_kind=relieved_as(applied.stay),
        ground=urgent.ground if urgent else "", needed_on=urgent.needed_on if urgent else None,
        handover=applied.handover, fee_item=fee.item if fee else "", fee_fen=fee.fen if fee else None,
    )  # fmt: skip
    row.particulars = rows.sealed(applied.to_json(), row.seal, column=f"{rows.TABLE}.particulars")
    insert(row)
    kept = filed.papers_of or f"draft:{filed.draft}"
    take_papers(opened.card, filed.papers, draft=kept, owner=filed.person, by=by, at=at)
    return row, opened.card


def take_papers(
    card: CaseCard, papers: Sequence[tuple[str, UUID]], *, draft: str, owner: UUID | None, by: Actor, at: datetime
) -> None:
    """What was handed in is used for the case."""
    for slot, key in papers:
        documents.use(key, about=card.about, slot=slot, owner=owner, draft=draft, by=by, at=at)


def _fee(applied: Applied, judged: Judged, at: datetime) -> Fee | None:
    """The amount where the matter has one item only; what depends on the length is known with the grant."""
    return due_fee(judged.matter, nationality=applied.applicant.nationality, until=None, on=rows.local(at))


def _subject(applied: Applied, filed: Filed, by: Actor, at: datetime) -> UUID:
    """Whom it is about: the filer herself, somebody with this paper, or somebody new."""
    who = applied.applicant
    paper = NewPaper(country=who.nationality, number=who.paper_number, expires_on=who.paper_until)
    if applied.filed_as == "self" and filed.person is not None:
        people.note_paper(person=filed.person, paper=paper, by=by, at=at)
        return filed.person
    if known := known_people.recognise_paper(paper.country, paper.number):
        return known[0]
    new = NewPerson(
        languages=(), nationality=who.nationality, name=who.name, birth_date=who.birth_date, papers=(paper,)
    )
    return people.enrol([new], by=by, at=at)[0]
