"""A whole roster of people who lodge: who they are, when they moved in, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from portlight.capabilities.lodging.rules.checks import LONGEST
from portlight.capabilities.lodging.rules.roster.columns import COLUMNS
from portlight.capabilities.lodging.rules.roster.values import City
from portlight.capabilities.lodging.rules.roster.whereabouts import where
from portlight.toolkit.rosters import WARN, Roster, cells, checking
from portlight.toolkit.rosters.checking import Work
from portlight.toolkit.sheets import Cell, Sheet

DAY = timedelta(days=1)
_DAYS = (*checking.DATES, "departure_date")
_READERS: Mapping[str, Callable[[Cell], Any]] = {
    **checking.READERS, "address_district": cells.line, "address": cells.line, "room": cells.room,
    "host_name": cells.line,
}  # fmt: skip


def addresses(sheet: Sheet) -> tuple[str, ...]:
    """The different addresses a sheet names, for whoever looks them up in the office's table. Refused: as `check`."""
    given = checking.begun(sheet, COLUMNS, as_of=date.min).given
    lines = (cells.line(cell) for cell in dict.fromkeys(given.get("address", ())))
    return tuple(dict.fromkeys(line for line in lines if isinstance(line, str) and line))


def check(sheet: Sheet, *, as_of: date, city: City | None = None) -> Roster:
    """Every row's verdict as of a day. Unknown columns are told once; what is wrong is told of each cell.

    Refused: roster.heading-missing, roster.columns-missing, roster.no-rows.
    """
    work = checking.begun(sheet, COLUMNS, as_of=as_of)
    checking.read(work, _READERS, days=_DAYS, moments=("arrival_date",))
    checking.person(work)
    _arrivals(work)
    checking.twice(work)
    _places(work, city or City())
    return work.roster()


def _arrivals(work: Work) -> None:
    """The hour of arrival is often unknown: late is what is late whatever the hour was (24 hours, LAW 39(2))."""
    today, moments, left = work.as_of, work.column("arrival_date"), work.column("departure_date")
    days = [moment.date() if type(moment) is datetime else moment for moment in moments]
    for place in [at for at, day in enumerate(days) if day is None or not today - DAY <= day <= today]:
        _arrived(work, place, days[place])
    for place, (day, leaving) in enumerate(zip(days, left, strict=True)):
        if leaving is not None and day is not None and not day <= leaving <= day + LONGEST:
            work.note(place, "departure_date", "dates-reversed" if leaving < day else "leaving-too-far")


def _arrived(work: Work, place: int, day: date | None) -> None:
    if day is None:
        work.note_once(place, "arrival_date", "empty")
    elif day > work.as_of:
        work.note(place, "arrival_date", "arrival-in-future", day=day)
    elif work.as_of.year - day.year > 10:
        work.note(place, "arrival_date", "arrival-too-long-ago", day=day)
    else:
        work.note(place, "arrival_date", "arrival-late", WARN, day=day)


def _places(work: Work, city: City) -> None:
    if "address" not in work.values and "address_district" not in work.values and not city.given:
        work.values["where"] = [None] * len(work.numbers)
        return
    known: dict[tuple[Any, Any], Any] = {}
    spots: list[Any] = []
    for place, pair in enumerate(zip(work.column("address"), work.column("address_district"), strict=True)):
        if pair not in known:
            known[pair] = where(pair[0] or "", pair[1] or "", city)
        spot, key, code, verdict = known[pair]
        spots.append(spot)
        if code:
            work.note_once(place, key, code, verdict)
    work.values["where"] = spots
