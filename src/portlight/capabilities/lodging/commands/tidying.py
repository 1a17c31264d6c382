"""Reminders before a declared end, and erasing what may be kept no longer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from portlight.capabilities.lodging.commands import rows
from portlight.capabilities.lodging.commands.telling import Texts, tell_filers
from portlight.capabilities.lodging.models import CURRENT, Declaration, Filer
from portlight.kernel.cases import commands as cases
from portlight.kernel.documents import commands as documents
from portlight.kernel.documents import queries as papers_in
from portlight.kernel.papers import commands as papers
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import machine

_BY = machine("lodging")
AHEAD = timedelta(days=3)


def remind_leaving(at: datetime, *, texts: Texts, most: int = 200) -> int:
    """Three days before the declared end: staying longer, or moving on? Each once. Returns how many."""
    today = rows.local(at)
    due = Declaration.objects.filter(
        state=CURRENT, leaving_on__gte=today, leaving_on__lte=today + AHEAD, reminded_at=None
    ).order_by("leaving_on", "pk")
    reminded = 0
    for row in list(due[:most]):
        with transaction.atomic():
            if Declaration.objects.filter(pk=row.pk, reminded_at=None, state=CURRENT).update(reminded_at=at):
                tell_filers(row.pk, "ending", texts=texts, by=_BY, at=at)
                record("lodging.reminded", about=f"case:{row.pk}", by=_BY, at=at, facts={"of": "leaving"})
                reminded += 1
    return reminded


def note_incomplete(*, key: str, facts: Mapping[str, Any], at: datetime) -> None:
    """Three working days are over and something is still missing: the police station sees it. Nothing else follows."""
    cases.flag(int(key.removeprefix("case:")), ["not-completed"], by=_BY, at=at)


def erase(*, case: int, at: datetime) -> None:
    """The particulars of one case, when it may be kept no longer. Codes and days stay, for the counts."""
    for paper in papers_in.of(f"case:{case}"):
        documents.drop(paper.key, about=f"case:{case}", by=_BY, at=at)
    papers.erase_of(f"case:{case}", by=_BY, at=at)
    Filer.objects.filter(declaration_id=case).delete()
    Declaration.objects.filter(pk=case).update(particulars=None, paper_index="", place_index="", same_index="")
