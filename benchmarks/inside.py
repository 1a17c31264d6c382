"""What happens inside an office while it is measured: `python -m benchmarks.inside build|press …`.

A process of its own, so that the office's settings come from its environment as in production. It prints one JSON
object. `press` says "ready" first and waits for a line on standard input: the press of release is the start of time.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

import django

LOOK_EVERY = 0.05  # seconds; two queries
PATIENCE = 300.0  # seconds without progress


def build(people: int) -> dict[str, Any]:
    """An office with its city, and the sample signed twice: an ordinary notice, and an urgent one."""
    from django.conf import settings
    from django.utils import timezone

    from portlight.config.preparing import prepare
    from portlight.kernel.people import commands as people_commands
    from portlight.simulator import city
    from portlight.simulator.cast import BY, hire
    from portlight.simulator.main_job import signed_sample

    prepare()
    cast = hire(into=settings.DATA / "cast.json", at=timezone.now())
    began = time.monotonic()
    people_commands.enrol(list(city.people(people)), by=BY, at=timezone.now())
    seconds = time.monotonic() - began
    numbers = {severity: signed_sample(cast, severity=severity) for severity in ("ordinary", "urgent")}
    return {"numbers": numbers, "releaser": cast["zhou"].key, "enrol_seconds": round(seconds, 2)}


def press(number: str, releaser: str, *, look_at: float = 0.0) -> dict[str, Any]:
    """Release, and look until the ledger derives *finished*. With `look_at`, also when that share was settled."""
    from django.utils import timezone

    from portlight.capabilities.notices import commands as notices
    from portlight.toolkit.actor import staff

    began = time.monotonic()
    code = notices.release(number=number, by=staff(releaser), at=timezone.now())
    pressed = time.monotonic()
    _watch(code, look_at, began)
    return {"code": code, "began": began, "pressed": pressed, "finished": time.monotonic(), **_account(code)}


def _watch(code: str, look_at: float, began: float) -> None:
    from portlight.delivery import queries as ledger

    last, moved, told = -1, began, look_at == 0.0
    while True:
        progress = ledger.progress(code=code)
        assert progress is not None, code
        if not told and progress.total and progress.expanded and progress.settled >= look_at * progress.total:
            told = True
            print("halfway", flush=True)
        if progress.finished:
            return
        if progress.settled != last:
            last, moved = progress.settled, time.monotonic()
        if time.monotonic() - moved > PATIENCE:
            raise TimeoutError(f"no progress for {PATIENCE:.0f} s at {progress.settled} of {progress.total}")
        time.sleep(LOOK_EVERY)


def _account(code: str) -> dict[str, Any]:
    from portlight.delivery import queries as ledger

    reach = ledger.reach(code=code)
    return {
        "audience": reach.audience, "messages": reach.messages, "uncertain": reach.uncertain,
        "excluded": dict(reach.excluded), "by_language": {row.key: row.accepted for row in reach.by_language},
    }  # fmt: skip


def main(given: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("build", "press"))
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--number", default="")
    parser.add_argument("--releaser", default="")
    parser.add_argument("--look-at", type=float, default=0.0)
    wish = parser.parse_args(given)
    django.setup()
    if wish.what == "build":
        print(json.dumps(build(wish.people)), flush=True)
        return
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(press(wish.number, wish.releaser, look_at=wish.look_at)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
