"""A provider that is spoken to in signed HTTP calls of many numbers each, several calls at a time."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, NamedTuple

from django.conf import settings

from portlight.channels.sms.calling import Line, NotReached, Unanswered
from portlight.channels.sms.queries import Approved
from portlight.channels.sms.sorting import Sorting
from portlight.channels.sms.verdicts import About, until_next_day
from portlight.delivery import port
from portlight.delivery.port import Copy, Parcel

_PACE_SECONDS = 0.1
_PAUSES = (1.0, 60.0)  # first and longest rest after "too fast"; doubled in between
_ABOUT_ONE = {About.DEAD, About.ADDRESS, About.CONTENT, About.MINUTE, About.HOUR, About.DAY}


class Layout(NamedTuple):
    """What is the same for every number of a call. `most`: numbers in one call."""

    most: int
    parts: Any


class Said(NamedTuple):
    """What a call said of a parcel: taken under a reference, or refused."""

    reference: str
    about: About | None = None
    code: str = ""


class BatchRoute(ABC):
    """Gathers parcels of one layout into calls; answers are sorted by what they are about (`verdicts`)."""

    name: ClassVar[str]

    def __init__(self) -> None:
        self.sorting: Sorting | None = None
        self.quiet: Callable[[], None] = lambda: None
        self.open: dict[int, tuple[Layout, list[Parcel]]] = {}
        self.calls: set[asyncio.Task[None]] = set()
        self.line = Line()
        self.pausing = False  # waits for the shared pace
        self.pause = 0.0

    # What the channel calls

    def begin(self, sorting: Sorting, quiet: Callable[[], None]) -> None:
        self.sorting, self.quiet = sorting, quiet
        self.open.clear()
        self.pausing = False

    @property
    def idle(self) -> bool:
        return not self.calls and not self.pausing

    def wake(self) -> None:
        """Send as long as there is something and a call is free."""
        while self.sorting is not None and not self.pausing and len(self.calls) < settings.SMS_IN_FLIGHT:
            found = self._gather(self.sorting)
            if found is None:
                return
            self._send(self.sorting, *found)

    def watch(self) -> None:
        """Nothing to do: every call has its own time limit."""
        return

    def end(self) -> None:
        """The carrying is over."""
        self.sorting = None

    async def close(self) -> None:
        """What is under way then, when a worker is ended in the middle, is a doubt the journal knows of."""
        for task in self.calls:
            task.cancel()
        await asyncio.gather(*self.calls, return_exceptions=True)
        await self.line.close()

    # What a provider brings

    @abstractmethod
    def lay_out(self, template: Approved, copy: Copy, *, mainland: bool) -> Layout: ...

    @abstractmethod
    async def call(self, layout: Layout, parcels: Sequence[Parcel]) -> Sequence[Said] | Said:
        """One call: an outcome per parcel, or one refusal for all. NotReached, Unanswered."""

    # Inside

    def _gather(self, sorting: Sorting) -> tuple[Layout, list[Parcel]] | None:
        while (parcel := sorting.next(self.name)) is not None:
            layout: Any = sorting.layout(self.name, parcel)
            held = self.open.get(id(layout))
            if held is None:
                held = self.open[id(layout)] = (layout, [])
            held[1].append(parcel)
            if len(held[1]) >= layout.most:
                return self.open.pop(id(layout))
        if sorting.usable(self.name):
            return self.open.popitem()[1] if self.open else None
        while self.open:
            self._return(sorting, self.open.popitem()[1][1])
        return None

    def _return(self, sorting: Sorting, parcels: Sequence[Parcel]) -> None:
        for parcel in reversed(parcels):
            sorting.give_back(parcel)

    def _send(self, sorting: Sorting, layout: Layout, parcels: list[Parcel]) -> None:
        granted = sorting.desk.allow(self.name, len(parcels))
        if granted < len(parcels):
            self._return(sorting, parcels[granted:])
            del parcels[granted:]
            self.pausing = True
            asyncio.get_running_loop().call_later(_PACE_SECONDS, self._go_on)
        if not parcels:
            return
        for parcel in parcels:
            sorting.desk.intend(parcel)
        task = asyncio.create_task(self._exchange(sorting, layout, parcels))
        self.calls.add(task)
        task.add_done_callback(self._ended)

    def _go_on(self) -> None:
        self.pausing = False
        self.wake()
        if self.idle:
            self.quiet()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.calls.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Nothing of ours may fail in there but the database under the desk: that ends the worker.
            asyncio.get_running_loop().call_exception_handler({"message": self.name, "exception": error})
        self.wake()
        if self.idle:
            self.quiet()

    async def _exchange(self, sorting: Sorting, layout: Layout, parcels: Sequence[Parcel]) -> None:
        try:
            said = await self.call(layout, parcels)
        except NotReached as error:
            self._out_of_reach(sorting, parcels, str(error))
        except Unanswered as error:
            for parcel in parcels:
                sorting.desk.settle(parcel, port.uncertain(str(error)))
            # One call in doubt is enough: while the provider is like this, each more would put its numbers in doubt.
            if self.name not in sorting.shut:
                sorting.close_route(self.name, code=str(error))
        else:
            if isinstance(said, Said):
                await self._refused(sorting, layout, parcels, said)
            else:
                self._one_by_one(sorting, parcels, said)

    def _out_of_reach(self, sorting: Sorting, parcels: Sequence[Parcel], code: str) -> None:
        if self.name not in sorting.shut:
            sorting.close_route(self.name, code=code)
        sorting.untaken(parcels)

    async def _refused(self, sorting: Sorting, layout: Layout, parcels: Sequence[Parcel], said: Said) -> None:
        """A whole call was refused. What is about one of its numbers is found by halving: they were not taken."""
        if said.about in _ABOUT_ONE and len(parcels) > 1:
            middle = len(parcels) // 2
            for half in (parcels[:middle], parcels[middle:]):
                await self._exchange(sorting, layout, half)
        else:
            self._apply(sorting, parcels, said)

    def _one_by_one(self, sorting: Sorting, parcels: Sequence[Parcel], said: Sequence[Said]) -> None:
        settle = sorting.desk.settle
        wrong: dict[tuple[About, str], list[Parcel]] = {}
        for parcel, one in zip(parcels, said, strict=True):
            if one.about is None:
                settle(parcel, port.accepted(one.reference))
            else:
                wrong.setdefault((one.about, one.code), []).append(parcel)
        if len(wrong) < len(parcels):
            self.pause = 0.0
        for (about, code), those in wrong.items():
            self._apply(sorting, those, Said("", about, code))

    def _apply(self, sorting: Sorting, parcels: Sequence[Parcel], said: Said) -> None:
        about, code = said.about, said.code
        if about in _ABOUT_ONE:
            for parcel in parcels:
                sorting.refused(self.name, parcel, about, code)
        elif about is About.TEMPLATE:
            sorting.spoil(self.name, parcels, code)
        elif about in (About.LATER, About.DOUBT):
            answer = port.later(code) if about is About.LATER else port.uncertain(code)
            for parcel in parcels:
                sorting.desk.settle(parcel, answer)
        else:
            self._account(sorting, about, code)
            sorting.untaken(parcels)

    def _account(self, sorting: Sorting, about: About | None, code: str) -> None:
        """The way itself: too fast, its quota is spent, or it will not have us."""
        if self.name in sorting.shut:
            return
        seconds = 0.0
        if about is About.FAST:
            seconds = self.pause = min(max(self.pause * 2, _PAUSES[0]), _PAUSES[1])
        elif about is About.QUOTA:
            seconds = until_next_day(datetime.now(UTC))
        sorting.close_route(self.name, code=code, seconds=seconds)
