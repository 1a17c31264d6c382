"""The facts by which the table says what the law lets an institution do for somebody (REG 16, 19)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

from portlight.capabilities.green_lanes.rules.matters import FIRST_RESIDENCE
from portlight.capabilities.green_lanes.rules.people import years

TABLE = "lanes_right"
# file: the institution applies for her. guarantee: it may, once it guarantees her costs. come: she comes herself.
# refer: the texts do not say it for this matter.
Right = Literal["file", "guarantee", "come", "refer"]
RIGHTS: tuple[Right, ...] = get_args(Right)


def facts(matter: str, *, born: date, ground: str, guarantees: bool, on: date) -> dict[str, str]:
    """What the table is asked: the matter, the age group, the ground the list names, and who pays if it comes to it."""
    age = years(born, on=on)
    group = "under-16" if age < 16 else "sixty" if age >= 60 else "between"
    return {"matter": matter, "age": group, "ground": ground or "none", "guarantee": "yes" if guarantees else "unsaid"}


def ground_of(told: Mapping[str, str]) -> str:
    """By which ground of REG 19 an institution files on these facts: her age, what the list names, or the guarantee.

    A talent's is one of first residence permits alone, a good record one of all others. Empty: none.
    """
    first, ground = told["matter"] in FIRST_RESIDENCE, told["ground"]
    if told["age"] != "between":
        return told["age"]
    if ground == "unwell" or ground == ("talent" if first else "good-record"):
        return ground
    return "costs-guaranteed" if told["guarantee"] == "yes" and not first else ""
