"""The supervisor's board: how the work flows, how old it is, who has how much, what was promised, what is red."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.faces import telling
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.desk.work import words
from portlight.faces.desk.work.lines import Line, lines
from portlight.faces.desk.work.sights import sights_of
from portlight.kernel.cases import attending
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import Figures, LoadLine, Sight, Wanted
from portlight.kernel.staff import queries as staff
from portlight.toolkit import nameplate

DAYS, SHOWN, LISTED = 30, 14, 10  # counted, drawn, and lines of what is red


@screen("board", may="work.supervise")
def index(request: HttpRequest) -> dict[str, Any]:
    """The days from the tally, which a tick counts; the load and what is red from their own rows, as of now."""
    at, sights = now(), sights_of(request)
    attending.leave(by=actor_of(request), at=at)
    kinds = [sight.kind for sight in sights]
    found, late = cases.figures(kinds, at=at, days=DAYS), cases.overdue(kinds, at=at)
    return {
        "now": at, "counted_at": found.counted_at, "days": DAYS, "flow": _flow(found), "ages": _ages(found, kinds),
        "kinds": [(kind, _title(kind)) for kind in kinds], "promises": _promises(found), "efforts": _efforts(found),
        "medians": _medians(found), "loads": _loads(cases.loads(kinds, at=at)),
        "late": sum(n for n, _ in late.values()), "red": sum(n for _, n in late.values()),
        "late_rows": _listed(request, sights, Wanted(until=at), at),
        "red_rows": _listed(request, sights, Wanted(red=True), at),
    }  # fmt: skip


def _listed(request: HttpRequest, sights: tuple[Sight, ...], wanted: Wanted, at: datetime) -> list[Line]:
    found = cases.across(sights, wanted, size=LISTED).rows if sights else ()
    return lines(request, found, tab="soon" if wanted.until else "team", kind="", at=at)


def _flow(found: Figures) -> dict[str, Any]:
    """Two bars a day, placed in percent of the drawing; the table beneath has the same days."""
    shown = found.days[-SHOWN:]
    most = max((max(day.opened, day.closed) for day in shown), default=0)
    wide = 100 / SHOWN
    bars = [
        {
            "x1": _percent((n + 0.12) * wide), "x2": _percent((n + 0.5) * wide), "wide": _percent(0.36 * wide),
            "opened_y": _percent(100 - _share(day.opened, most)), "opened_h": _percent(_share(day.opened, most)),
            "closed_y": _percent(100 - _share(day.closed, most)), "closed_h": _percent(_share(day.closed, most)),
        }
        for n, day in enumerate(shown)
    ]  # fmt: skip
    return {
        "bars": bars, "most": most, "half": "" if most % 2 else most // 2, "first": shown[0].day, "last": shown[-1].day,
        "opened": sum(day.opened for day in shown), "closed": sum(day.closed for day in shown),
        "days": list(reversed(shown)),
    }  # fmt: skip


def _ages(found: Figures, kinds: list[str]) -> dict[str, Any]:
    rows = [
        (words.AGES[part], [found.ages.get(kind, {}).get(part, 0) for kind in kinds]) for part in cases.AGE_PARTS
    ]  # fmt: skip
    most = max((sum(counts) for _, counts in rows), default=0)
    return {
        "rows": [(said, sum(counts), counts, _percent(_share(sum(counts), most))) for said, counts in rows],
        "all": sum(sum(counts) for _, counts in rows),
    }


def _promises(found: Figures) -> list[Any]:
    return [
        (_title(line.kind), words.CLOCKS[line.clock], line.met, line.missed, line.met + line.missed,
         _percent(_share(line.met, line.met + line.missed)))
        for line in found.promises
    ]  # fmt: skip


def _efforts(found: Figures) -> list[Any]:
    made = []
    for line in found.efforts:
        desk, kind = nameplate.desks()[line.kind], cases.current(line.kind)
        label = next((step.label for step in kind.steps if step.name == line.step), line.step)
        minutes = line.seconds / 60 / line.cases if line.cases else 0.0
        made.append((_title(line.kind), gettext(desk.steps.get(line.step, label)), line.cases,
                     telling.number(minutes, places=1)))  # fmt: skip
    return made


def _medians(found: Figures) -> list[Any]:
    """Half of the closed cases took less; a few that took for ever do not move it, as they move the mean."""
    most = max((line.seconds for line in found.medians), default=0)
    return [
        (
            _title(line.kind),
            line.cases,
            telling.number(line.seconds / 60, places=1),
            _percent(_share(line.seconds, most)),
        )
        for line in found.medians
    ]


def _loads(found: tuple[LoadLine, ...]) -> list[Any]:
    names, most = staff.names([line.account for line in found]), max((line.held for line in found), default=0)
    return [
        (names.get(str(line.account), "–"), line.held, _percent(_share(line.held, most)), round(line.seconds / 60),
         line.cases)
        for line in found
    ]  # fmt: skip


def _title(kind: str) -> str:
    return gettext(cases.current(kind).title)


def _share(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def _percent(value: float) -> str:
    return f"{value:.2f}%"
