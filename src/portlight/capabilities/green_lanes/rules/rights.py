"""The facts by which the table says what the law lets an institution do for somebody (REG 16, 19)."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

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
