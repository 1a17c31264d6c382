"""What an emergency does to applications: stays that end are prolonged, each once; epidemic work may be urgent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.rules.reminding import LAST
from portlight.kernel.emergencies.rules.declaring import Parameter
from portlight.kernel.emergencies.rules.effects import Change, Effect, PlanRow
from portlight.kernel.emergencies.rules.prolonging import Prolonged, Relief, prolonged
from portlight.kernel.timeline.commands import record_each
from portlight.toolkit.actor import Actor

_PAGE = 500
_STAY, _DECIDED = "stay-prolonged", "decided-covered"
_COLUMNS = ("pk", "last_lawful_on", "in_time", "stay_kind", "filed_at", "decided_at")


def plan(change: Change, at: datetime, after: str) -> Iterator[PlanRow]:
    """Applications whose stay the first fitting relief prolongs, in the order of their numbers, page by page.

    Decided ones are listed for an officer and never changed: whoever was told no may be covered by a later relief.
    """
    if not change.reliefs:
        return
    since = min(relief.control_from for relief in change.reliefs)
    last = int(after.removeprefix("case:") or 0)
    while page := list(
        Application.objects.filter(pk__gt=last, last_lawful_on__gte=since, prolonged_until=None)
        .order_by("pk").values_list(*_COLUMNS)[:_PAGE]
    ):  # fmt: skip
        for row in page:
            if (planned := _row(change, *row)) is not None:
                yield planned
        last = page[-1][0]


def apply(change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
    """A stay that ends as the row says, of a matter that nobody has decided meanwhile."""
    return _written(change, [(row, row.before, row.after) for row in rows if not row.by_hand], by, at)


def undo(change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
    """Back to the end that the papers say, where nothing else has changed it."""
    return _written(change, [(row, row.after, row.before) for row in rows if not row.by_hand], by, at)


def _row(
    change: Change, number: int, ends: date, in_time: bool, kind: str, filed: datetime, decided: datetime | None,
) -> PlanRow | None:  # fmt: skip
    until = covered(change.reliefs, ends, kind)
    if until is None:
        return None
    on = filed.astimezone(timezone.get_default_timezone()).date()
    before = {"ends": ends.isoformat(), "until": None, "in_time": in_time}
    after = {"ends": ends.isoformat(), "until": until.isoformat(), "in_time": on <= until}
    return PlanRow(
        key=f"case:{number}", what=_DECIDED if decided else _STAY, before=before, after=after, by_hand=bool(decided)
    )


def covered(reliefs: Sequence[Relief], ends: date, kind: str) -> date | None:
    """Until when a stay that ends then is prolonged, by the first relief that fits; None by none."""
    found = next((one for one in _prolonged(reliefs, ends, kind)), None)
    return found.last_day if found else None


def _prolonged(reliefs: Sequence[Relief], ends: date, kind: str) -> Iterator[Prolonged]:
    for relief in reliefs:
        found = prolonged(ends, relief, kind=kind)
        if isinstance(found, Prolonged):
            yield found


def _written(change: Change, rows: Sequence[tuple[PlanRow, Any, Any]], by: Actor, at: datetime) -> set[str]:
    done: list[tuple[PlanRow, Any]] = []
    for row, before, after in rows:
        mine = Application.objects.filter(
            pk=int(row.key.removeprefix("case:")), last_lawful_on=before["ends"], prolonged_until=before["until"],
            decided_at=None,
        )  # fmt: skip
        remind = date.fromisoformat(after["until"]) - LAST if after["until"] else None
        if mine.update(prolonged_until=after["until"], in_time=after["in_time"], remind_on=remind):
            done.append((row, after))
    facts = [(row.key, {"until": after["until"], "emergency": change.emergency}) for row, after in done]
    record_each("permits.stay-prolonged", facts, by=by, at=at)
    return {row.key for row, _ in done}


EPIDEMIC_WORK, NO_PORT_VISAS = "permits.epidemic-work", "permits.no-port-visas"
PARAMETERS = (
    Parameter(
        name=EPIDEMIC_WORK, kind="switch",
        label=gettext_noop("Work against the epidemic is a ground for the urgent lane"),
        used=gettext_noop("The form of an application, and the order of the urgent."),
    ),
    # Who may have one at a port: LAW 20. Suspended from 28 March 2020, restored on 8 January 2023.
    Parameter(
        name=NO_PORT_VISAS, kind="switch", label=gettext_noop("Visas are not issued at ports of entry"),
        used=gettext_noop("The page of the emergency, with its legal basis."),
        said=gettext_noop(
            "Visas are not issued at ports of entry now. Whoever wants to come applies for a visa at a Chinese embassy "
            "or consulate before the journey. Whoever is in China on such a visa may stay as long as it says."
        ),
    ),
)  # fmt: skip
STAYS = Effect(
    name="permits.stays", label=gettext_noop("Stays of people whose applications are here"),
    said={
        _STAY: gettext_noop("Stay prolonged"),
        _DECIDED: gettext_noop("Decided before the relief that covers it: an officer looks again"),
    },
    plan=plan, apply=apply, undo=undo,
)  # fmt: skip
