"""A roster and its registrations, as they are told to a program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, cast

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from portlight.capabilities.lodging import queries, words
from portlight.capabilities.lodging.api.shapes import (
    CellTold,
    Counts,
    RegistrationTold,
    RosterState,
    RosterTold,
    RowState,
    RowTold,
    Verdict,
)
from portlight.capabilities.lodging.queries import BatchCard, RowCard
from portlight.capabilities.lodging.queries.registrations import RegistrationCard
from portlight.capabilities.lodging.rules.roster import Problem, Roster
from portlight.faces.languages import active
from portlight.toolkit.actor import Actor

Only = Literal["all", "problems"]
_STATES = ("waiting", "done", "before", "broken", "refused")


def roster(found: BatchCard, *, by: Actor, at: datetime, only: Only, after: int, size: int) -> RosterTold:
    """Its state, and a page of its rows. Until it is registered, with what is wrong in which cell: that opens it."""
    checked = None
    if found.state == "checked" and found.kept:
        checked = queries.opened_batch(found.number, by=by, why="own", at=at).roster
    rows = _rows(found, checked, by, only, after, size + 1)
    more = len(rows) > size
    return RosterTold(
        id=found.number, state=cast("RosterState", found.state), counts=_counts(found), taken_at=found.taken_at,
        started_at=found.started_at, ended_at=found.ended_at, sheet_kept=found.kept,
        unknown_columns=list(checked.unknown) if checked else [], rows=rows[:size],
        next=rows[size - 1].row if more else None,
    )  # fmt: skip


def registration(one: RegistrationCard) -> RegistrationTold:
    slip = reverse("api:slip", args=[one.slip]) if one.slip else ""
    verify = reverse("home:portal:verify")
    return RegistrationTold(
        row=one.row, state=cast("RowState", one.state), case=one.case.number, step=one.case.step,
        said=gettext(one.case.label), slip=one.slip, slip_url=f"{settings.SITE}{slip}" if slip else "",
        verify_url=f"{settings.SITE}{verify}",
    )  # fmt: skip


def _counts(found: BatchCard) -> Counts:
    return Counts(rows=found.rows, warned=found.warned, wrong=found.wrong, waiting=found.waiting,
                  registered=found.done, before=found.before, refused=found.refused)  # fmt: skip


def _rows(
    found: BatchCard, checked: Roster | None, by: Actor, only: Only, after: int, size: int
) -> list[RowTold]:  # fmt: skip
    if only == "problems" and checked is not None:
        return _wrong(checked, after, size)
    states: Sequence[str] = ("broken", "refused") if only == "problems" else _STATES
    cards = queries.rows_of(found.number, by, states=states, after=after, size=size)
    places = {number: place for place, number in enumerate(checked.numbers)} if checked and cards else {}
    return [_row(one, checked, places.get(one.row)) for one in cards]


def _wrong(checked: Roster, after: int, size: int) -> list[RowTold]:
    """Rows with problems, straight from the check: most sheets have few of them, wherever they stand."""
    places = [place for place in sorted(checked.problems) if checked.numbers[place] > after][:size]
    return [
        _told(checked, place, "broken" if checked.verdict(place).verdict == "error" else "waiting") for place in places
    ]


def _row(one: RowCard, checked: Roster | None, place: int | None) -> RowTold:
    if checked is not None and place is not None:
        return _told(checked, place, one.state)
    if not one.code:
        return RowTold(row=one.row, state=cast("RowState", one.state), verdict="ok", problems=[])
    cell = CellTold(key="", heading="", value="", verdict="error", code=one.code,
                    remedy=words.row_told(one.code, active().code))  # fmt: skip
    return RowTold(row=one.row, state=cast("RowState", one.state), verdict="error", problems=[cell])


def _told(checked: Roster, place: int, state: str) -> RowTold:
    cells = [_cell(one, checked) for one in checked.problems.get(place, ())]
    verdict = cast("Verdict", checked.verdict(place).verdict)
    return RowTold(row=checked.numbers[place], state=cast("RowState", state), verdict=verdict, problems=cells)


def _cell(one: Problem, checked: Roster) -> CellTold:
    heading, remedy = checked.headings.get(one.key, ""), words.remedy(one.code, one.facts, active().code)
    verdict = cast("Verdict", one.verdict)
    return CellTold(key=one.key, heading=heading, value=one.value, verdict=verdict, code=one.code, remedy=remedy)
