"""Who may apply in somebody's place: the inviting unit or person, a relative, or a specialised body (REG 19)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal, get_args

from portlight.capabilities.permits.rules.articles import Article
from portlight.capabilities.permits.rules.matters import Matter

Ground = Literal["under-16", "sixty", "unwell", "good-record", "costs-guaranteed", "talent", "parent", "family"]
GROUNDS: tuple[Ground, ...] = get_args(Ground)
_AGE = {"under-16", "sixty", "unwell"}
# First residence permits leave out the good record and the guarantee, and add the talent (REG 19(2)).
_GROUNDS = {
    "visa": {*_AGE, "good-record", "costs-guaranteed"},
    "first-residence": {*_AGE, "talent"},
    "parents": {"parent"},
    "family": {"family"},
    "unsaid": set[str](),
}
_ARTICLES = {
    "visa": Article("REG", "19(1)"), "first-residence": Article("REG", "19(2)"), "parents": Article("LAW", "40"),
    "family": Article("LAW", "40"),
}  # fmt: skip


def may_apply_for(matter: Matter, grounds: Collection[str]) -> Article | None:
    """The article by which another may apply on one of these grounds; None: on none of them."""
    return _ARTICLES[matter.agents] if _GROUNDS[matter.agents] & set(grounds) else None


def grounds_for(matter: Matter) -> tuple[Ground, ...]:
    """Every ground on which another may apply in this matter, in the order of the law."""
    return tuple(one for one in GROUNDS if one in _GROUNDS[matter.agents])


def ground_of_age(born_on: date, *, on: date) -> Ground | None:
    """Under 16, or 60 and over: full years, which somebody born on 29 February completes on 1 March."""
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    if years < 16:
        return "under-16"
    return "sixty" if years >= 60 else None
