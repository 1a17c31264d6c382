from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def one(rows: Iterable[T]) -> T | None:
    """The row of a question that can have one answer at most, or None.

    `first()` would copy the question twice more and sort what cannot be more than one.
    """
    return next(iter(rows), None)
