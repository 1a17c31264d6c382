"""An institution asks the office for what it needs, on one page, and is answered within a promised time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portlight.capabilities.green_lanes.commands.telling import Texts, tell_officers
from portlight.capabilities.green_lanes.kinds import REQUEST
from portlight.capabilities.green_lanes.models import LEFT, Member, Request
from portlight.capabilities.green_lanes.queries.acting import acting
from portlight.capabilities.green_lanes.queries.members import OF_MEMBER, opened
from portlight.capabilities.green_lanes.queries.requests import ANSWER, TEXT
from portlight.kernel.cases import commands as cases
from portlight.kernel.cases import queries as known_cases
from portlight.kernel.cases.rules import Filing
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind, seal

QUEUE = "team:lanes"
ABOUT = ("hours", "visit", "quota", "urgent", "papers", "other")
REPORT = "left"  # not asked, but told: that somebody has left (REG 26)
LONGEST = 2_000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for: one of `ABOUT`, for how many people, for which day, in the institution's own words."""

    about: str
    text: str
    people: int = 0
    wanted_on: date | None = None


def ask(
    wanted: Wanted, organisation: UUID, *, language: str, by: Actor, at: datetime, request_id: UUID | None = None
) -> str:  # fmt: skip
    """Opens a request in the office's worklist; its number. It needs no agreement: that may be what is asked for.

    Refused: lanes.unknown, lanes.about-unknown, lanes.text-missing; timeline.resend-differs.
    """
    text = wanted.text.strip()
    if wanted.about not in ABOUT:
        raise Refused("lanes.about-unknown", field="about")
    if not text or len(text) > LONGEST:
        raise Refused("lanes.text-missing", field="text", most=LONGEST)
    given = [str(organisation), wanted.about, blind(text, purpose="lanes.text"), wanted.people, str(wanted.wanted_on)]
    return _opened(organisation, wanted.about, text, None, wanted.people, wanted.wanted_on, language=language,
                   given=given, by=by, at=at, request_id=request_id)  # fmt: skip


def report_left(member: UUID, *, language: str, by: Actor, at: datetime) -> str:
    """Tells the office that somebody has left the institution (REG 26), with her name and passport; the number of what
    it opened. Twice is once. Refused: lanes.unknown."""
    row = Member.objects.select_related("organisation").filter(key=member, state=LEFT).first()
    if row is None or acting(row.organisation.key, by, "file") is None:
        raise Refused("lanes.unknown")
    with transaction.atomic():
        if not Member.objects.filter(pk=row.pk, state=LEFT, reported_at=None).update(reported_at=at):
            earlier = Request.objects.filter(member=row, about=REPORT).order_by("-case_id").first()
            known = known_cases.by_id(earlier.case_id) if earlier else None
            return known.number if known else ""
        person = opened(row.particulars, OF_MEMBER, row.seal)
        text = f"{person.name} · {person.nationality} {person.paper_number} · {row.ended_on}" if person else ""
        return _opened(row.organisation.key, REPORT, text, row, 1, row.ended_on, language=language, given=None, by=by,
                       at=at, request_id=None)  # fmt: skip


def answer(case: int, text: str, *, texts: Texts, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """A named officer answers; the institution's officers are told that there is an answer.

    Refused: lanes.unknown, lanes.text-missing; cases.no-such-move when it is answered already.
    """
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Refused("lanes.text-missing", field="text", most=LONGEST)
    given = [case, blind(said, purpose="lanes.text")]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        row = Request.objects.select_related("organisation").filter(pk=case).first()
        if row is None:
            raise Refused("lanes.unknown")
        cases.move(case, "answer", by=by, at=at)
        Request.objects.filter(pk=case).update(
            answer=seal(said, column=ANSWER, seal=row.seal), answered_by=by.key, answered_at=at
        )
        record("lanes.answered", about=f"case:{case}", by=by, at=at, request_id=request_id, given=given,
               result=str(case))  # fmt: skip
        tell_officers(row.organisation.key, "answered", texts=texts, about=f"case:{case}", by=by, at=at)


def erase_request(*, case: int, at: datetime) -> None:
    """What was asked and answered, when it may be kept no longer."""
    Request.objects.filter(pk=case).update(text=None, answer=None, member=None)


def _opened(
    organisation: UUID, about: str, text: str, member: Member | None, people: int, wanted_on: date | None, *,
    language: str, given: object, by: Actor, at: datetime, request_id: UUID | None,
) -> str:  # fmt: skip
    found = acting(organisation, by, "file")
    if found is None:
        raise Refused("lanes.unknown")
    with transaction.atomic():
        if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
            return earlier
        opened_case = cases.open_case(
            REQUEST.name, filing=Filing(filed_as="institution", language=language), queue=QUEUE, by=by, at=at
        )
        row = Request(
            case_id=opened_case.id, organisation_id=found.id, about=about, people=people, member=member,
            wanted_on=wanted_on or (timezone.localdate(at) if about == REPORT else None),
        )  # fmt: skip
        row.text = seal(text, column=TEXT, seal=row.seal)
        row.save(force_insert=True)
        record("lanes.asked", about=f"case:{opened_case.id}", by=by, at=at, request_id=request_id, given=given,
               result=opened_case.number, facts={"about": about, "organisation": found.key})  # fmt: skip
    return opened_case.number
