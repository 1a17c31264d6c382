"""SMPP as a route: kept sessions, one window each; long messages in parts that stand or fall together."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.conf import settings

from portlight.channels.sms.inbox import keep
from portlight.channels.sms.queries import Approved
from portlight.channels.sms.smpp import layout
from portlight.channels.sms.smpp.layout import Part, Text
from portlight.channels.sms.smpp.receipts import of_answer
from portlight.channels.sms.smpp.session import NoSession, Session, Way, connect
from portlight.channels.sms.smpp.statuses import told
from portlight.channels.sms.sorting import Sorting
from portlight.channels.sms.verdicts import About
from portlight.delivery import port, tokens
from portlight.delivery.port import Answer, Copy, Parcel

_GRANT = 100  # messages asked for at a time of the shared pace
_PACE_SECONDS = 0.1
_PAUSES = (1.0, 60.0)
_TRIES = 5  # of a part whose siblings are taken, while the centre is too busy


class Job:
    """A message of several parts on its way."""

    __slots__ = ("accepted", "failed", "name", "open", "over", "parcel", "tries")

    def __init__(self, parcel: Parcel, parts: int) -> None:
        self.parcel = parcel
        self.open = parts  # not decided
        self.accepted = 0
        self.name = ""
        self.failed: tuple[About, str] | None = None
        self.over = False  # settled already: what still comes is about nothing
        self.tries = 0


Item = Parcel | tuple[Job, Part]


class Smpp:
    name: ClassVar[str] = "sms.smpp"

    def __init__(self) -> None:
        self.token = tokens.Maker(tokens.SEEN).token
        self.sorting: Sorting | None = None
        self.quiet: Callable[[], None] = lambda: None
        self.sessions: set[Session] = set()
        self.connecting: asyncio.Task[None] | None = None
        self.parts: deque[tuple[Job, Part]] = deque()
        self.resting = 0  # parts that wait for a busy centre
        self.granted = 0
        self.pausing = False
        self.pause = 0.0

    # What the channel calls

    def lay_out(self, template: Approved, copy: Copy, *, mainland: bool) -> Text:
        return layout.lay_out(template, copy, source=settings.SMPP_SOURCE, token=self.token)

    def begin(self, sorting: Sorting, quiet: Callable[[], None]) -> None:
        self.sorting, self.quiet = sorting, quiet
        self.ids = settings.SMPP_IDS
        self.granted, self.pausing = 0, False

    @property
    def idle(self) -> bool:
        busy = self.connecting is not None or self.pausing or self.resting or self.parts
        return not busy and not any(session.waiting for session in self.sessions)

    def wake(self) -> None:
        """More sessions where there is work for them; room in a window is filled."""
        sorting = self.sorting
        if sorting is None or self.pausing:
            return
        for session in list(self.sessions):
            session.fill()
        if len(self.sessions) >= settings.SMPP_SESSIONS or self.connecting is not None or self.name in sorting.shut:
            return
        waiting = sorting.next(self.name)
        if waiting is not None:
            sorting.give_back(waiting)
            self.connecting = asyncio.create_task(self._connect(sorting))

    def end(self) -> None:
        """The carrying is over: the sessions stay, and take receipts."""
        self.sorting = None

    def watch(self) -> None:
        for session in list(self.sessions):
            session.watch()

    async def close(self) -> None:
        if self.connecting is not None:
            self.connecting.cancel()
            await asyncio.gather(self.connecting, return_exceptions=True)
        for session in list(self.sessions):
            session.unbind()
        self.sessions.clear()
        self.sorting = None
        await asyncio.sleep(0)

    async def _connect(self, sorting: Sorting) -> None:
        """All that are missing, at once. None at all is trouble; fewer than asked for is not."""
        way, missing = Way.from_settings(), settings.SMPP_SESSIONS - len(self.sessions)
        try:
            found = await asyncio.gather(*(connect(way, self) for _ in range(missing)), return_exceptions=True)
        finally:
            self.connecting = None
        for one in found:
            if isinstance(one, Session):
                self.sessions.add(one)
                one.working = True
            elif not isinstance(one, NoSession):
                raise one
        if not self.sessions and self.name not in sorting.shut:
            sorting.close_route(self.name, code=str(found[0]))
        self.wake()
        if self.idle:
            self.quiet()

    # session.Post

    def pieces(self, session: Session, room: int) -> Iterator[tuple[Item, bytes]]:
        """Parts of messages that were begun come before new messages."""
        sorting = self.sorting
        while room and sorting is not None:
            if self.parts:
                job, part = self.parts.popleft()
                if job.over:
                    continue
                room -= 1
                yield (job, part), _part(job.parcel, sorting.layout(self.name, job.parcel), part)
                continue
            parcel = self._next(sorting)
            if parcel is None:
                return
            text: Any = sorting.layout(self.name, parcel)
            sorting.desk.intend(parcel)
            if len(text.parts) > 1:
                job = Job(parcel, len(text.parts))
                self.parts.extend([(job, part) for part in text.parts])
            else:
                room -= 1
                yield parcel, _whole(parcel, text)

    def _next(self, sorting: Sorting) -> Parcel | None:
        if self.pausing:
            return None
        parcel = sorting.next(self.name)
        if parcel is None or self.granted > 0:
            self.granted -= parcel is not None
            return parcel
        self.granted = sorting.desk.allow(self.name, _GRANT) - 1
        if self.granted >= 0:
            return parcel
        sorting.give_back(parcel)
        self.granted, self.pausing = 0, True
        asyncio.get_running_loop().call_later(_PACE_SECONDS, self._go_on)
        return None

    def _go_on(self) -> None:
        self.pausing = False
        self.wake()
        if self.idle:
            self.quiet()

    def answered(self, session: Session, item: Item, status: int, name: str) -> None:
        sorting = self.sorting
        assert sorting is not None  # noqa: S101 - somebody has sent it
        if isinstance(item, Parcel):
            if not status:
                self.pause = 0.0
                sorting.desk.settle(item, Answer("accepted", "", of_answer(name, self.ids)))
            else:
                about, code = told_of(status)
                self._refused(sorting, item, about, code)
        else:
            self._part_answered(sorting, *item, status, name)

    def _part_answered(self, sorting: Sorting, job: Job, part: Part, status: int, name: str) -> None:
        text: Any = sorting.layout(self.name, job.parcel) if not job.over else None
        if job.over:
            return
        about, code = told_of(status) if status else (None, "")
        if about is About.FAST and job.accepted and job.tries < _TRIES:
            self._again(job, part)
            return
        job.open -= 1
        if about is None:
            job.accepted += 1
            if part is text.parts[-1]:
                job.name = of_answer(name, self.ids)
        elif job.failed is None:
            job.failed = (about, code)
        if not job.open:
            self._decided(sorting, job)

    def _again(self, job: Job, part: Part) -> None:
        """Its siblings are taken: this one waits for the centre and goes again."""
        job.tries += 1
        self.resting += 1
        asyncio.get_running_loop().call_later(_PAUSES[0] * 2 ** (job.tries - 1), self._rested_part, job, part)

    def _rested_part(self, job: Job, part: Part) -> None:
        self.resting -= 1
        if not job.over:
            self.parts.append((job, part))
        if self.sessions:
            self.wake()
        else:
            self._drop_parts("connection-lost")
        if self.idle:
            self.quiet()

    def _decided(self, sorting: Sorting, job: Job) -> None:
        job.over = True
        if job.failed is None:
            self.pause = 0.0
            sorting.desk.settle(job.parcel, port.accepted(job.name))
        elif not job.accepted:
            self._refused(sorting, job.parcel, *job.failed)
        elif job.failed[0] in (About.FAST, About.LATER, About.DOUBT, About.ACCOUNT):
            sorting.desk.settle(job.parcel, port.uncertain("partly-taken"))
        else:
            sorting.desk.settle(job.parcel, port.refused(job.failed[1], dead=job.failed[0] is About.DEAD))

    def _refused(self, sorting: Sorting, parcel: Parcel, about: About, code: str) -> None:
        if about in (About.FAST, About.ACCOUNT):
            if self.name not in sorting.shut:
                if about is About.FAST:
                    self.pause = min(max(self.pause * 2, _PAUSES[0]), _PAUSES[1])
                sorting.close_route(self.name, code=code, seconds=self.pause if about is About.FAST else 0.0)
            sorting.untaken([parcel])
        elif about is About.LATER:
            sorting.desk.settle(parcel, port.later(code))
        elif about is About.DOUBT:
            sorting.desk.settle(parcel, port.uncertain(code))
        else:
            sorting.refused(self.name, parcel, about, code)

    def delivered(self, bodies: list[bytes]) -> bool:
        return keep("smpp", bodies)

    def rested(self, session: Session) -> None:
        if self.idle:
            self.quiet()

    def lost(self, session: Session, items: list[Item], why: str) -> None:
        """Everything that was not answered is a doubt; nothing of it is sent again."""
        known = session in self.sessions
        self.sessions.discard(session)
        sorting = self.sorting
        if not known or sorting is None:
            return
        for item in items:
            self._doubtful(sorting, item, why)
        if not self.sessions:
            self._drop_parts(why)
        if self.name not in sorting.shut and (items or not self.sessions):
            sorting.close_route(self.name, code=why)
        if self.idle:
            self.quiet()

    def _doubtful(self, sorting: Sorting, item: Item, why: str) -> None:
        if isinstance(item, Parcel):
            sorting.desk.settle(item, port.uncertain(why[:24]))
        elif not item[0].over:
            item[0].over = True
            sorting.desk.settle(item[0].parcel, port.uncertain(why[:24]))

    def _drop_parts(self, why: str) -> None:
        while self.parts:
            if self.sorting is not None:
                self._doubtful(self.sorting, self.parts.popleft(), why)


def told_of(status: int) -> tuple[About, str]:
    name, about = told(status)
    return about, name


def _whole(parcel: Parcel, text: Text) -> bytes:
    part = text.parts[0]
    message = part.before + text.own(parcel.delivery)[part.lo : part.hi] + part.after
    return part.envelope.body(parcel.address[1:].encode("ascii"), message, parcel.delivery & 0xFFFF)


def _part(parcel: Parcel, text: Any, part: Part) -> bytes:
    message = text.octets(part, text.own(parcel.delivery), parcel.delivery)
    return part.envelope.body(parcel.address[1:].encode("ascii"), message, parcel.delivery & 0xFFFF)
