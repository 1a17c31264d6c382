"""Whoever's stay an emergency prolongs is written to: counted before, each once, and again when it is undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial

from django.utils.translation import gettext_noop

from portlight.capabilities.permits.commands.telling import GOOD_FOR, Texts
from portlight.capabilities.permits.effects.stays import covered
from portlight.capabilities.permits.models import Application
from portlight.delivery import commands as delivery
from portlight.kernel.emergencies.rules.effects import Change, Effect, PlanRow
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused

_PAGE = 500
_TOLD = "told"
_BY = machine("permits")
_REACHED = Application.objects.filter(
    decided_at=None, case__closed_at=None, case__contact__verified_at__isnull=False,
    case__contact__withdrawn_at=None, case__contact__person__erased_at=None, case__subject__erased_at=None,
)  # fmt: skip
_COLUMNS = ("pk", "last_lawful_on", "stay_kind", "prolonged_until", "prolonged_told")


def told(texts: Texts) -> Effect:
    """After the stays themselves: its name comes behind theirs. `texts`: step → the message in nine languages."""
    return Effect(
        name="permits.told", label=gettext_noop("People who are written to because their stay is prolonged"),
        said={_TOLD: gettext_noop("Is written to")},
        plan=plan, apply=partial(_apply, texts), undo=partial(_undo, texts),
    )  # fmt: skip


def plan(change: Change, at: datetime, after: str) -> Iterator[PlanRow]:
    """Open applications that the relief prolongs, or just has, and whose person has an address and was not told yet."""
    if not change.reliefs:
        return
    since = min(relief.control_from for relief in change.reliefs)
    last = int(after.removeprefix("case:") or 0)
    found = _REACHED.filter(last_lawful_on__gte=since).order_by("pk").values_list(*_COLUMNS)
    while page := list(found.filter(pk__gt=last)[:_PAGE]):
        for number, ends, kind, until, known in page:
            new = covered(change.reliefs, ends, kind)
            if new is not None and until in (None, new) and known != new:
                yield PlanRow(
                    key=f"case:{number}", what=_TOLD, before={"told": _day(known)}, after={"told": new.isoformat()}
                )
        last = page[-1][0]


def _apply(texts: Texts, change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
    """Only of a stay that was prolonged as the row says."""
    done = set()
    for row in rows:
        mine = Application.objects.filter(pk=_number(row), prolonged_told=row.before["told"])
        prolonged = mine.filter(prolonged_until=row.after["told"])
        if prolonged.update(prolonged_told=row.after["told"]) and _written_to(row, texts, at):
            done.add(row.key)
    return done


def _undo(texts: Texts, change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
    """She is told again that something has changed: her page says what holds now."""
    done = set()
    for row in rows:
        mine = Application.objects.filter(pk=_number(row), prolonged_told=row.after["told"])
        if mine.update(prolonged_told=row.before["told"]) and _written_to(row, texts, at):
            done.add(row.key)
    return done


def _written_to(row: PlanRow, texts: Texts, at: datetime) -> bool:
    contact = _REACHED.filter(pk=_number(row)).values_list("case__contact_id", flat=True).first()
    if contact is None:
        return False
    try:
        delivery.tell(
            address_id=contact, texts=texts("prolonged"), about=row.key, kind="permits.told", by=_BY, at=at,
            not_after=at + GOOD_FOR,
        )  # fmt: skip
    except Refused:  # her channel was switched off: the page still says it
        return False
    return True


def _number(row: PlanRow) -> int:
    return int(row.key.removeprefix("case:"))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
