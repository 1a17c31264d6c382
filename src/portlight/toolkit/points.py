"""Named points of the sending path, where a test build may stop the process (`delivery.md`, kill points).

`reached("delivery.flush.before-commit")` does nothing, unless PORTLIGHT_POINTS names that point: then the process is
killed as `kill -9` would kill it, at the n-th passing ("point:n", n from 1); with "point:n:freeze" it is stopped there
as a suspended machine is, and goes on at SIGCONT. Only PORTLIGHT_MODE=test may set it.
"""

from __future__ import annotations

import os
import signal

_stop_at, _nth, _how = [*os.environ.get("PORTLIGHT_POINTS", "").split(":"), "", ""][:3]
_left = int(_nth or "1")
_signal = signal.SIGSTOP if _how == "freeze" else signal.SIGKILL


def reached(point: str) -> None:
    if _stop_at:
        _pass(point)


def _pass(point: str) -> None:
    global _left
    if point == _stop_at:
        _left -= 1
        if _left == 0:
            os.kill(os.getpid(), _signal)
