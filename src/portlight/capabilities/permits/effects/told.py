"""Whoever's stay an emergency prolongs is written to: counted before, each once, and again when it is undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_noop

from portlight.capabilities.permits.commands.telling import Texts, write_to
from portlight.capabilities.permits.effects.stays import covered
from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.queries.reminding import reached
from portlight.kernel.emergencies.rules.effects import Change, Effect, PlanRow
from portlight.toolkit.actor import Actor

_PAGE = 500
_TOLD = "told"
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
    wide = Application.objects.filter(decided_at=None, case__closed_at=None, last_lawful_on__gte=since)
    found = reached(wide).order_by("pk").values_list(*_COLUMNS)
    while page := list(found.filter(pk__gt=last)[:_PAGE]):
        for number, ends, kind, until, known in page:
            new = covered(change.reliefs, ends, kind)
            if new is not None and until in (None, new) and known != new:
                yield PlanRow(
                    key=f"case:{number}", what=_TOLD, before={"told": _day(known)}, after={"told": new.isoformat()}
                )
        last = page[-1][0]


def _apply(texts: Texts, change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
    return _written_to([(row, row.before, row.after) for row in rows], texts, at)


def _undo(texts: Texts, change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
    """Before the stays are: she is told again that something has changed, and her page says what holds then."""
    return _written_to([(row, row.after, row.before) for row in rows], texts, at)


def _written_to(rows: Sequence[tuple[PlanRow, Any, Any]], texts: Texts, at: datetime) -> set[str]:
    """Mark and message together, where the stay is prolonged as the row says and a message still reaches her."""
    numbers = [_number(row) for row, _, _ in rows]
    open_ones = reached(Application.objects.filter(pk__in=numbers, decided_at=None, case__closed_at=None))
    contacts, message = dict(open_ones.values_list("pk", "case__contact_id")), texts("prolonged")
    done = set()
    for (row, before, after), number in zip(rows, numbers, strict=True):
        mine = Application.objects.filter(
            pk=number, prolonged_until=row.after["told"], prolonged_told=before["told"]
        )  # fmt: skip
        marked = number in contacts and mine.update(prolonged_told=after["told"])
        if marked and write_to(contacts[number], message, case=number, kind="permits.told", at=at):
            done.add(row.key)
    return done


def _number(row: PlanRow) -> int:
    return int(row.key.removeprefix("case:"))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
