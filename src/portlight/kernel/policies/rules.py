"""What may be published, and how a table from a file is taken apart. Values only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portlight.toolkit import tables
from portlight.toolkit.refusals import Refused
from portlight.toolkit.tables import Finding, Table, Trial

# What a check forbids, as a refusal.
_ERRORS = {
    "asks-who": "policies.asks-who",
    "no-proposal": "policies.no-proposal",
    "unreachable": "policies.unreachable",
    "too-complex": "policies.too-complex",
}


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A table with what its checks and its cases said."""

    table: Table
    findings: tuple[Finding, ...]
    trials: tuple[Trial, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.weight == "error")

    @property
    def failed(self) -> tuple[Trial, ...]:
        return tuple(one for one in self.trials if not one.passed)

    @property
    def publishable(self) -> bool:
        return bool(self.trials) and not self.errors and not self.failed


def apart(told: Any) -> tuple[dict[str, Any], list[Any]]:
    """A file's table, and the cases that stand beside it under `cases`. Refused: policies.malformed."""
    if not isinstance(told, Mapping):
        raise Refused("policies.malformed", place="", fault="no-table", told="")
    cases = told.get("cases", [])
    return {key: value for key, value in told.items() if key != "cases"}, cases if isinstance(cases, list) else [cases]


def examine(content: Any, cases: Any) -> Examined:
    """Read, checked, and every case run. Refused: policies.malformed, with the place and what stood there."""
    try:
        table = tables.read(content)
        return Examined(table=table, findings=tables.check(table), trials=tables.trials(table, cases))
    except tables.Malformed as fault:
        place = fault.place or "–"
        raise Refused("policies.malformed", place=place, fault=fault.code, told=fault.told[:80]) from None


def judge(examined: Examined) -> None:
    """Refused: policies.asks-who, .no-proposal, .unreachable, .too-complex, .no-cases, .case-fails."""
    for one in examined.errors:
        raise Refused(_ERRORS[one.code], row=one.row, name=one.name)
    if not examined.trials:
        raise Refused("policies.no-cases")
    for failed in examined.failed:
        raise Refused("policies.case-fails", number=failed.number, title=failed.title or "–")


def kept(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they are logged: a day as its text, codes as a sorted list. The table has typed them before."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, (list, tuple, set, frozenset)) else value


def digest(content: Any, cases: Any) -> str:
    """Equal for equal tables with equal cases."""
    told = json.dumps([content, cases], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()
