"""Rows of applications and drafts, found, opened and written: what the verbs have in common."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from portlight.capabilities.permits.models import Application, Draft
from portlight.capabilities.permits.rules.applied import Applied
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.toolkit.one import one
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import Sealed, open_sealed, seal

TABLE = "permits_application"
TYPED = "permits_draft.typed"


def sealed(told: Any, row_seal: UUID, *, column: str) -> bytes:
    """JSON for a sealed column (`table.column`) of the row with this seal."""
    return seal(json.dumps(told, ensure_ascii=False), column=column, seal=row_seal)


def opened(row: Application) -> Applied:
    """The particulars, for the room's own use; who shows them asks `queries.opened`. Refused: permits.unknown."""
    if row.particulars is None:
        raise Refused("permits.unknown")
    return Applied.from_json(_read(row.particulars, row.seal))


def typed(row: Draft) -> Mapping[str, Any]:
    """What the pages of a draft have said. Refused: permits.draft-gone."""
    if row.typed is None:
        raise Refused("permits.draft-gone")
    return _read(row.typed, row.seal)


def application(case: int) -> tuple[Application, CaseCard]:
    """Refused: permits.unknown."""
    row, card = one(Application.objects.filter(pk=case)), cases.by_id(case)
    if row is None or card is None:
        raise Refused("permits.unknown")
    return row, card


def change(row: Application, **more: Any) -> None:
    """Writes to the row, and to the value in hand."""
    Application.objects.filter(pk=row.pk).update(**more)
    for name, value in more.items():
        setattr(row, name, value)


def local(moment: datetime) -> date:
    """The day in the office's zone."""
    return moment.astimezone(timezone.get_default_timezone()).date()


def _read(value: Sealed, row_seal: UUID) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(open_sealed(value, column=value.column, seal=row_seal))
    return told
