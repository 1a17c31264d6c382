"""The cases that stand beside a table: facts, and what must come out. Run before anything is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portlight.toolkit.tables.deciding import Compiled
from portlight.toolkit.tables.values import Malformed, Outcome, Table, WrongFacts

MOST = 1000


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One case that was run. `got` is None and `wrong` says why where its facts are not the table's."""

    number: int
    title: str
    facts: Mapping[str, Any]
    expected: Mapping[str, Outcome]
    got: Mapping[str, Outcome] | None
    row: int = 0
    wrong: str = ""

    @property
    def passed(self) -> bool:
        return self.got is not None and dict(self.expected) == dict(self.got)


def trials(table: Table, cases: Any) -> tuple[Trial, ...]:
    """Every case, run. Malformed: a case that is none."""
    if not isinstance(cases, Sequence) or isinstance(cases, str) or len(cases) > MOST:
        raise Malformed("bad-cases", place="cases")
    ready = Compiled(table)
    return tuple(_run(ready, number, case) for number, case in enumerate(cases, 1))


def _run(ready: Compiled, number: int, case: Any) -> Trial:
    if not isinstance(case, Mapping) or not all(isinstance(case.get(part), Mapping) for part in ("facts", "expect")):
        raise Malformed("bad-cases", place=f"case {number}")
    told = {"number": number, "title": str(case.get("title", "")), "facts": case["facts"], "expected": case["expect"]}
    try:
        found = ready.decide(case["facts"])
    except WrongFacts as error:
        return Trial(**told, got=None, wrong=f"{error.code}: {error.name}")
    return Trial(**told, got=found.output, row=found.row)
