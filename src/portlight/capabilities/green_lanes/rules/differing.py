"""What has changed since an institution's last roster: joined, another passport, ending, left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portlight.capabilities.green_lanes.rules.matters import Change, is_ending


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Somebody of the institution, as it knows her since an earlier roster. `member`: her row."""

    member: int
    same: str  # blind: name, day of birth, nationality
    paper: str  # blind: country and number of the passport
    state: str


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Somebody of the roster that is handed in. `place`: of her row."""

    place: int
    same: str
    paper: str
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Compared:
    """`change` and `known` (member of an earlier roster) by place of the row; `left`: members nobody named."""

    change: dict[int, Change]
    known: dict[int, int]
    revoked: tuple[int, ...]  # places of people who do not want it
    left: tuple[int, ...]


def compared(coming: Sequence[Coming], standing: Iterable[Standing], *, whole: bool, on: date) -> Compared:
    """By person first, then by passport: who has a new passport keeps her name, who has a new name her passport.

    `whole`: the roster names everybody, so that who is missing has left; a part of one says nothing of the others.
    """
    all_of = list(standing)
    by_same, by_paper = {one.same: one for one in all_of}, {one.paper: one for one in all_of}
    change: dict[int, Change] = {}
    known: dict[int, int] = {}
    revoked = []
    for one in coming:
        found = by_same.get(one.same) or by_paper.get(one.paper)
        if found is not None and found.state == "revoked":
            revoked.append(one.place)
        if found is not None:
            known[one.place] = found.member
        change[one.place] = _change(one, found, on)
    named = set(known.values())
    left = tuple(one.member for one in all_of if one.state == "current" and one.member not in named) if whole else ()
    return Compared(change=change, known=known, revoked=tuple(revoked), left=left)


def _change(one: Coming, found: Standing | None, on: date) -> Change:
    if found is None or found.state == "left":
        return "joined"
    if found.paper != one.paper:
        return "changed"
    return "ending" if is_ending(one.ends_on, on=on) else "same"
