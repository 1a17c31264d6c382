"""The loop of a worker: expand, send, post, retry, recover, and what other rooms want done now and then.

One process, one thread. Between two leases everything urgent has its turn.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from portlight.delivery import asking, beats, expansion, leases, port, postings, providers, recovery, retries, rules
from portlight.delivery.carrying import Carrying
from portlight.delivery.expansion import Expansion
from portlight.delivery.journal import Journal
from portlight.delivery.models import Message
from portlight.toolkit import supervised

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.1
SWEEP_SECONDS = 1.0
ASK_SECONDS = 2.0
_ALL = 1 << 60
_AHEAD = 3  # open leases of a message before its next page is expanded


class Engine:
    """What one worker does. `chores(at)` are the ticks and work items of other rooms; it returns how many it did."""

    def __init__(self, folder: Path, *, clock: Callable[[], datetime], chores: Callable[[datetime], int]) -> None:
        self.folder = folder
        self.clock = clock
        self.chores = chores
        self.journal = Journal.take(folder)
        self.desks: dict[str, Carrying] = {}
        self.expansion: Expansion | None = None
        self.swept = 0.0
        self.asked = 0.0
        self.stopping = False
        self.behind = False  # the chores did something when they were last looked after
        self.life = beats.Beat(self.journal.name)

    def start(self) -> None:
        """Deal with what dead workers of this host have left, our own name first, then begin to write."""
        settled = recovery.replay(self.journal, at=self.clock())
        if settled:
            log.info("replayed %s: %d rows settled", self.journal.name, settled)
        self.journal.open()
        self.sweep()
        supervised.notify("READY=1")

    async def run(self, *, once: bool = False) -> None:
        """Until stopped; with `once`, until nothing is due.

        Whatever fails in here (the database is gone) ends the worker: its journal stays, and the next one of this host
        replays it. Only a worker that leaves in order takes its journal with it.
        """
        try:
            self.start()
            await self._watched(self._turns(once=once))
            self.journal.drop()
            self.life.gone()
        finally:
            self.journal.release()

    async def carry_offered(self, lease: int) -> bool:
        """Carry that one lease, or the most urgent one when it is gone or another is more urgent; False: none is due.

        For a worker that is woken lease by lease (`transport`); it must have been started.
        """
        self._housekeeping()
        at = self.clock()
        best = leases.best_lane(self._usable(), at)
        if best is None or self.stopping:
            return False
        mine = leases.lane_and_channel(lease, at)
        wanted = mine is not None and mine[0] <= best[0] and mine[1] in self._usable()
        kind = mine[1] if mine is not None and wanted else best[1]
        left = [1]

        def one_lease(_: str) -> bool:
            return bool(left) and not self.stopping and left.pop() > 0

        desk = Carrying(port.personal()[kind], self.journal, clock=self.clock, may_go_on=one_lease)
        desk.wanted = lease if wanted else 0
        self.desks = {kind: desk}
        await self._watched(self._carry(kind))
        return desk.sent > 0

    async def _turns(self, *, once: bool) -> None:
        while not self.stopping:
            if await self.turn() or await self._ask():
                continue
            if once and not self.sweep() and not self.chores(self.clock()):
                break
            if self.behind and not once:  # nothing to send, and the chores had more than their share of a second
                self.behind = self.chores(self.clock()) > 0
                await asyncio.sleep(0)
                continue
            await asyncio.sleep(0 if once else IDLE_SECONDS)

    async def _watched(self, work: Coroutine[Any, Any, None]) -> None:
        """`work`, with the beat beside it; whatever fails in a callback or in the beat ends it with that error."""
        watch = _Watch(asyncio.current_task())
        beat = asyncio.create_task(self._beat())
        beat.add_done_callback(watch.ended)
        asyncio.get_running_loop().set_exception_handler(watch.broken)
        try:
            await work
        except asyncio.CancelledError:
            if watch.error is None:
                raise
            raise watch.error from None
        finally:
            beat.cancel()
            for channel in port.personal().values():
                await channel.close()

    def stop(self) -> None:
        """Leave in order: what is in the air is waited for, nothing new is begun."""
        supervised.notify("STOPPING=1")
        self.stopping = True
        for desk in self.desks.values():
            desk.stopped = True

    async def turn(self) -> bool:
        """One round; False when there was nothing to do."""
        self._housekeeping()
        at = self.clock()
        if self._post(at):  # pages first: a second's work for everybody, before the hours of a bulk
            return True
        did = self._expand(at, ahead=1)
        best = leases.best_lane(self._usable(), at)
        if best is not None:
            await self._carry(best[1])
            return True
        # No way out just now: at least it shall be known whom it is for.
        did = did or (self.expansion is not None and self._expand(at, ahead=_ALL))
        if not did and self.expansion is not None and self.expansion.busy:
            await asyncio.sleep(IDLE_SECONDS)  # another worker is at the page: there will be leases in a moment
            return True
        return did

    async def _ask(self) -> bool:
        """Between two carryings, every few seconds: what the other sides can say about our doubts."""
        if time.monotonic() - self.asked < ASK_SECONDS:
            return False
        self.asked = time.monotonic()
        return await asking.ask_due(self.clock()) > 0

    def sweep(self) -> int:
        """Replay journals of dead siblings, take over lapsed leases, gather due retries."""
        at, did = self.clock(), 0
        for journal in Journal.left_behind(self.folder):
            did += recovery.replay(journal, at=at)
        did += recovery.take_over(self.journal.name, self.folder, at=at)
        return did + retries.cut_leases(at=at)

    def may_go_on(self, kind: str) -> bool:
        """Asked by a desk before each lease: has anything become more urgent than this channel's next lease?"""
        if self.stopping:
            return False
        self._housekeeping()
        at = self.clock()
        self._post(at)
        usable = self._usable()
        best = leases.best_lane(usable, at)
        self._expand(at, ahead=_AHEAD, before=best[0] if best else None)
        best = leases.best_lane(usable, at)
        if best is None or kind not in usable:
            return False
        return best[1] == kind or leases.lane_of(kind, at) == best[0]

    def _housekeeping(self) -> None:
        if time.monotonic() - self.swept >= SWEEP_SECONDS:
            self.sweep()
            self.behind = self.chores(self.clock()) > 0
            self.swept = time.monotonic()

    def _usable(self) -> list[str]:
        return providers.open_for_use(list(port.personal()), self.clock())

    def _expand(self, at: datetime, *, ahead: int, before: int | None = None) -> bool:
        """One page of the most severe message that waits, unless enough of it stands open already."""
        usable = self._usable()
        message = expansion.waiting_to_expand(sending=lambda one: leases.sending(one, usable, at))
        if message is None:
            self.expansion = None
            return False
        lane = rules.lane_of(message.severity, message.kind, corrects=message.corrects)
        if before is not None and lane > before:
            return False
        if self.expansion is None or self.expansion.message.id != message.id:
            self.expansion = Expansion(message)
        if leases.open_leases(message.id) >= ahead:
            return False
        return self._page(message, at)

    def _page(self, message: Message, at: datetime) -> bool:
        assert self.expansion is not None  # noqa: S101
        self.expansion.message.expanded_upto = message.expanded_upto
        self.expansion.busy = False
        self.expansion.page(at=at)
        return not self.expansion.busy

    async def _carry(self, kind: str) -> None:
        channel = port.personal()[kind]
        desk = self.desks.get(kind)
        if desk is None:
            desk = self.desks[kind] = Carrying(channel, self.journal, clock=self.clock, may_go_on=self.may_go_on)
        desk.begin()
        # Not in a `finally`: after a failure the journal is the truth, and the next worker replays it.
        await channel.carry(desk)
        desk.finish()

    def _post(self, at: datetime) -> bool:
        posting = postings.claim(self.journal.name, providers.open_for_use(list(port.public()), at), at)
        if posting is not None:
            postings.publish(posting, at=self.clock())
        return posting is not None

    async def _beat(self) -> None:
        """Flush what slow answers have brought, while a channel waits for the next."""
        while True:
            await asyncio.sleep(rules.FLUSH_SECONDS)
            self.life.now()
            for desk in self.desks.values():
                if desk.held and time.monotonic() - desk.flushed >= rules.FLUSH_SECONDS:
                    desk.flush()


class _Watch:
    """Ends the worker when something failed where nobody waits for it: in a callback of a connection, in the beat."""

    def __init__(self, worker: asyncio.Task[Any] | None) -> None:
        self.worker = worker
        self.error: BaseException | None = None

    def broken(self, loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
        error = told.get("exception")
        if isinstance(error, Exception):
            self._end(error)
        else:
            loop.default_exception_handler(told)

    def ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._end(error)

    def _end(self, error: BaseException) -> None:
        if self.error is None and self.worker is not None:
            self.error = error
            self.worker.cancel()
