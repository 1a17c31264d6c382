"""What an emergency does to what exists: a plan of rows, applied as it was counted. Rooms hand effects in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from portlight.kernel.emergencies.rules.prolonging import Relief
from portlight.kernel.timeline.rules import canonical
from portlight.toolkit.actor import Actor

DRIFT = 100  # a plan whose rows differ by more than one in so many from what was counted is counted again


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is declared, as an effect asks for it. Parameters are typed."""

    emergency: int
    since: datetime
    until: datetime | None
    parameters: Mapping[str, Any]
    reliefs: tuple[Relief, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """One thing that changes. `before` and `after` are codes, numbers, days and moments as text, never names.

    `by_hand`: counted and listed for an officer, never applied, as a matter that was decided and that a relief covers.
    """

    key: str
    what: str  # a code, see `Effect.said`
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    by_hand: bool = False


class Applies(Protocol):
    """Gives the keys of the rows that were done. A row whose subject is no longer as the row says is left alone."""

    def __call__(self, change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]: ...


@dataclass(frozen=True, kw_only=True)
class Effect:
    """`plan(change, at, after)` gives what would change, in the order of keys, behind the key `after`, reading by
    pages; asked again when all is applied, it gives nothing. `apply` and `undo` run in the transaction of one page.
    """

    name: str  # <room>.<what>
    label: str  # gettext msgid
    said: Mapping[str, str]  # what → msgid
    plan: Callable[[Change, datetime, str], Iterator[PlanRow]]
    apply: Applies
    undo: Applies


@dataclass(frozen=True, kw_only=True)
class Destroyed:
    count: int
    digest: str = ""  # of the keys that were destroyed, never of their content


@dataclass(frozen=True, kw_only=True)
class Collected:
    """What a room collects only for an emergency (Emergency Response Law 2024, art. 85).

    `destroy(change, at, most)` destroys up to `most`, in the transaction of one page; fewer: nothing is left.
    """

    name: str
    label: str  # gettext msgid
    destroy: Callable[[Change, datetime, int], Destroyed]


def digest_after(before: str, effect: str, rows: Iterable[PlanRow]) -> str:
    """The digest of a plan that goes on with these rows."""
    for row in rows:
        before = hashlib.sha256(f"{before}{fingerprint(effect, row)}".encode()).hexdigest()
    return before


def fingerprint(effect: str, row: PlanRow) -> str:
    """Equal for equal rows of the same effect."""
    told = canonical([effect, row.key, row.what, dict(row.before), dict(row.after), row.by_hand])
    return hashlib.sha256(told.encode()).hexdigest()


def drifted(counted: set[str], anew: set[str]) -> int:
    """How many rows came or went since the plan was counted, when that is more than can be signed; else 0.

    A city never stands still: of ten thousand periods some end between two looks. Below `DRIFT` rows none may differ.
    """
    apart = len(counted ^ anew)
    return apart if apart > len(counted) // DRIFT else 0
