"""What a checked roster is. Values only; codes are kept, sentences are found by whoever shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

OK, WARN, ERROR = "ok", "warn", "error"


class Problem(NamedTuple):
    """One cell that is wrong (`error`: the row is not declared) or wants a look (`warn`: it is declared as read)."""

    verdict: str
    key: str  # of the column; empty when the row as a whole is meant
    value: str  # as given
    code: str
    facts: Mapping[str, Any]


class RowVerdict(NamedTuple):
    """The worst of a row's problems, with its column's heading as the file has it; Nones for a row without any."""

    row: int
    verdict: str
    column: str | None = None
    value: str | None = None
    code: str | None = None
    facts: Mapping[str, Any] = {}


@dataclass(frozen=True, kw_only=True)
class Roster:
    """`values` and `given` hold one entry a row under each known column; `numbers` are the sheet's own row numbers."""

    header_row: int
    columns: Mapping[str, str | None]  # heading → key; None: not asked for
    headings: Mapping[str, str]  # key → heading
    at: Mapping[str, int]  # key → column, counted from 0
    numbers: Sequence[int]
    values: Mapping[str, Sequence[Any]]
    problems: Mapping[int, Sequence[Problem]]  # place of the row → the worst first

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(heading for heading, key in self.columns.items() if key is None)

    def verdict(self, place: int) -> RowVerdict:
        found = self.problems.get(place)
        if not found:
            return RowVerdict(self.numbers[place], OK)
        worst = found[0]
        heading = self.headings.get(worst.key, worst.key) or None
        return RowVerdict(self.numbers[place], worst.verdict, heading, worst.value, worst.code, worst.facts)

    def verdicts(self) -> Iterator[RowVerdict]:
        return map(self.verdict, range(len(self.numbers)))

    def counts(self) -> dict[str, int]:
        wrong = sum(found[0].verdict == ERROR for found in self.problems.values())
        doubtful = len(self.problems) - wrong
        whole = len(self.numbers)
        return {"rows": whole, OK: whole - wrong - doubtful, WARN: doubtful, ERROR: wrong}
