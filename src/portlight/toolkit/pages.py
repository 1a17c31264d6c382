"""One page of a long list, by key and not by number: page 9,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """`next` is the token of the following page, as a value for the URL; None on the last page."""

    rows: tuple[T, ...]
    next: str | None = None

    @classmethod
    def of(cls, found: Sequence[T], *, size: int, token: Callable[[T], str]) -> Page[T]:
        """The page from `size + 1` found rows: the one too many only shows that there is a following page."""
        rows = tuple(found[:size])
        return cls(rows, token(rows[-1]) if len(found) > size else None)
