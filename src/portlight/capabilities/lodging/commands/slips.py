"""Slips and receipts, in the transaction of the command they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from portlight.capabilities.lodging.kinds import RECEIPT, SLIP
from portlight.capabilities.lodging.models import Declaration
from portlight.capabilities.lodging.rules.values import Declared
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.papers import commands as papers
from portlight.kernel.places import queries as places
from portlight.toolkit.actor import Actor
from portlight.toolkit.paper import PaperKind

_CHECKED_LATER = ("declared", "checking", "asked")


def hand_out(row: Declaration, declared: Declared, case: CaseCard, *, by: Actor, at: datetime, **also: Any) -> str:
    """The slip of a registration, or the receipt of what still has to be checked; takes the place of what stood.

    `also`: what else is written to the row with it.
    """
    kind = RECEIPT if case.step in _CHECKED_LATER else SLIP
    facts, until = _facts(row, declared, case), _until(row, kind, at)
    since = at if kind is RECEIPT else row.moved_in_at
    if row.slip:
        made = papers.replace(
            row.slip, kind, ground="replaced", facts=facts, valid_from=since, valid_until=until, by=by, at=at
        )
    else:
        made = papers.issue(
            kind, about=case.about, holder=case.subject, facts=facts, language=case.language, valid_from=since,
            valid_until=until, by=by, at=at,
        )  # fmt: skip
    Declaration.objects.filter(pk=row.pk).update(slip=made.number, **also)
    row.slip = made.number
    return made.number


def take_back(row: Declaration, *, ground: str, by: Actor, at: datetime) -> None:
    """What was handed out stands no longer."""
    if row.slip:
        papers.revoke(row.slip, ground=ground, by=by, at=at)
        Declaration.objects.filter(pk=row.pk).update(slip="")


def _facts(row: Declaration, declared: Declared, case: CaseCard) -> Mapping[str, str]:
    zone = timezone.get_default_timezone()
    holder, lodging = declared.holder, declared.lodging
    moved_in = row.moved_in_at.astimezone(zone).date().isoformat()
    station = places.station(row.station_id) if row.station_id else None
    return {
        "name": ", ".join(part for part in (holder.surname, holder.given_names) if part),
        "nationality": holder.nationality,
        "document": holder.paper_number,
        "address": " ".join(part for part in (lodging.line, lodging.room) if part),
        "station": f"{station.name_in('zh-Hans')} {station.name_in('en')}" if station else "",
        "stay": f"{moved_in}/{lodging.leaving_on.isoformat() if lodging.leaving_on else ''}",
        "declared": row.declared_at.astimezone(zone).replace(microsecond=0).isoformat(),
        "by": row.declared_for,
        "case": case.number,
    }


def _until(row: Declaration, kind: PaperKind, at: datetime) -> datetime | None:
    """The end of the last day: who has not said when she leaves has a slip without an end."""
    if kind.valid_days is not None:
        return at + timedelta(days=kind.valid_days)
    if row.leaving_on is None:
        return None
    return datetime.combine(row.leaving_on + timedelta(days=1), time.min, timezone.get_default_timezone())
