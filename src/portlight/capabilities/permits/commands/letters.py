"""Slip, receipt and letter, each in the transaction of the command it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from portlight.capabilities.permits.commands import rows
from portlight.capabilities.permits.kinds import LETTER, RECEIPT, SLIP
from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.rules.applied import Applied
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.papers import commands as papers
from portlight.toolkit.actor import Actor
from portlight.toolkit.paper import PaperKind


def slip(row: Application, applied: Applied, case: CaseCard, *, handed_in: int, by: Actor, at: datetime) -> str:
    """At once, in the act of filing: number, moment, how much was handed in. It proves no stay, and says so."""
    facts = {"filed": _moment(row.filed_at), "papers": str(handed_in)}
    until = at + timedelta(days=SLIP.valid_days or 0)
    return _handed_out(row, "slip", SLIP, applied, case, facts, until, by, at)


def receipt(
    row: Application, applied: Applied, case: CaseCard, *, until: date, officer: str, by: Actor, at: datetime
) -> str:
    """The acceptance receipt (REG 13, 18). Until the end of its last day, in the office's zone."""
    facts = {
        "accepted": _moment(at), "until": until.isoformat(), "officer": officer,
        "held": "held" if row.passport_held else "not-held",
    }  # fmt: skip
    return _handed_out(row, "receipt", RECEIPT, applied, case, facts, _end_of(until), by, at)


def letter(row: Application, applied: Applied, case: CaseCard, outcome: str, *, by: Actor, at: datetime) -> str:
    """What was decided. A refusal under LAW 36 is final: no route of appeal is printed, but the way on is."""
    facts = {"decided": _moment(at), "outcome": outcome}
    if outcome == "granted" and row.granted_until:
        facts["granted_until"] = row.granted_until.isoformat()
    if outcome != "granted":
        last = _last_day(row)
        lawful = last is not None and last >= rows.local(at)
        facts |= {"reason": row.reason, "onward": "leave" if lawful else "office"}
        if last is not None:
            facts["last_day"] = last.isoformat()
    return _handed_out(row, "letter", LETTER, applied, case, facts, None, by, at)


def _last_day(row: Application) -> date | None:
    """While the passport is held, the receipt carries the stay beyond its own end (REG 13, 18)."""
    carried = row.receipt_until if row.passport_held and row.in_time else None
    return max((day for day in (row.last_lawful_on, row.prolonged_until, carried) if day), default=None)


def _handed_out(
    row: Application, column: str, kind: PaperKind, applied: Applied, case: CaseCard, facts: Mapping[str, str],
    until: datetime | None, by: Actor, at: datetime,
) -> str:  # fmt: skip
    who = applied.applicant
    whole = {
        "name": who.name, "nationality": who.nationality, "document": who.paper_number, "matter": row.matter,
        "case": case.number, **facts,
    }  # fmt: skip
    if before := getattr(row, column):
        made = papers.replace(
            before, kind, ground="replaced", facts=whole, valid_from=at, valid_until=until, by=by, at=at
        )
    else:
        made = papers.issue(
            kind, about=case.about, holder=case.subject, facts=whole, language=case.language, valid_from=at,
            valid_until=until, by=by, at=at,
        )  # fmt: skip
    rows.change(row, **{column: made.number})
    return made.number


def _moment(moment: datetime) -> str:
    return moment.astimezone(timezone.get_default_timezone()).replace(microsecond=0).isoformat()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, timezone.get_default_timezone())


def take_back(row: Application, *, by: Actor, at: datetime) -> None:
    """The receipt stands no longer."""
    if row.receipt:
        papers.revoke(row.receipt, ground="withdrawn", by=by, at=at)
        rows.change(row, receipt="")
