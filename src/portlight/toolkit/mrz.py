"""The machine readable zone of travel papers and visas (ICAO Doc 9303, parts 3 to 7), read as it is printed.

Nothing is repaired: a letter where a digit belongs, a line that is too short, a check digit that does not fit are
told, and the field stays as it stands. Whoever shows the fields lets the holder confirm them beside the picture.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

Format = Literal["TD1", "TD2", "TD3", "MRVA", "MRVB"]
CHECKS = ("document_number", "birth_date", "expiry_date", "optional", "composite")
FILLER = "<"

_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
_VALUES = {char: number for number, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {FILLER: 0}
_WEIGHTS = (7, 3, 1)
_NAME = re.compile(r"[A-Z<]*\Z")
_STATE = re.compile(r"[A-Z]{1,3}<{0,2}\Z")


class Span(NamedTuple):
    """Part of a line: number of the line, first and last position, both counted from 1 as the standard does."""

    line: int
    first: int
    last: int


@dataclass(frozen=True)
class Layout:
    """Where everything stands in one format. `composite_over` in the order in which it is summed."""

    lengths: tuple[int, ...]
    name: Span
    number: Span
    nationality: Span
    birth: Span
    sex: Span
    expiry: Span
    optional: tuple[Span, ...]
    optional_checked: bool = False
    composite: Span | None = None
    composite_over: tuple[Span, ...] = ()


def _of_two_lines(
    length: int, optional: Span, *, optional_checked: bool = False, composite: Span | None = None,
    composite_over: tuple[Span, ...] = (),
) -> Layout:  # fmt: skip
    """Passports, cards of two lines and visas agree in everything up to the expiry's check digit."""
    return Layout(
        lengths=(length, length), name=Span(1, 6, length), number=Span(2, 1, 9), nationality=Span(2, 11, 13),
        birth=Span(2, 14, 19), sex=Span(2, 21, 21), expiry=Span(2, 22, 27), optional=(optional,),
        optional_checked=optional_checked, composite=composite, composite_over=composite_over,
    )  # fmt: skip


LAYOUTS: Mapping[Format, Layout] = {
    "TD3": _of_two_lines(
        44, Span(2, 29, 42), optional_checked=True, composite=Span(2, 44, 44),
        composite_over=(Span(2, 1, 10), Span(2, 14, 20), Span(2, 22, 43)),
    ),
    "TD2": _of_two_lines(
        36, Span(2, 29, 35), composite=Span(2, 36, 36),
        composite_over=(Span(2, 1, 10), Span(2, 14, 20), Span(2, 22, 35)),
    ),
    "TD1": Layout(
        lengths=(30, 30, 30), name=Span(3, 1, 30), number=Span(1, 6, 14), nationality=Span(2, 16, 18),
        birth=Span(2, 1, 6), sex=Span(2, 8, 8), expiry=Span(2, 9, 14), optional=(Span(1, 16, 30), Span(2, 19, 29)),
        composite=Span(2, 30, 30),
        composite_over=(Span(1, 6, 30), Span(2, 1, 7), Span(2, 9, 15), Span(2, 19, 29)),
    ),
    "MRVA": _of_two_lines(44, Span(2, 29, 44)),
    "MRVB": _of_two_lines(36, Span(2, 29, 36)),
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What is wrong, by a code; `line` and `position` count from 1 and are 0 where it is about no one place."""

    code: str
    line: int = 0
    position: int = 0

    def __str__(self) -> str:
        place = f"@{self.line}" + (f":{self.position}" if self.position else "") if self.line else ""
        return f"{self.code}{place}"


@dataclass(frozen=True)
class Zone:
    """What the lines say. `valid` exactly when there is no problem; a check that the format lacks is None."""

    format: Format | None
    fields: Mapping[str, str | bool | None]
    checks: Mapping[str, bool | None]
    problems: tuple[Problem, ...]

    @property
    def valid(self) -> bool:
        return self.format is not None and not self.problems


def check_digit(text: str) -> str:
    """Weights 7, 3, 1; A = 10 … Z = 35, filler = 0; modulo 10 (Doc 9303-3, 4.9). ValueError for any other character."""
    try:
        return str(sum(_VALUES[char] * _WEIGHTS[at % 3] for at, char in enumerate(text)) % 10)
    except KeyError as error:
        raise ValueError(f"no character of a machine readable zone: {error.args[0]!r}") from None


def read(lines: Sequence[str], *, on: date) -> Zone:
    """The zone in these lines, never an exception. `on` decides centuries: a birth is past, an expiry is near.

    Blanks around a line and empty lines are left out; nothing else is changed.
    """
    kept = [line for given in lines if (line := given.strip())]
    found = _format_of(kept)
    if found is None:
        return Zone(None, {}, dict.fromkeys(CHECKS), _shape_problems(kept))
    return _Reader(found, kept, on).zone()


def _format_of(lines: Sequence[str]) -> Format | None:
    lengths = tuple(len(line) for line in lines)
    fitting = [name for name, layout in LAYOUTS.items() if layout.lengths == lengths]
    if not fitting:
        return None
    if lines[0].startswith("IDFRA") and lengths == (36, 36):
        return None  # the French identity card of before 2021 has a layout of its own
    visa = lines[0].startswith("V")
    return next((name for name in fitting if name.startswith("MRV") == visa), None)


def _shape_problems(lines: Sequence[str]) -> tuple[Problem, ...]:
    if not lines:
        return (Problem("empty"),)
    if len(lines) not in (2, 3):
        return (Problem("line-count"),)
    known = {length for layout in LAYOUTS.values() if len(layout.lengths) == len(lines) for length in layout.lengths}
    odd = [Problem("line-length", at) for at, line in enumerate(lines, 1) if len(line) not in known]
    if odd:
        return tuple(odd)
    return (Problem("unknown-format" if len({len(line) for line in lines}) == 1 else "lines-differ"),)


@dataclass
class _Reader:
    format: Format
    lines: Sequence[str]
    on: date
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.layout = LAYOUTS[self.format]

    def zone(self) -> Zone:
        self._characters()
        number, rest = self._number()
        fields: dict[str, str | bool | None] = {
            "document_code": self.lines[0][:2].rstrip(FILLER), "issuing_state": self._state(Span(1, 3, 5)),
            **self._names(), "document_number": number.replace(FILLER, "") or None,
            "nationality": self._state(self.layout.nationality), "sex": self._sex(),
            "birth_date": self._date("birth-date", self.layout.birth, past=True),
            "expiry_date": self._date("expiry-date", self.layout.expiry, past=False),
            "optional": self._optional(rest),
        }  # fmt: skip
        if not number.replace(FILLER, ""):
            self.problems.append(Problem("document-number-missing", self.layout.number.line))
        if not self.lines[0][0].isalpha():
            self.problems.append(Problem("document-code", 1, 1))
        return Zone(self.format, fields, self._checks(number), tuple(self.problems))

    def at(self, span: Span) -> str:
        return self.lines[span.line - 1][span.first - 1 : span.last]

    def behind(self, span: Span) -> str:
        """The character after a span: its check digit."""
        return self.lines[span.line - 1][span.last]

    def _characters(self) -> None:
        for line, text in enumerate(self.lines, 1):
            for at, char in enumerate(text, 1):
                if char not in _ALPHABET:
                    self.problems.append(Problem("character", line, at))

    def _number(self) -> tuple[str, int]:
        """The number, and how much of the first optional field belongs to it.

        Longer than nine characters in TD1 and TD2: its rest and its check digit begin the optional field, ended by a
        filler, and a filler stands where the check digit would (Doc 9303-5 and -6, note j).
        """
        first = self.at(self.layout.number)
        if self.format not in ("TD1", "TD2") or FILLER in first or self.behind(self.layout.number) != FILLER:
            return first, 0
        rest = self.at(self.layout.optional[0]).partition(FILLER)[0]
        return (first + rest[:-1], len(rest)) if len(rest) > 1 else (first, 0)

    def _checks(self, number: str) -> dict[str, bool | None]:
        layout = self.layout
        digit = self.behind(layout.number)
        if len(number) > 9:
            digit = self.at(layout.optional[0]).partition(FILLER)[0][-1:]
        found: dict[str, bool | None] = {
            "document_number": _fits(number, digit),
            "birth_date": _fits(self.at(layout.birth), self.behind(layout.birth)),
            "expiry_date": _fits(self.at(layout.expiry), self.behind(layout.expiry)),
            "optional": None, "composite": None,
        }  # fmt: skip
        if layout.optional_checked:
            text = self.at(layout.optional[0])
            empty = not text.strip(FILLER)  # then a filler will do (Doc 9303-4, 4.2.2)
            digit = self.behind(layout.optional[0])
            found["optional"] = (empty and digit == FILLER) or _fits(text, digit)
        if layout.composite is not None:
            summed = "".join(self.at(span) for span in layout.composite_over)
            found["composite"] = _fits(summed, self.at(layout.composite))
        self.problems += [Problem(f"check-{name.replace('_', '-')}") for name, so in found.items() if so is False]
        return found

    def _state(self, span: Span) -> str | None:
        said = self.at(span)
        if not _STATE.match(said):
            self.problems.append(Problem("state", span.line, span.first))
        return said.rstrip(FILLER) or None

    def _names(self) -> dict[str, str | bool | None]:
        said = self.at(self.layout.name)
        if not _NAME.match(said) or not said.strip(FILLER) or said.startswith(FILLER):
            self.problems.append(Problem("name", self.layout.name.line, self.layout.name.first))
        primary, _, secondary = said.strip(FILLER).partition(FILLER * 2)
        return {
            "surname": _words(primary) or None, "given_names": _words(secondary) or None,
            "name_may_be_cut": not said.endswith(FILLER),
        }  # fmt: skip

    def _sex(self) -> str | None:
        said = self.at(self.layout.sex)
        if said not in ("M", "F", FILLER):
            self.problems.append(Problem("sex", self.layout.sex.line, self.layout.sex.first))
        return None if said == FILLER else said

    def _date(self, code: str, span: Span, *, past: bool) -> str | None:
        """ISO 8601, without the month or day that is not known; None where there is no date."""
        said = self.at(span)
        found = _dated(said, self.on, past=past)
        if found is None and not (past and said == FILLER * 6):  # a birth date may be unknown altogether
            self.problems.append(Problem(code, span.line, span.first))
        return found

    def _optional(self, rest: int) -> str | None:
        texts = [self.at(span) for span in self.layout.optional]
        texts[0] = texts[0][rest:]
        return " ".join(text for one in texts if (text := _words(one.strip(FILLER)))) or None


def _fits(text: str, digit: str) -> bool:
    try:
        return digit.isdecimal() and check_digit(text) == digit
    except ValueError:
        return False


def _words(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())


def _dated(said: str, on: date, *, past: bool) -> str | None:
    year, month, day = said[:2], said[2:4], said[4:]
    known = [part for part in (month, day) if part != FILLER * 2]
    if not all(part.isascii() and part.isdecimal() for part in (year, *known)) or (known and month == FILLER * 2):
        return None
    for full in _years(int(year), on, past=past):
        try:
            moment = date(full, *(int(part) for part in (*known, "1", "1")[:2]))
        except ValueError:  # no such day, or none in that year
            continue
        if moment <= on or not past:
            return "-".join((str(full), *known))
    return None


def _years(two_digits: int, on: date, *, past: bool) -> list[int]:
    """The likeliest year first: for a birth the latest that is past, for an expiry the nearest."""
    near = on.year - on.year % 100 + two_digits
    return [near, near - 100] if past else sorted((near - 100, near, near + 100), key=lambda year: abs(year - on.year))
