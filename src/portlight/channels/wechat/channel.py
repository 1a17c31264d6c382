"""WeChat to one person: long-term subscription notices, and template messages where only those have been granted."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import cast

import aiohttp
from django.conf import settings
from django.utils import timezone

from portlight.channels.wechat import calls, ledger, words
from portlight.channels.wechat.calls import NotSent, Said, Unanswered
from portlight.channels.wechat.errors import BUSY_SECONDS, EXPIRED, Meaning, meaning, rest
from portlight.channels.wechat.holder import NoToken
from portlight.channels.wechat.listening import Ear
from portlight.channels.wechat.rendering import OWN, Laid, lay_out, own_reference
from portlight.channels.wechat.tokening import Known
from portlight.delivery import port, tokens
from portlight.delivery.port import Answer, Copy, Desk, Limits, Parcel, Question

OPENID = re.compile(r"[A-Za-z0-9_-]{6,64}\Z")
_TOGETHER = 100  # parcels, at least, noted in one transaction before the first of them leaves
_MOST_SILENCES = 3  # in a row: nobody is there
# client_msg_id is good for ten minutes (模板消息, 防重入); one of them is left for our clock and the way.
_REPEATABLE = timedelta(minutes=9)
log = logging.getLogger(__name__)


class Wechat(Ear):
    kind = "wechat"
    label = words.LABEL
    cost = 15
    limits = Limits()  # of a notice only the title is shown, cut where the field ends
    inside = False
    idempotent = False  # bizsend knows no repeat; what template/send forgets after ten minutes is asked of `ask`
    intrusive = True
    receipts = True
    routes: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.session: aiohttp.ClientSession | None = None
        self.known = Known()
        self.halted = False
        self.silences = 0  # in a row
        self.untaken: list[int] = []  # noted, and not theirs: no event will speak of these

    def prepare(self, copy: Copy) -> Laid:
        return lay_out(copy)

    async def carry(self, desk: Desk) -> None:
        """WECHAT_IN_FLIGHT requests at a time, until the desk has nothing more or WeChat takes nothing more."""
        if self.session is None:
            self.session, self.known = calls.open_session(), Known()
        self.halted, self.silences = False, 0
        self.own = tokens.Maker(OWN)
        while not self.halted:
            batch = self._batch(desk)
            if not batch:
                return
            ledger.note([(parcel, cast(Laid, parcel.template), own) for parcel, own in batch], at=timezone.now())
            batch.reverse()
            lanes = min(settings.WECHAT_IN_FLIGHT, len(batch))
            async with asyncio.TaskGroup() as group:
                for _ in range(lanes):
                    group.create_task(self._lane(desk, batch))
            for parcel, _ in batch:
                desk.give_back(parcel)
            ledger.drop([*self.untaken, *(parcel.delivery for parcel, _ in batch)])
            self.untaken.clear()

    async def close(self) -> None:
        if self.session is not None:
            await self.session.close()
            self.session = None

    async def ask(self, questions: Sequence[Question]) -> Mapping[int, Answer]:
        """What an event has told since; and a repeat where WeChat still recognises one (`later`: it is safe)."""
        return ledger.ask(questions, safe_since=timezone.now() - _REPEATABLE)

    def _batch(self, desk: Desk) -> list[tuple[Parcel, str]]:
        """The next parcels that can be sent at all; the others are settled."""
        batch: list[tuple[Parcel, str]] = []
        # Every batch ends with a wait for its last answer: five round trips make that a small part.
        most = max(_TOGETHER, 5 * settings.WECHAT_IN_FLIGHT)
        while len(batch) < most and (parcel := desk.next()) is not None:
            laid = cast(Laid, parcel.template)
            if OPENID.match(parcel.address) is None:
                desk.settle(parcel, port.refused("bad-address", dead=True))
            elif laid.why_not:
                desk.settle(parcel, port.refused(laid.why_not))
            else:
                batch.append((parcel, own_reference(self.own, parcel.delivery)))
        return batch

    async def _lane(self, desk: Desk, batch: list[tuple[Parcel, str]]) -> None:
        while batch and not self.halted:
            parcel, own = batch.pop()
            await self._send(desk, parcel, own)

    async def _send(self, desk: Desk, parcel: Parcel, own: str) -> None:
        assert self.session is not None  # noqa: S101 - opened by carry
        laid = cast(Laid, parcel.template)
        try:
            token = await self.known.token(self.session)
        except NoToken as error:
            desk.give_back(parcel)
            self.untaken.append(parcel.delivery)
            self._halt(desk, str(error))
            return
        desk.intend(parcel)
        path = calls.NOTICE if laid.way == "notice" else calls.TEMPLATE
        try:
            said = await self._posted(path, token, laid.body(parcel, own))
        except (NotSent, NoToken) as error:
            desk.untaken(parcel)
            self.untaken.append(parcel.delivery)
            self._halt(desk, str(error))
        except Unanswered as error:
            desk.settle(parcel, port.uncertain(str(error)))
            self.silences += 1
            if self.silences >= _MOST_SILENCES:
                self._halt(desk, str(error))
        else:
            self.silences = 0
            self._answered(desk, parcel, own, said)

    async def _posted(self, path: str, token: str, body: bytes) -> Said:
        """One message. A token called worthless means that nothing was taken: it is posted once more with the next."""
        assert self.session is not None  # noqa: S101
        said = await calls.send(self.session, path, token, body)
        if meaning(said.code) is not Meaning.TOKEN:
            return said
        token = await self.known.token(self.session, broken=token, expired=said.code == EXPIRED)
        return await calls.send(self.session, path, token, body)

    def _answered(self, desk: Desk, parcel: Parcel, own: str, said: Said) -> None:
        code = str(said.code)
        match meaning(said.code):
            case Meaning.TAKEN:
                desk.settle(parcel, port.accepted(_reference(parcel, own, said)))
                return
            case Meaning.MINUTE | Meaning.DAY:
                desk.untaken(parcel)
                if not self.halted:
                    self.halted = True
                    desk.throttled(code, rest(said.code, timezone.now()))
            case Meaning.ACCOUNT | Meaning.TOKEN:
                desk.untaken(parcel)
                self._halt(desk, code)
            case Meaning.LATER:
                desk.settle(parcel, port.later(code, wait=BUSY_SECONDS[said.code]))
            case Meaning.CONSENT:
                desk.settle(parcel, port.refused(code))
                if said.code != 43101 or cast(Laid, parcel.template).is_notice:
                    ledger.withdraw(parcel.address_id, at=timezone.now())
            case other:
                desk.settle(parcel, port.refused(code, dead=other is Meaning.DEAD))
        self.untaken.append(parcel.delivery)

    def _halt(self, desk: Desk, why: str) -> None:
        """Nothing can be sent just now: said once per carrying, however many requests found it out."""
        if not self.halted:
            self.halted = True
            log.warning("wechat: %s", why)
            desk.trouble(why)


def _reference(parcel: Parcel, own: str, said: Said) -> str:
    """The number an event will name: WeChat's own for a template message; bizsend gives none, so it is ours."""
    return own if cast(Laid, parcel.template).way == "notice" else str(said.body.get("msgid") or own)[:40]
