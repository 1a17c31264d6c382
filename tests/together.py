"""Two at once: the same act in several threads, each with a connection of its own, let go at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def at_once(*acts: Callable[[], Any], seconds: float = 30) -> list[Any]:
    """What each act returned, or the exception it raised, in the order given. Needs the fixture `fresh_db`."""
    gate = threading.Barrier(len(acts))
    found: list[Any] = [TimeoutError("the act did not end")] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=seconds)
            found[place] = act()
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act), daemon=True) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=seconds)
    return found
