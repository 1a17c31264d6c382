"""Rows of declarations, found, opened and written: what the verbs have in common."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from portlight.capabilities.lodging.models import Declaration, Filer
from portlight.capabilities.lodging.rules.checks import same_person
from portlight.capabilities.lodging.rules.values import Declared, Holder
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.toolkit.one import one
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind, open_sealed, seal
from portlight.toolkit.statements import insert_unless

_COLUMN = "lodging_declaration.particulars"
_DECLARING = 7_054  # PostgreSQL advisory lock: its two-key space for papers that are declared


def sealed(declared: Declared, row_seal: UUID) -> bytes:
    return seal(json.dumps(declared.to_json(), ensure_ascii=False), column=_COLUMN, seal=row_seal)


def opened(row: Declaration) -> Declared:
    """The particulars, for the room's own use; who shows them to somebody asks `queries.opened`.

    Refused: lodging.unknown when they were erased.
    """
    if row.particulars is None:
        raise Refused("lodging.unknown")
    told: dict[str, Any] = json.loads(open_sealed(row.particulars, column=_COLUMN, seal=row.seal))
    return Declared.from_json(told)


def declaration(case: int) -> tuple[Declaration, CaseCard]:
    """Refused: lodging.unknown."""
    row, card = one(Declaration.objects.filter(pk=case)), cases.by_id(case)
    if row is None or card is None:
        raise Refused("lodging.unknown")
    return row, card


def keep(row: Declaration, declared: Declared, **more: Any) -> None:
    """Writes changed particulars, and what of them stands in the open."""
    lodging = declared.lodging
    Declaration.objects.filter(pk=row.pk).update(
        particulars=sealed(declared, row.seal), leaving_on=lodging.leaving_on, moved_in_at=lodging.moved_in_at, **more
    )
    row.leaving_on = lodging.leaving_on


def same_index(paper: str, spot: str, holder: Holder) -> str:
    """Blind: equal where two declarations are one registration, whoever declares it."""
    return blind("\0".join((paper, spot, same_person(holder))), purpose="lodging.same")


def alone_with(paper: str) -> None:
    """Waits for whoever declares the same paper at this moment: of two that contradict each other one sees the other.

    Until the transaction's end. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(paper.encode()).digest()[:4], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_DECLARING, number])


def add_filer(case: int, *, key: str, filed_as: str, language: str, contact: int | None, at: datetime) -> None:
    filer = Filer(declaration_id=case, key=key, filed_as=filed_as, language=language, contact_id=contact, at=at)
    insert_unless(filer, "declaration_id", "key")  # who has declared it already stands there as she did then


def local(moment: datetime) -> date:
    """The day in the office's zone."""
    return moment.astimezone(timezone.get_default_timezone()).date()
