"""The engine's side of a carrying: the desk a channel asks for parcels and tells answers to.

One desk per channel and worker, alive as long as the worker. It claims leases as they run out, so that a channel's
connections never wait for a lease boundary; at every boundary the engine may stop it for something more urgent.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from portlight.delivery import flush, leases, providers, rules
from portlight.delivery.flush import Done
from portlight.delivery.journal import Journal
from portlight.delivery.leases import Facts, Held, Row
from portlight.delivery.models import Message
from portlight.delivery.port import Answer, Copy, Parcel, PersonalChannel
from portlight.toolkit import logs, meter
from portlight.toolkit.points import reached
from portlight.toolkit.sealed import open_sealed

_COLUMN = "people_address.value"


class Carrying:
    """Implements `port.Desk`."""

    def __init__(
        self, channel: PersonalChannel, journal: Journal, *, clock: Callable[[], datetime],
        may_go_on: Callable[[str], bool],
    ) -> None:  # fmt: skip
        self.channel = channel
        self.journal = journal
        self.clock = clock
        self.may_go_on = may_go_on
        self.pace = providers.Pace(channel.kind)
        self.routes = providers.Routes(channel.routes)
        self.held: dict[int, Held] = {}
        self.current: Held | None = None
        self.returned: list[Parcel] = []
        self.air: dict[int, tuple[int, int, int, int]] = {}
        self.done: list[Done] = []
        self.facts: dict[int, Facts] = {}
        self.flushed = time.monotonic()
        self.rest = 0.0  # seconds a lease that is put back must rest: the way out is down
        self.wanted = 0  # the lease to be claimed next, if it is still open
        self.troubled = True  # somebody may have been: the first acceptance of each lease closes the circuit
        self.stopped = False  # the circuit has opened
        self.sent = 0
        self.began = (time.monotonic(), 0)  # moment and `sent` at the begin of this carrying

    # What a channel calls

    def next(self) -> Parcel | None:
        if len(self.done) >= rules.FLUSH_ROWS or time.monotonic() - self.flushed >= rules.FLUSH_SECONDS:
            self.flush()
        if self.stopped:
            return None
        if self.pace.spent(self.clock):
            self.rest = max(self.rest, providers.PACE_SECONDS)
            return None
        if self.returned:
            return self.returned.pop()
        while (held := self.current or self._claim()) is not None:
            if not held.rows:
                self.current = None
                continue
            ended = "recalled" if held.facts.recalled else "expired" if self.clock() >= held.facts.not_after else ""
            row = held.rows.popleft()
            if not ended and not row.missing:
                parcel = self._parcel(held, row)
                if parcel is not None:
                    return parcel
            else:
                self._write_off(held, row, ended or "excluded", "" if ended else row.missing)
        return None

    def intend(self, parcel: Parcel) -> None:
        held: Held = parcel.held
        self.air[parcel.delivery] = (parcel.delivery, parcel.attempt, held.id, held.fence)
        self.journal.intend(parcel.delivery, parcel.attempt, held.id, held.fence)

    def settle(self, parcel: Parcel, answer: Answer) -> None:
        held: Held = parcel.held
        reached("delivery.reply-read")
        self.journal.answer(parcel.delivery, parcel.attempt, held.id, held.fence, answer)
        reached("delivery.journalled")
        self.air.pop(parcel.delivery, None)
        held.pending -= 1
        self.sent += 1
        self.done.append(
            Done(
                parcel.delivery, parcel.attempt, held.id, held.fence, answer.outcome, answer.code[:24],
                answer.reference[:80], held, parcel.person, parcel.address_id, parcel.language, answer.dead,
                answer.wait,
            )
        )  # fmt: skip

        # Last: a database that is gone raises here, and what was journalled must stand in `done` by then.
        if self.troubled and answer.outcome == "accepted":
            self.troubled = False
            providers.well(self.channel.kind)

    def give_back(self, parcel: Parcel) -> None:
        self.returned.append(parcel)

    def untaken(self, parcel: Parcel) -> None:
        held: Held = parcel.held
        self.air.pop(parcel.delivery, None)
        self.journal.untaken(parcel.delivery, parcel.attempt, held.id, held.fence)
        self.returned.append(parcel)

    def trouble(self, code: str, *, route: str = "") -> None:
        self.troubled = True
        wait = providers.trouble(route or self.channel.kind, code, at=self.clock())
        if route:
            if wait:
                self.routes.shut(route)
            return
        self.stopped = wait > 0
        self.rest = max(self.rest, wait, 1.0)

    def throttled(self, code: str, seconds: float, *, route: str = "") -> None:
        began, sent = self.began
        at = self.clock()
        providers.rest(
            route or self.channel.kind, code, until=at + timedelta(seconds=seconds), slow_down=seconds <= 60, at=at,
            sent_a_second=(self.sent - sent) / max(time.monotonic() - began, 0.1),
        )  # fmt: skip
        if route:
            self.routes.shut(route)
        else:
            self.stopped = True
            self.rest = max(self.rest, seconds)

    def usable(self, route: str) -> bool:
        return self.routes.open(route, self.clock)

    def allow(self, route: str, wanted: int) -> int:
        return self.routes.paces[route].some(wanted, self.clock)

    # What the engine calls

    def flush(self) -> None:
        """Write down what was answered. A lease that is no longer ours is dropped, with everything of it."""
        self.flushed = time.monotonic()
        if not self.done and not self.held:
            return
        self.journal.prepare(self.air.values())
        while True:
            try:
                flush.write(self.done, self.held.values(), owner=self.journal.name, at=self.clock())
                break
            except flush.LeaseLost as lost:
                self._drop(lost.held)
            except flush.Doubled:
                self.done = flush.unwritten(self.done)
        self.journal.replace()
        self._count()
        self.done.clear()
        for held in [held for held in self.held.values() if not held.rows and not held.pending]:
            reached("delivery.lease-closed")
            del self.held[held.id]
            if held is self.current:
                self.current = None

    def _count(self) -> None:
        meter.count("portlight_flushes", "Flushes of answers into the ledger.", channel=self.channel.kind)
        for outcome, count in Counter(one.outcome for one in self.done).items():
            meter.count(
                "portlight_messages", "Attempts that were settled, by channel and outcome.", count,
                channel=self.channel.kind, outcome=outcome,
            )  # fmt: skip

    def begin(self) -> None:
        """Before a carrying."""
        self.began = (time.monotonic(), self.sent)

    def finish(self) -> None:
        """After a carrying: write everything, and put back the leases that have rows left."""
        if self.returned and self.sent == self.began[1]:
            self.rest = max(self.rest, 1.0)  # nothing could leave, on no route: not to be asked again at once
        for parcel in self.returned:
            parcel.held.pending -= 1
            parcel.held.rows.appendleft(_LEFT)  # a lease with something left is put back, not closed
        self.returned.clear()
        self.flush()
        not_before = self.clock() + timedelta(seconds=self.rest)
        for held in self.held.values():
            leases.let_go(held, self.journal.name, not_before)
        self.held.clear()
        logs.at_work()
        self.current, self.rest, self.stopped = None, 0.0, False

    # Inside

    def _claim(self) -> Held | None:
        while self.may_go_on(self.channel.kind):
            wanted, self.wanted = self.wanted, 0
            found = leases.claim(self.channel.kind, self.journal.name, self.clock(), wanted=wanted)
            if found is None and wanted:  # somebody has it: any other will do
                found = leases.claim(self.channel.kind, self.journal.name, self.clock())
            if found is None:
                return None
            id, message, kind, lo, hi, fence = found
            held = Held(id=id, facts=self._facts(message), channel=self.channel.kind, kind=kind, fence=fence)
            logs.at_work(lease=id, code=held.facts.code)
            leases.load(held, lo, hi)
            self.held[id] = held
            self.troubled = True
            if held.rows:
                self.current = held
                return held
            self.flush()  # nothing was left of it: this closes it
        return None

    def _facts(self, message: int) -> Facts:
        facts = self.facts.get(message)
        if facts is None:
            if len(self.facts) > 500:
                self.facts.clear()
            facts = self.facts[message] = Facts(Message.objects.get(id=message))
        elif not facts.recalled:
            facts.recalled = Message.objects.filter(id=message, recalled_at__isnull=False).exists()
        return facts

    def _parcel(self, held: Held, row: Row) -> Parcel | None:
        key = (held.channel, row.language, row.wanted)
        template = held.facts.templates.get(key)
        if template is None:
            template = held.facts.templates[key] = self.channel.prepare(_copy(held.facts, row, self.clock()))
        address = open_sealed(row.value, column=_COLUMN, seal=row.seal)
        held.pending += 1
        return Parcel(held, row.delivery, row.person, row.address_id, row.attempt, row.language, address, template)

    def _write_off(self, held: Held, row: Row, outcome: str, code: str) -> None:
        self.done.append(
            Done(
                row.delivery, row.attempt, held.id, held.fence, outcome, code, "", held, row.person, row.address_id,
                row.language, False, 0.0,
            )
        )  # fmt: skip
        if len(self.done) >= 4 * rules.FLUSH_ROWS:
            self.flush()

    def _drop(self, lost: Held) -> None:
        lost.lost = True
        lost.rows.clear()
        self.held.pop(lost.id, None)
        self.done = [one for one in self.done if one.held is not lost]
        self.returned = [parcel for parcel in self.returned if parcel.held is not lost]
        if self.current is lost:
            self.current = None


_LEFT = Row(0, 0, 0, 0, "", "", None, None, "left")


def _copy(facts: Facts, row: Row, at: datetime) -> Copy:
    title, text = facts.texts[row.language]
    return Copy(
        code=facts.code, kind=facts.kind, about=facts.about, language=row.language, wanted=row.wanted, title=title,
        text=text, severity=facts.severity, drill=facts.drill, not_after=facts.not_after, at=at,
        purpose=facts.purpose, params=facts.params.get(row.language, {}), replaces=facts.replaces,
    )  # fmt: skip
