"""A sheet of many people, column by column: each distinct cell is read once, then the columns are compared.

Twenty thousand rows of fifteen columns hold few different cells, so a row costs little (`portlight bench roster`).
Here is what every roster asks of a person and her papers; a room reads and compares what it asks for besides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from portlight.toolkit.refusals import Refused
from portlight.toolkit.rosters import cells, columns, dates
from portlight.toolkit.rosters.cells import Cells, Wrong, just_day, shown
from portlight.toolkit.rosters.columns import Columns
from portlight.toolkit.rosters.values import ERROR, WARN, Problem, Roster
from portlight.toolkit.sheets import Cell, Sheet

SOON = timedelta(days=30)  # a paper that ends within it is told
OLDEST = 125  # years
DATES = ("birth_date", "doc_expiry", "visa_expiry", "entry_date")
READERS: Mapping[str, Callable[[Cell], Any]] = {
    "surname": cells.name, "given_name": cells.name, "middle_name": cells.name, "name": cells.full_name,
    "chinese_name": cells.chinese_name, "nationality": cells.nationality, "sex": cells.sex, "doc_type": cells.paper,
    "doc_number": cells.number, "visa_type": cells.stay,
}  # fmt: skip


@dataclass
class Work:
    """A roster while it is checked: what stood in the cells, what was read, what is wrong."""

    as_of: date
    header_row: int
    told: Mapping[str, str | None]  # heading → key
    at: Mapping[str, int]  # key → column
    numbers: Sequence[int]
    given: Mapping[str, Sequence[Cell]]
    values: dict[str, list[Any]] = field(default_factory=dict)
    problems: defaultdict[int, list[Problem]] = field(default_factory=lambda: defaultdict(list))

    def note(self, place: int, key: str, code: str, verdict: str = ERROR, **facts: Any) -> None:
        value = shown(self.given[key][place]) if key in self.given else ""
        self.problems[place].append(Problem(verdict, key, value, code, facts))

    def note_once(self, place: int, key: str, code: str, verdict: str = ERROR, **facts: Any) -> None:
        """Unless something is told of that cell already."""
        if not any(one.key == key for one in self.of(place)):
            self.note(place, key, code, verdict, **facts)

    def of(self, place: int) -> Iterable[Problem]:
        return self.problems.get(place, ())

    def column(self, key: str) -> Sequence[Any]:
        """What was read; Nones where the sheet has no such column."""
        return self.values.get(key) or [None] * len(self.numbers)

    def roster(self) -> Roster:
        """The whole, each row's worst problem first."""
        order = {key: place for place, key in enumerate(self.given)}
        worst = {
            place: sorted(found, key=lambda one: (one.verdict != ERROR, order.get(one.key, 99)))
            for place, found in self.problems.items()
        }
        headings = {key: heading for heading, key in self.told.items() if key}
        return Roster(header_row=self.header_row, columns=self.told, headings=headings, at=self.at,
                      numbers=self.numbers, values=self.values, problems=worst)  # fmt: skip


def begun(sheet: Sheet, asked: Columns, *, as_of: date) -> Work:
    """The sheet's columns under their keys, nothing read yet.

    Refused: roster.heading-missing, roster.columns-missing, roster.no-rows.
    """
    rows: list[tuple[int, Sequence[Cell]]] = [(sheet.header_row, sheet.header), *sheet.rows]
    place, keys, told = columns.find(rows, asked)
    body = [row for _, row in rows[place + 1 :]]
    if not body:
        raise Refused("roster.no-rows")
    width = max(keys) + 1
    even = [row if len(row) >= width else (*row, *[""] * (width - len(row))) for row in body]
    return Work(
        as_of=as_of, header_row=rows[place][0], told=told, at={key: column for column, key in keys.items()},
        numbers=[number for number, _ in rows[place + 1 :]],
        given={key: list(map(itemgetter(column), even)) for column, key in keys.items()},
    )  # fmt: skip


def read(
    work: Work, readers: Mapping[str, Callable[[Cell], Any]], *, days: Sequence[str] = DATES,
    moments: Sequence[str] = (),
) -> None:  # fmt: skip
    """Reads the columns of `readers`, those of `days` as days, those of `moments` as days with their hours if given."""
    texts = {cell for key in (*days, *moments) for cell in work.given.get(key, ()) if type(cell) is str}
    order = dates.manner(texts)
    of_days = dict.fromkeys(days, partial(cells.whole_day, order=order))
    all_of: dict[str, Callable[[Cell], Any]] = {
        **readers,
        **of_days,
        **dict.fromkeys(moments, partial(cells.day, order=order)),
    }
    for key, column in work.given.items():
        if key in all_of:
            known = Cells(all_of[key])
            found = list(map(known.__getitem__, column))
            work.values[key] = _told(work, key, found) if known.wrong else found


def person(work: Work) -> None:
    """What every row must say of a person, and what cannot be right about her days and papers."""
    _names(work)
    _born(work)
    reversed_days(work, "birth_date", "doc_expiry")
    reversed_days(work, "birth_date", "entry_date")
    reversed_days(work, "entry_date", "visa_expiry")
    _ending(work, "doc_expiry", "paper-expired", "paper-expires-soon")
    _ending(work, "visa_expiry", "stay-over", "")
    for place in [at for at, day in enumerate(work.column("entry_date")) if day is not None and day > work.as_of]:
        work.note(place, "entry_date", "entry-in-future", day=work.values["entry_date"][place])


def reversed_days(work: Work, before: str, after: str) -> None:
    """Tells where the second day lies before the first."""
    pairs = enumerate(zip(work.column(before), work.column(after), strict=True))
    for place in [at for at, (first, then) in pairs if first is not None and then is not None and then < first]:
        work.note(place, after, "dates-reversed")


def twice(work: Work) -> None:
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
            if not any(one.code == "twice-other-person" for one in work.of(first)):
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


def _told(work: Work, key: str, column: list[Any]) -> list[Any]:
    """The column with what was read in the place of what is wrong; each is noted."""
    for place, one in enumerate(column):
        if type(one) is Wrong:
            facts = {"day": just_day(one.value)} if isinstance(one.value, date) else {}
            work.note(place, key, one.code, one.verdict, **facts)
            column[place] = one.value
    return column


def _names(work: Work) -> None:
    """Surname or given names, in cells of their own or in one: a row has somebody's name."""
    key = "surname" if "surname" in work.given else "name"
    named = [work.values[one] for one in ("name", "surname", "given_name") if one in work.values]
    for place in [place for place, found in enumerate(zip(*named, strict=True)) if not any(found)]:
        if not any(one.key in ("name", "surname", "given_name") for one in work.of(place)):
            work.note(place, key, "empty")


def _born(work: Work) -> None:
    today, born = work.as_of, work.column("birth_date")
    oldest = date(today.year - OLDEST, 1, 1)
    for place in [at for at, day in enumerate(born) if day is None or not oldest <= day <= today]:
        day = born[place]
        if day is None:
            work.note_once(place, "birth_date", "empty")
        else:
            work.note(place, "birth_date", "birth-in-future" if day > today else "born-too-old", day=day, years=OLDEST)


def _ending(work: Work, key: str, over: str, soon: str) -> None:
    """A paper that has run out is told, and the row stands: it is often why somebody is in the sheet at all."""
    today, until = work.as_of, work.as_of + SOON if soon else work.as_of
    for place, day in [(at, day) for at, day in enumerate(work.column(key)) if day is not None and day < until]:
        work.note(place, key, over if day < today else soon, WARN, day=day)
