"""How a simulator that speaks HTTP comes up and goes: its port on standard output, then until it is stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import uvloop
from aiohttp import web


async def listening(app: web.Application, port: int, *, known: Callable[[int], object] | None = None) -> None:
    """Answers on 127.0.0.1 at `port` (0: any that is free) and prints it; `known` hears it before anybody asks."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=512).start()
    own = int(runner.addresses[0][1])
    if known is not None:
        known(own)
    print(own, flush=True)


async def for_ever() -> None:
    await asyncio.Event().wait()


async def again_and_again(act: Callable[[], Awaitable[None]], *, every: float) -> None:
    """Begins `act` every so many seconds, whether or not the one before has ended."""
    begun: set[asyncio.Future[None]] = set()
    while True:
        await asyncio.sleep(every)
        one = asyncio.ensure_future(act())
        begun.add(one)
        one.add_done_callback(begun.discard)


def until_stopped(serving: Coroutine[Any, Any, None]) -> None:
    with suppress(KeyboardInterrupt):
        uvloop.run(serving)
