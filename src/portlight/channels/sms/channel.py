"""SMS as a channel: three providers behind one kind, tried in the office's order by where a number belongs."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from django.conf import settings

from portlight.channels.sms import inbox, queries, rules, sheets, ways, words
from portlight.channels.sms.aliyun import receipts as aliyun_receipts
from portlight.channels.sms.aliyun.route import Aliyun
from portlight.channels.sms.sheets import Sheet
from portlight.channels.sms.smpp.route import Smpp
from portlight.channels.sms.sorting import Sorting
from portlight.channels.sms.tencent import receipts as tencent_receipts
from portlight.channels.sms.tencent.route import Tencent
from portlight.delivery.port import Answer, Call, Copy, Desk, Event, Heard, Limits, Price, Question, Receipt

Way = Aliyun | Tencent | Smpp
_MAKERS: dict[str, Callable[[], Way]] = {"sms.aliyun": Aliyun, "sms.tencent": Tencent, "sms.smpp": Smpp}
_PUSHED = {"aliyun": aliyun_receipts.ANSWER, "tencent": tencent_receipts.ANSWER}
_WATCH_SECONDS = 0.5
_ASKED_TOGETHER = 10


class Sms:
    kind = "sms"
    label = words.LABEL
    cost = 60
    limits = Limits()  # the text is a reviewed template: nothing of the notice's own words is in it
    inside = False
    idempotent = False
    intrusive = True
    receipts = True
    most_bytes = 1024 * 1024

    def __init__(self) -> None:
        self.routes = ways.configured()
        self.by_name: dict[str, Way] = {name: _MAKERS[name]() for name in self.routes}
        self.quiet = asyncio.Event()

    # port.PersonalChannel

    def prepare(self, copy: Copy) -> Sheet:
        return sheets.lay_out(copy, self.by_name)

    async def carry(self, desk: Desk) -> None:
        """Until every route rests and the desk has nothing that one of them may take."""
        self.quiet = asyncio.Event()
        sorting = Sorting(desk, self.by_name)
        for route in self.by_name.values():
            route.begin(sorting, self.quiet.set)
        try:
            await self._work()
        finally:
            for route in self.by_name.values():
                route.end()

    async def _work(self) -> None:
        while True:
            for route in self.by_name.values():
                route.wake()
            if all(route.idle for route in self.by_name.values()):
                return
            await self._until_quiet()

    async def _until_quiet(self) -> None:
        try:
            async with asyncio.timeout(_WATCH_SECONDS):
                await self.quiet.wait()
        except TimeoutError:
            for route in self.by_name.values():
                route.watch()
        self.quiet.clear()
        await asyncio.sleep(0)

    async def close(self) -> None:
        for route in self.by_name.values():
            await route.close()

    # port.Asking

    async def ask(self, questions: Sequence[Question]) -> Mapping[int, Answer]:
        """Each provider that may have been used is asked; "not sent" needs the word of all of them."""
        at = datetime.now(UTC)
        found: dict[int, Answer] = {}
        for start in range(0, len(questions), _ASKED_TOGETHER):
            some = questions[start : start + _ASKED_TOGETHER]
            answers = await asyncio.gather(*(self._ask(question, at) for question in some))
            found |= {q.delivery: answer for q, answer in zip(some, answers, strict=True) if answer is not None}
        return found

    async def _ask(self, question: Question, at: datetime) -> Answer | None:
        reach = rules.reach_of(question.address)
        order = ways.order(reach) if reach else ()
        said: list[Answer | None] = []
        for name in order:
            route = self.by_name.get(name)
            # SMPP's query_sm wants the name the centre gave, which is what a doubt lacks.
            answer = None if route is None or isinstance(route, Smpp) else await route.ask(question, at=at)
            if answer is not None and answer.outcome != "later":
                return answer
            said.append(answer)
        return said[0] if said and all(answer is not None for answer in said) else None

    # port.Listening

    def hear(self, call: Call) -> Heard:
        """A push of receipts to /hooks/sms/<provider>/<token>.

        Neither Aliyun nor Tencent signs what it pushes, so the address itself is the secret: a token of the settings,
        its last part. Without one nothing is taken, and doubts are resolved by asking.
        """
        provider, _, given = call.rest.strip("/").partition("/")
        token = settings.SMS_RECEIPT_TOKEN
        if not token or not hmac.compare_digest(given.encode(), token.encode()):
            return Heard(status=404, refusal="sms.wrong-token")
        answer = _PUSHED.get(provider)
        if answer is None:
            return Heard(status=404, refusal="sms.unknown-provider")
        if call.method != "POST":
            return Heard(status=405, refusal="sms.not-posted")
        try:
            shaped = inbox.shaped(call.body)
        except (ValueError, RecursionError):
            return Heard(status=400, refusal="sms.malformed")
        if not shaped:
            return Heard(status=400, refusal="sms.misshapen")
        kept = inbox.record(provider, call.body)
        return Heard(body=answer, content_type="application/json; charset=utf-8", keep=kept)

    def read(self, kept: bytes) -> Iterable[Receipt | Event]:
        return inbox.read(kept)

    # port.Priced

    def price(self, copy: Copy) -> Price:
        """Of the dearest way that has a text for it; `no-template` where none has."""
        found = [
            (ways.price_each(one.route, one.reach),
             queries.parts_of(one.text, one.sign, route=one.route, reach=one.reach))
            for one in queries.approved(sheets.purpose_of(copy), copy.language)
            if (one.route, one.reach) in set(ways.pairs())
        ]  # fmt: skip
        if not found:
            return Price(parts=0, each=0.0, why_not="no-template")
        each, parts = max(found, key=lambda one: one[0] * one[1])
        return Price(parts=parts, each=each)
