"""Tables of kinds are kept in their versions; what is older than it may be kept is erased."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portlight.kernel.cases.models import Case, KindTable
from portlight.kernel.cases.queries import about, declared
from portlight.kernel.cases.rules import CaseKind
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.nameplate import plates

_BY = machine("cases")


def publish_kinds(*, by: Actor, at: datetime) -> int:
    """Keeps each declared kind's table in its version; returns how many were new. Run at every start.

    ValueError when a table was changed and its version was not: running cases rest on it.
    """
    new = 0
    for kind in declared():
        told = kind.to_json()
        with transaction.atomic():
            row, made = KindTable.objects.get_or_create(
                kind=kind.name, version=kind.version, defaults={"table": told, "published_at": at}
            )
            if made:
                facts = {"kind": kind.name, "version": kind.version}
                record("cases.kind-published", about=f"kind:{kind.name}", by=by, at=at, facts=facts)
        if CaseKind.from_json(row.table) != kind:
            raise ValueError(
                f"the step table of {kind.name} differs from its version {kind.version}: raise the version"
            )
        new += made
    return new


def erase_due(at: datetime, *, most: int = 200) -> int:
    """Cases that may be kept no longer: their capability erases the particulars, the room what points to a person."""
    today = at.astimezone(timezone.get_default_timezone()).date()
    due = Case.objects.filter(keep_until__lte=today, erased_at=None).order_by("keep_until", "id")[:most]
    erasers = {kind: erase for plate in plates() for kind, erase in (plate.erasers or {}).items()}
    for row in list(due):
        with transaction.atomic():
            if row.kind in erasers:
                erasers[row.kind](case=row.pk, at=at)
            Case.objects.filter(pk=row.pk).update(
                subject=None, contact=None, likeness="", filed_by_key="", erased_at=at, revision=F("revision") + 1
            )
            record("cases.erased", about=about(row.pk), by=_BY, at=at, facts={"kind": row.kind})
    return len(due)
