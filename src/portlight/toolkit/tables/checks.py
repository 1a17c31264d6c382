"""What is said of a table before it is published: what it may not ask, rows never reached, overlaps, gaps.

Rows are boxes over the pieces of each input (`atoms`), an input of several codes being a yes and a no for each code, so
the answers are exact for the grammar. A table for which that would take too many steps is refused as too complex.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from portlight.toolkit import countries
from portlight.toolkit.tables.boxes import Space, TooComplex, intersection
from portlight.toolkit.tables.values import Input, Table

Weight = Literal["error", "told"]
# Who somebody is never decides; these purposes are the law's exceptions.
ALLOWED_TO_ASK = frozenset({"fees", "treaty-clocks", "visa-rules"})
_WHO = frozenset(
    "nationality nationalities nation citizenship citizen country sex gender male female religion religious faith "
    "belief ethnicity ethnic race racial colour health illness disease disability pregnant language languages tongue "
    "birthplace"
    .split()
)  # fmt: skip
_WHO_TOGETHER = (("birth", "place"), ("place", "birth"), ("born", "in"), ("medical", "state"))
_IN_MATCHING = frozenset({"language", "languages", "helper_sex"})
# Words, and beginnings of words, of outcomes that take something from somebody.
_HARSH = frozenset({"fine", "fined", "deny", "ban", "banned", "no"})
_HARSH_STEMS = (
    "refus", "reject", "denied", "penal", "punish", "detain", "detention", "expel", "expul", "deport", "report",
    "revok", "warn", "cancel",
)  # fmt: skip
MOST_EXAMPLES = 5


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`error`: it cannot be published. `told`: whoever signs it should know. Rows count from 1."""

    code: str
    weight: Weight
    row: int = 0
    other: int = 0
    name: str = ""  # of the input or output it is about
    example: Mapping[str, Any] = field(default_factory=dict)  # facts for which it is so


def check(table: Table) -> tuple[Finding, ...]:
    """Everything that is to be said of it, errors first. Bounded in time."""
    found = [*_asks(table), *_decides(table)]
    try:
        found += _algebra(table)
    except TooComplex:
        found.append(Finding(code="too-complex", weight="error"))
    return tuple(sorted(found, key=lambda one: (one.weight != "error", one.row, one.other)))


def _asks(table: Table) -> Iterator[Finding]:
    if table.purpose in ALLOWED_TO_ASK:
        return
    for one in table.inputs:
        if table.purpose == "matching" and one.name in _IN_MATCHING:
            continue
        if who(one):
            yield Finding(code="asks-who", weight="error", name=one.name)


def who(asked: Input) -> bool:
    """Whether an input asks who somebody is: by its name or title, or because its codes are those of states."""
    words = re.split(r"[^a-z]+", f"{asked.name} {asked.title}".lower())
    named = not _WHO.isdisjoint(words) or any(set(pair) <= set(words) for pair in _WHO_TOGETHER)
    return named or (len(asked.codes) > 1 and all(countries.known(code) for code in asked.codes))


def _decides(table: Table) -> Iterator[Finding]:
    for output in table.outputs:
        if not output.proposal and any(harsh(said) for said in (output.name, *output.codes)):
            yield Finding(code="no-proposal", weight="error", name=output.name)


def harsh(said: str) -> bool:
    """Whether an outcome's code or name refuses, punishes or reports."""
    words = re.split(r"[^a-z]+", said.lower())
    return any(word in _HARSH or word.startswith(_HARSH_STEMS) for word in words)


def _algebra(table: Table) -> Iterator[Finding]:
    space = Space(table)
    boxes = [space.boxes(row) for row in table.rows]
    hidden = set()
    for at, own in enumerate(boxes[:-1]):  # the last row is a net: it may well catch nothing
        if not space.without(own, [box for earlier in boxes[:at] for box in earlier]):
            hidden.add(at)
            yield Finding(code="unreachable", weight="error", row=at + 1)
    yield from _overlaps(table, space, boxes, hidden)
    gaps = space.without([space.whole], [box for row in boxes[:-1] for box in row])
    for box in gaps[:MOST_EXAMPLES]:
        yield Finding(code="gap", weight="told", row=len(boxes), example=space.example(box))


def _overlaps(table: Table, space: Space, boxes: list[Any], hidden: set[int]) -> Iterator[Finding]:
    """Of two rows that are met by the same facts and say different things, the earlier one is right: so it is told."""
    for at in range(len(boxes) - 1):
        for other in range(at + 1, len(boxes) - 1):
            if {at, other} & hidden or table.rows[at].outcome == table.rows[other].outcome:
                continue
            space.step()
            both = next((box for a in boxes[at] for b in boxes[other] if (box := intersection(a, b))), None)
            if both:
                yield Finding(
                    code="overlap", weight="told", row=at + 1, other=other + 1, example=space.example(both)
                )  # fmt: skip
