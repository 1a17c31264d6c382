"""A draft of an institution as an application, and why one is not filed."""

from __future__ import annotations

from portlight.capabilities.green_lanes.queries import DraftCard
from portlight.capabilities.green_lanes.rules.matters import FIRST_RESIDENCE
from portlight.capabilities.permits.rules.applied import Applicant, Applied
from portlight.capabilities.permits.rules.stays import PERMITS, Stay

FILES = "file"  # the one answer of the table by which an institution files


def applied(draft: DraftCard, *, purpose: str) -> Applied:
    """What the institution applies for. A visa that a residence permit follows has no duration of its own (000)."""
    person = draft.person
    return Applied(
        matter=draft.matter,
        applicant=Applicant(
            surname=person.surname, given_names=person.given_names, nationality=person.nationality,
            birth_date=person.birth_date, paper_number=person.paper_number, paper_until=person.paper_until,
        ),
        stay=_stay(draft), filed_as="institution", agent_ground=draft.ground, purpose=purpose,
    )  # fmt: skip


def _stay(draft: DraftCard) -> Stay:
    person = draft.person
    holds = person.letter if person.holds == "visa" else person.holds
    if holds in PERMITS:
        return Stay(holds=holds, permit_until=person.ends_on)
    if person.entered_on is None:
        return Stay(holds=holds)
    days = 0 if draft.matter in FIRST_RESIDENCE else (person.ends_on - person.entered_on).days
    return Stay(holds=holds, entered_on=person.entered_on, printed_days=days)
