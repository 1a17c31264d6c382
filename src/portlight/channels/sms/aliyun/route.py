"""Aliyun as a route: SendBatchSms with a parameter set per number, SendSms where all are alike (Dysmsapi 2017-05-25).

None of its calls is idempotent (help.aliyun.com says so and asks to look at the receipts before a repeat): a call
without an answer is never made again; each of its parcels is a doubt, to be asked about (`ask`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, ClassVar, NamedTuple
from urllib.parse import quote_plus, urlsplit
from uuid import uuid4

from django.conf import settings

from portlight.channels.sms import rules, signing
from portlight.channels.sms.aliyun.codes import about
from portlight.channels.sms.aliyun.receipts import references
from portlight.channels.sms.batches import BatchRoute, Layout, Said
from portlight.channels.sms.calling import NotReached, Unanswered
from portlight.channels.sms.queries import Approved
from portlight.channels.sms.sheets import values_of
from portlight.channels.sms.verdicts import CHINA
from portlight.delivery import port, tokens
from portlight.delivery.port import Answer, Copy, Parcel, Question

VERSION = "2017-05-25"
EACH = 100  # numbers of a SendBatchSms
# SendSms takes 1,000, but in the address of the call; 500 of them keep that under the 8 kB many proxies allow a line.
ALIKE = 500
_FORM = "application/x-www-form-urlencoded"
_BETWEEN = "%22%2C%22"  # "," between two strings of a JSON array in a form
_AGES = timedelta(days=29)  # details are kept for 30 days
_SETTLED = timedelta(minutes=15)  # a message that is not listed by then was not taken


class Parts(NamedTuple):
    """`before`, token, `behind`: a number's parameters, ready for the form; without a token they are all alike."""

    mainland: bool
    code: str
    template: str
    sign: str
    params: str  # JSON, where all are alike
    before: str
    behind: str


class Aliyun(BatchRoute):
    name: ClassVar[str] = "sms.aliyun"

    def __init__(self) -> None:
        super().__init__()
        self.token = tokens.Maker(tokens.SEEN).token
        self.batches = count(1)

    def lay_out(self, template: Approved, copy: Copy, *, mainland: bool) -> Layout:
        slots = rules.slots_of(template.text)
        values = {slot: value for slot, value in values_of(copy).items() if slot in slots}
        personal = "token" in slots
        params = json.dumps({**values, **({"token": "\x00"} if personal else {})}, ensure_ascii=False)
        before, _, behind = quote_plus(params.replace("\\u0000", "\x00")).partition("%00")
        parts = Parts(
            mainland, copy.code, template.provider_code, template.sign if mainland else "", params, before, behind
        )
        return Layout(EACH if personal else ALIKE, parts)

    async def call(self, layout: Layout, parcels: Sequence[Parcel]) -> Sequence[Said] | Said:
        parts: Parts = layout.parts
        numbers = [parcel.address[3 if parts.mainland else 1 :] for parcel in parcels]
        out = f"{parts.code}.{next(self.batches) & 0xFFFF:x}"
        if layout.most == EACH:
            said = await self._ask("SendBatchSms", *self._each(parts, parcels, numbers, out))
        else:
            query = {"PhoneNumbers": ",".join(numbers), "SignName": parts.sign, "TemplateCode": parts.template,
                     "TemplateParam": parts.params, "OutId": out}  # fmt: skip
            said = await self._ask("SendSms", query, b"")
        code = str(said.get("Code", ""))
        if code != "OK":
            if not code:
                raise Unanswered("broken-answer")
            return Said("", about(code, str(said.get("Message", ""))), code)
        biz = str(said.get("BizId", ""))
        return [Said(name) for name in references(biz, numbers)]

    def _each(
        self, parts: Parts, parcels: Sequence[Parcel], numbers: Sequence[str], out: str
    ) -> tuple[dict[str, str], bytes]:
        """The form, put together from pieces that are quoted already: digits and tokens need no quoting."""
        token, between = self.token, f"{parts.behind}%2C{parts.before}"
        params = between.join([token(parcel.delivery).decode("ascii") for parcel in parcels])
        sign = quote_plus(json.dumps(parts.sign, ensure_ascii=False)[1:-1])
        signs = _BETWEEN.join([sign] * len(numbers))
        body = (
            f"PhoneNumberJson=%5B%22{_BETWEEN.join(numbers)}%22%5D&SignNameJson=%5B%22{signs}%22%5D"
            f"&TemplateParamJson=%5B{parts.before}{params}{parts.behind}%5D"
        )
        return {"OutId": out, "TemplateCode": parts.template}, body.encode("ascii")

    async def _ask(self, action: str, query: Mapping[str, str], body: bytes) -> dict[str, Any]:
        endpoint = settings.ALIYUN_SMS_ENDPOINT.rstrip("/")
        headers = signing.acs3(
            key=settings.ALIYUN_KEY, secret=settings.ALIYUN_SECRET, host=urlsplit(endpoint).netloc, action=action,
            version=VERSION, query=query, body=body, content_type=_FORM if body else "", at=datetime.now(UTC),
            nonce=uuid4().hex,
        )  # fmt: skip
        return await self.line.post(endpoint, signing.canonical_query(query), headers, body)

    async def ask(self, question: Question, *, at: datetime) -> Answer | None:
        """What became of a doubt, by number, day and OutId; None: not known, ask again later.

        `later`: it is not among what was sent to this number, a quarter of an hour after it would have been.
        """
        if at - question.since > _AGES:
            return None
        number = rules.digits(question.address)
        days = {question.since.astimezone(CHINA).strftime("%Y%m%d"), at.astimezone(CHINA).strftime("%Y%m%d")}
        for day in sorted(days):
            found = await self._found(number, day, question.code)
            if found is None:
                return None
            if found.outcome != "later":
                return found
        return port.later("not-sent") if at - question.since > _SETTLED else None

    async def _found(self, number: str, day: str, code: str) -> Answer | None:
        for page in range(1, 21):
            query = {"PhoneNumber": number, "SendDate": day, "PageSize": "50", "CurrentPage": str(page)}
            try:
                said = await self._ask("QuerySendDetails", query, b"")
                details = said["SmsSendDetailDTOs"]["SmsSendDetailDTO"]
                for one in details:
                    if str(one.get("OutId", "")).partition(".")[0] == code:
                        failed = int(one.get("SendStatus", 0)) == 2
                        told = str(one.get("ErrCode", ""))
                        return port.refused(told or "failed") if failed else port.accepted("", told)
            except (NotReached, Unanswered, KeyError, TypeError, ValueError):
                return None
            if len(details) < 50:
                return port.later("not-sent")
        return None
