"""A whole roster, column by column: each distinct cell is read once, then the columns are compared with each other.

Twenty thousand rows of fifteen columns hold few different cells, so a row costs little (`portlight bench roster`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from portlight.capabilities.lodging.rules.checks import LONGEST, OLDEST
from portlight.capabilities.lodging.rules.roster import cells, columns, dates
from portlight.capabilities.lodging.rules.roster.cells import Cells, Wrong, just_day, shown
from portlight.capabilities.lodging.rules.roster.values import ERROR, WARN, City, Problem, Roster
from portlight.capabilities.lodging.rules.roster.whereabouts import where
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sheets import Cell, Sheet

DAY = timedelta(days=1)
SOON = 30 * DAY  # a paper that ends within it is told
_DATES = ("birth_date", "doc_expiry", "visa_expiry", "entry_date", "arrival_date", "departure_date")
_READERS: Mapping[str, Callable[[Cell], Any]] = {
    "surname": cells.name, "given_name": cells.name, "middle_name": cells.name, "name": cells.full_name,
    "chinese_name": cells.chinese_name, "nationality": cells.nationality, "sex": cells.sex, "doc_type": cells.paper,
    "doc_number": cells.number, "visa_type": cells.stay, "address_district": cells.line, "address": cells.line,
    "room": cells.room, "host_name": cells.line,
}  # fmt: skip


@dataclass
class _Work:
    """A roster while it is checked."""

    as_of: date
    numbers: Sequence[int]
    given: Mapping[str, Sequence[Cell]]
    values: dict[str, list[Any]] = field(default_factory=dict)
    problems: defaultdict[int, list[Problem]] = field(default_factory=lambda: defaultdict(list))

    def note(self, place: int, key: str, code: str, verdict: str = ERROR, **facts: Any) -> None:
        value = shown(self.given[key][place]) if key in self.given else ""
        self.problems[place].append(Problem(verdict, key, value, code, facts))

    def column(self, key: str) -> Sequence[Any]:
        """What was read; Nones where the sheet has no such column."""
        return self.values.get(key) or [None] * len(self.numbers)


def addresses(sheet: Sheet) -> tuple[str, ...]:
    """The different addresses a sheet names, for whoever looks them up in the office's table. Refused: as `check`."""
    _, _, _, _, given = _columns(sheet)
    lines = (cells.line(cell) for cell in dict.fromkeys(given.get("address", ())))
    return tuple(dict.fromkeys(line for line in lines if isinstance(line, str) and line))


def check(sheet: Sheet, *, as_of: date, city: City | None = None) -> Roster:
    """Every row's verdict as of a day. Unknown columns are told once; what is wrong is told of each cell.

    Refused: roster.heading-missing, roster.columns-missing, roster.no-rows.
    """
    header_row, told, at, numbers, given = _columns(sheet)
    work = _Work(as_of=as_of, numbers=numbers, given=given)
    _read(work)
    _names(work)
    _dates(work)
    _twice(work)
    _places(work, city or City())
    order = {key: place for place, key in enumerate(given)}
    worst = {
        place: sorted(found, key=lambda one: (one.verdict != ERROR, order.get(one.key, 99)))
        for place, found in work.problems.items()
    }
    headings = {key: heading for heading, key in told.items() if key}
    return Roster(header_row=header_row, columns=told, headings=headings, at=at, numbers=numbers, values=work.values,
                  problems=worst)  # fmt: skip


def _columns(
    sheet: Sheet,
) -> tuple[int, dict[str, str | None], dict[str, int], list[int], dict[str, Sequence[Cell]]]:
    """Number of the heading row; heading → key; key → column; numbers of the rows; key → its cells."""
    rows: list[tuple[int, Sequence[Cell]]] = [(sheet.header_row, sheet.header), *sheet.rows]
    place, keys, told = columns.find(rows)
    body = [row for _, row in rows[place + 1 :]]
    if not body:
        raise Refused("roster.no-rows")
    width = max(keys) + 1
    even = [row if len(row) >= width else (*row, *[""] * (width - len(row))) for row in body]
    given: dict[str, Sequence[Cell]] = {key: list(map(itemgetter(column), even)) for column, key in keys.items()}
    at = {key: column for column, key in keys.items()}
    return rows[place][0], told, at, [number for number, _ in rows[place + 1 :]], given


def _read(work: _Work) -> None:
    texts = {cell for key in _DATES for cell in work.given.get(key, ()) if type(cell) is str}
    order = dates.manner(texts)
    readers: dict[str, Callable[[Cell], Any]] = {
        **_READERS, **dict.fromkeys(_DATES, partial(cells.whole_day, order=order)),
        "arrival_date": partial(cells.day, order=order),
    }  # fmt: skip
    for key, column in work.given.items():
        if key in readers:
            known = Cells(readers[key])
            found = list(map(known.__getitem__, column))
            work.values[key] = _told(work, key, found) if known.wrong else found


def _told(work: _Work, key: str, column: list[Any]) -> list[Any]:
    """The column with what was read in the place of what is wrong; each is noted."""
    for place, one in enumerate(column):
        if type(one) is Wrong:
            facts = {"day": just_day(one.value)} if isinstance(one.value, date) else {}
            work.note(place, key, one.code, one.verdict, **facts)
            column[place] = one.value
    return column


def _names(work: _Work) -> None:
    """Surname or given names, in cells of their own or in one: a row has somebody's name."""
    key = "surname" if "surname" in work.given else "name"
    named = [work.values[one] for one in ("name", "surname", "given_name") if one in work.values]
    for place in [place for place, found in enumerate(zip(*named, strict=True)) if not any(found)]:
        if not any(one.key in ("name", "surname", "given_name") for one in _of(work, place)):
            work.note(place, key, "empty")


def _of(work: _Work, place: int) -> Iterable[Problem]:
    return work.problems.get(place, ())


def _dates(work: _Work) -> None:
    today, born = work.as_of, work.column("birth_date")
    oldest = date(today.year - OLDEST, 1, 1)
    for place in [at for at, day in enumerate(born) if day is None or not oldest <= day <= today]:
        day = born[place]
        if day is None:
            _missing(work, place, "birth_date")
        else:
            work.note(place, "birth_date", "birth-in-future" if day > today else "born-too-old", day=day, years=OLDEST)
    _reversed(work, "birth_date", "doc_expiry")
    _reversed(work, "birth_date", "entry_date")
    _reversed(work, "entry_date", "visa_expiry")
    _ending(work, "doc_expiry", "paper-expired", "paper-expires-soon")
    _ending(work, "visa_expiry", "stay-over", "")
    for place in [at for at, day in enumerate(work.column("entry_date")) if day is not None and day > today]:
        work.note(place, "entry_date", "entry-in-future", day=work.values["entry_date"][place])
    _arrivals(work)


def _missing(work: _Work, place: int, key: str) -> None:
    """An empty cell, unless it was told already that it cannot be read."""
    if not any(one.key == key for one in _of(work, place)):
        work.note(place, key, "empty")


def _reversed(work: _Work, before: str, after: str) -> None:
    pairs = enumerate(zip(work.column(before), work.column(after), strict=True))
    for place in [at for at, (first, then) in pairs if first is not None and then is not None and then < first]:
        work.note(place, after, "dates-reversed")


def _ending(work: _Work, key: str, over: str, soon: str) -> None:
    """A paper that has run out is registered and told: registering is a duty, also then."""
    today, until = work.as_of, work.as_of + SOON if soon else work.as_of
    for place, day in [(at, day) for at, day in enumerate(work.column(key)) if day is not None and day < until]:
        work.note(place, key, over if day < today else soon, WARN, day=day)


def _arrivals(work: _Work) -> None:
    """The hour of arrival is often unknown: late is what is late whatever the hour was (24 hours, LAW 39(2))."""
    today, moments, left = work.as_of, work.column("arrival_date"), work.column("departure_date")
    days = [moment.date() if type(moment) is datetime else moment for moment in moments]
    for place in [at for at, day in enumerate(days) if day is None or not today - DAY <= day <= today]:
        _arrived(work, place, days[place])
    for place, (day, leaving) in enumerate(zip(days, left, strict=True)):
        if leaving is not None and day is not None and not day <= leaving <= day + LONGEST:
            work.note(place, "departure_date", "dates-reversed" if leaving < day else "leaving-too-far")


def _arrived(work: _Work, place: int, day: date | None) -> None:
    if day is None:
        _missing(work, place, "arrival_date")
    elif day > work.as_of:
        work.note(place, "arrival_date", "arrival-in-future", day=day)
    elif work.as_of.year - day.year > 10:
        work.note(place, "arrival_date", "arrival-too-long-ago", day=day)
    else:
        work.note(place, "arrival_date", "arrival-late", WARN, day=day)


def _twice(work: _Work) -> None:
    """One paper in two rows: the second is told. Where it is another person's, nobody knows which row is right."""
    numbers, countries = work.column("doc_number"), work.column("nationality")
    once: set[Any] = set()
    again = {number for number in numbers if number in once or once.add(number)} - {None}  # type: ignore[func-returns-value]
    seen: dict[tuple[Any, Any], int] = {}
    for place in [place for place, number in enumerate(numbers) if number in again] if again else ():
        first = seen.setdefault((countries[place], numbers[place]), place)
        if first == place:
            continue
        if who(work.values, first) == who(work.values, place):
            work.note(place, "doc_number", "twice", row=work.numbers[first])
        else:
            work.note(place, "doc_number", "twice-other-person", row=work.numbers[first])
            if not any(one.code == "twice-other-person" for one in _of(work, first)):
                work.note(first, "doc_number", "twice-other-person", WARN, row=work.numbers[place])


def who(values: Mapping[str, Sequence[Any]], place: int) -> tuple[str, str, date | None]:
    """Surname, given names, day of birth."""
    told = {key: values[key][place] for key in ("name", "surname", "given_name", "middle_name") if key in values}
    given = " ".join(filter(None, (told.get("given_name"), told.get("middle_name"))))
    surname = told.get("surname") or ""
    if not surname and not given and told.get("name"):
        surname, given = told["name"]
    born: date | datetime | None = values["birth_date"][place]
    return surname, given, just_day(born)


def _places(work: _Work, city: City) -> None:
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
        if code and not any(one.key == key for one in _of(work, place)):
            work.note(place, key, code, verdict)
    work.values["where"] = spots
