"""Reading applications: one, somebody's own, a worklist. What is sealed is opened for a stated reason, and noted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from portlight.capabilities.permits.kinds import KINDS
from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.rules.applied import Applied
from portlight.capabilities.permits.rules.making import Made
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.one import one
from portlight.toolkit.pages import Page
from portlight.toolkit.sealed import Sealed, open_sealed

NAMES = tuple(kind.name for kind in KINDS)
_PLAIN = (
    "matter", "lane", "nationality", "filed_at", "last_lawful_on", "in_time", "prolonged_until", "late_by", "ground",
    "needed_on", "rank", "asked_at", "accepted_at", "passport_held", "receipt_until", "reason", "decided_at",
    "granted_until", "ends_on", "remind_on", "handover", "courier_number", "slip", "receipt", "letter", "fee_item",
    "fee_fen", "paid_reference", "paid_at",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ApplicationCard:
    """An application without anything personal. `in_time`: filed on a day on which the stay was still lawful.

    `fee_fen`: hundredths of a yuan, None where the counter tells it. `slip`, `receipt`, `letter`: numbers of papers.
    """

    case: CaseCard
    matter: str
    lane: str
    nationality: str
    filed_at: datetime
    last_lawful_on: date | None
    in_time: bool
    prolonged_until: date | None
    late_by: int
    ground: str
    needed_on: date | None
    rank: int
    missing: tuple[str, ...]
    asked_at: datetime | None
    accepted_at: datetime | None
    passport_held: bool
    receipt_until: date | None
    reason: str
    decided_at: datetime | None
    granted_until: date | None
    ends_on: date | None
    remind_on: date | None
    handover: str
    courier_number: str
    slip: str
    receipt: str
    letter: str
    fee_item: str
    fee_fen: int | None
    paid_reference: str
    paid_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What is sealed, opened for somebody who said why. Never kept, never put into a log."""

    applied: Applied
    reply: str
    made: Made | None


def card(number: str) -> ApplicationCard | None:
    """The application of the case with this number; None when there is none."""
    found = cases.case(number)
    return _of_case(found) if found and found.kind in NAMES else None


def mine(number: str, key: UUID | str) -> ApplicationCard | None:
    """As `card`, if somebody with this key has filed it, or it is about her. Otherwise None, as for one that is not."""
    found = cases.case(number)
    if found is None or found.kind not in NAMES or str(key) not in (found.filed_by_key, str(found.subject)):
        return None
    return _of_case(found)


def by_case(case: int) -> ApplicationCard | None:
    """The application of the case with this row; None when there is none."""
    found = cases.by_id(case)
    return _of_case(found) if found and found.kind in NAMES else None


def of_person(key: UUID, *, most: int = 100) -> tuple[ApplicationCard, ...]:
    """What she has filed and what is about her, the latest first."""
    filed = cases.filed_by(str(key), kinds=NAMES, size=most).rows
    about = [one for one in cases.of_person(key, size=most) if one.kind in NAMES]
    both = sorted({one.id: one for one in (*filed, *about)}.values(), key=lambda one: -one.id)
    return _with_rows(Page(tuple(both), None)).rows


def filed_by(key: UUID | str, *, after: int | None = None, size: int = 20) -> Page[ApplicationCard]:
    """What somebody has filed, the latest first."""
    return _with_rows(cases.filed_by(str(key), kinds=NAMES, after=after, size=size))


def worklist(
    *, kind: str, queues: Sequence[str] = (), steps: Sequence[str] = (), overdue_at: datetime | None = None,
    after: str | None = None, size: int = 25,
) -> Page[ApplicationCard]:  # fmt: skip
    """What is open of one kind, the soonest due first."""
    return _with_rows(cases.worklist(kind, queues=queues, steps=steps, overdue_at=overdue_at, after=after, size=size))


def urgent_line(*, size: int = 50) -> tuple[ApplicationCard, ...]:
    """Those in the same-day lane that nobody has accepted yet, in the order of the published table."""
    line = Application.objects.filter(lane="urgent", accepted_at=None, decided_at=None).order_by("rank", "filed_at")
    rows = {row.pk: row for row in line.filter(case__closed_at=None)[:size]}
    known = cases.cards(list(rows))
    return tuple(_card(row, known[number]) for number, row in rows.items() if number in known)


def place_in_line(found: ApplicationCard) -> int | None:
    """How many are seen before this one in the same-day lane; None when it waits there no more."""
    if found.lane != "urgent" or found.accepted_at or found.decided_at or found.case.closed_at:
        return None
    line = Application.objects.filter(lane="urgent", accepted_at=None, decided_at=None, case__closed_at=None)
    earlier = line.filter(rank=found.rank, filed_at__lt=found.filed_at).count()
    return line.filter(rank__lt=found.rank).count() + earlier


def number_of(case: int) -> str:
    """The number of a case by its row. Empty where there is none."""
    found = cases.by_id(case)
    return found.number if found else ""


def opened(found: ApplicationCard, *, by: Actor, why: str, at: datetime) -> Opened:
    """Opens the particulars; the timeline notes who read them and why (a code). Who may, the caller asks before.

    Erased ones raise LookupError.
    """
    with transaction.atomic():
        row = Application.objects.get(pk=found.case.id)
        if row.particulars is None:
            raise LookupError(found.case.number)
        record("permits.opened", about=found.case.about, by=by, at=at, facts={"why": why})
        made = _read(row.made, row)
        return Opened(
            applied=Applied.from_json(_read(row.particulars, row)), reply=_read(row.reply, row) or "",
            made=Made.from_json(made) if made else None,
        )  # fmt: skip


def _read(value: Sealed | None, row: Application) -> Any:
    return None if value is None else json.loads(open_sealed(value, column=value.column, seal=row.seal))


def _with_rows(page: Page[CaseCard]) -> Page[ApplicationCard]:
    known = {row.pk: row for row in Application.objects.filter(pk__in=[one.id for one in page.rows])}
    return Page(tuple(_card(known[one.id], one) for one in page.rows if one.id in known), page.next)


def _of_case(found: CaseCard) -> ApplicationCard | None:
    row = one(Application.objects.filter(pk=found.id))
    return _card(row, found) if row else None


def _card(row: Application, found: CaseCard) -> ApplicationCard:
    told = {name: getattr(row, name) for name in _PLAIN}
    return ApplicationCard(case=found, missing=tuple(row.missing), **told)
