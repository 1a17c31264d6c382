"""`portlight worker`: the process around the engine."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from datetime import datetime

import uvloop
from django.conf import settings
from django.utils import timezone

from portlight.delivery.journal import host
from portlight.delivery.loop import Engine
from portlight.kernel.timeline.commands import chain
from portlight.kernel.work.commands import run_one
from portlight.toolkit import meter, nameplate

OWNER = f"{host()}:{os.getpid()}"
log = logging.getLogger(__name__)


def run(*, once: bool = False) -> None:
    """Work until told to stop; with `once`, until nothing is due."""
    # Database calls are made synchronously from inside the event loop. There is one thread and one connection, a flush
    # takes milliseconds, and everything else waits for it anyway: threads would only add their cost.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    uvloop.run(_run(once=once))


def begin_to_count(*, port: int = 0) -> None:
    """This worker's counters in files that `/metrics` of the web process reads; with `port`, on loopback as well."""
    meter.write_to(settings.DATA / "metrics" / "worker")
    if port:
        from prometheus_client import CollectorRegistry, start_http_server
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        start_http_server(port, addr="127.0.0.1", registry=registry)


async def _run(*, once: bool) -> None:
    engine = Engine(settings.DATA / "journals", clock=timezone.now, chores=Chores())
    loop = asyncio.get_running_loop()
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, engine.stop)
    await engine.run(once=once)


class Chores:
    """What every worker does beside sending: chain the timeline, work items, the nameplates' ticks in their rhythm."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.next: dict[str, float] = {}

    def __call__(self, at: datetime) -> int:
        chain(at=at)
        did = int(run_one(owner=OWNER, at=at))
        for plate in list(nameplate.plates()):
            for tick in plate.ticks:
                name = f"{plate.room}:{tick.name}"
                if time.monotonic() < self.next.get(name, self.began + tick.first_after_seconds):
                    continue
                self.next[name] = time.monotonic() + tick.every_seconds
                try:
                    did += tick.run(at)
                except Exception:
                    log.exception("tick %s failed; it runs again in %s s", name, tick.every_seconds)
        return did
