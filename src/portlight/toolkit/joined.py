"""For commands that others call inside their own transaction."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


def one_transaction() -> AbstractContextManager[object]:
    """The caller's transaction where there is one, else one of its own; never a savepoint, two questions each time.

    What stands inside must refuse before it writes: nothing of it is undone when a caller goes on after a refusal.
    """
    return nullcontext() if transaction.get_connection().in_atomic_block else transaction.atomic()


def joined(command: Callable[P, R]) -> Callable[P, R]:
    """The whole command in `one_transaction`."""

    @wraps(command)
    def within(*args: P.args, **kwargs: P.kwargs) -> R:
        with one_transaction():
            return command(*args, **kwargs)

    return within
