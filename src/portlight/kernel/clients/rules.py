"""Programs of institutions and their keys. Values only."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

PREFIX = "plk"  # by which a scanner of repositories knows a key that was written into one
NAME_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # nothing that is read as something else
NAME_LENGTH = 8
SECRET_BYTES = 32
OVERLAP = timedelta(days=7)  # so long the key before a new one still opens: a program changes it in its own time
SOON = timedelta(days=30)  # a program whose last key ends within it is told of at the desk
LONGEST = 120  # of a name
_KEY = re.compile(rf"{PREFIX}_([{NAME_LETTERS}]{{{NAME_LENGTH}}})_([A-Za-z0-9_-]{{43}})")

State = Literal["good", "soon", "over", "withdrawn"]


class Presented(NamedTuple):
    """A key as a program shows it: `name` is written down openly, `secret` nowhere."""

    name: str
    secret: str


def written(name: str, secret: str) -> str:
    """The key as it is given to the institution."""
    return f"{PREFIX}_{name}_{secret}"


def presented(text: str) -> Presented | None:
    """What a program has shown; None when it cannot be a key of ours."""
    found = _KEY.fullmatch(text.strip())
    return Presented(*found.groups()) if found else None


def state(*, until: datetime, withdrawn: bool, at: datetime) -> State:
    """`until` is exclusive: at that moment the key opens nothing more."""
    if withdrawn:
        return "withdrawn"
    if until <= at:
        return "over"
    return "soon" if until <= at + SOON else "good"
