"""What time does to applications: periods that run out are shown to officers; what may be kept no longer is erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from portlight.capabilities.permits.commands.drafting import forget_drafts
from portlight.capabilities.permits.kinds import RECEIPT_ENDS, REPLY, SAME_DAY
from portlight.capabilities.permits.models import Application, Draft
from portlight.kernel.cases import commands as cases
from portlight.kernel.documents import commands as documents
from portlight.kernel.documents import queries as papers_in
from portlight.kernel.papers import commands as papers
from portlight.toolkit.actor import machine

_BY = machine("permits")
# What a period that has run out shows to officers. None of it decides anything.
FLAGGED = {
    SAME_DAY.then: "same-day-late", REPLY.then: "reply-over",
    **{rule.then: "receipt-ending" for rule in RECEIPT_ENDS.values()},
}  # fmt: skip


def flagging(flag: str) -> Callable[..., None]:
    """The job that puts this flag on the case whose period has run out."""

    def flagged(*, key: str, facts: dict[str, Any], at: datetime) -> None:
        cases.flag(int(key.removeprefix("case:")), [flag], by=_BY, at=at)

    return flagged


JOBS = {kind: flagging(flag) for kind, flag in FLAGGED.items()}


def erase(*, case: int, at: datetime) -> None:
    """The particulars of one case, when it may be kept no longer. Codes and days stay, for the counts."""
    for paper in papers_in.of(f"case:{case}"):
        documents.drop(paper.key, about=f"case:{case}", by=_BY, at=at)
    papers.erase_of(f"case:{case}", by=_BY, at=at)
    Draft.objects.filter(case_id=case).update(typed=None)
    Application.objects.filter(pk=case).update(
        particulars=None, reply=None, made=None, paper_index="", paid_reference="", courier_number="", remind_on=None
    )


__all__ = ["FLAGGED", "JOBS", "erase", "forget_drafts"]
