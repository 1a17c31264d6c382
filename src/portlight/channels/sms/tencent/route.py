"""Tencent Cloud as a route: SendSms of version 2021-01-11, an outcome for every number of a call.

All numbers of a call share their parameters, so a template with the reader's own token goes one number at a time; the
texts that ship for this route have none. Accounts made since 2024 get six characters per parameter and no parameters
at all in mainland notices: such an office words its texts without `{code}`, and the address alone tells where to check.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from portlight.channels.sms import rules, signing
from portlight.channels.sms.batches import BatchRoute, Layout, Said
from portlight.channels.sms.calling import NotReached, Unanswered
from portlight.channels.sms.queries import Approved
from portlight.channels.sms.sheets import values_of
from portlight.channels.sms.tencent.codes import about
from portlight.channels.sms.verdicts import About
from portlight.delivery import port, tokens
from portlight.delivery.port import Answer, Copy, Parcel, Question

VERSION, SERVICE = "2021-01-11", "sms"
ALIKE = 200  # numbers of a call
_SPAN = timedelta(hours=2)  # asked about on both sides of the moment


class Parts(NamedTuple):
    """`head` and `tail` of the JSON body around the numbers."""

    head: str
    tail: str


class Tencent(BatchRoute):
    name: ClassVar[str] = "sms.tencent"

    def __init__(self) -> None:
        super().__init__()
        self.token = tokens.Maker(tokens.SEEN).token

    def lay_out(self, template: Approved, copy: Copy, *, mainland: bool) -> Layout:
        slots = rules.slots_of(template.text)
        values = {**values_of(copy), "token": "\x00"}
        told = {
            "SmsSdkAppId": settings.TENCENT_SMS_APP, "TemplateId": template.provider_code,
            "SignName": template.sign if mainland else "", "SessionContext": copy.code,
            "TemplateParamSet": [values[slot] for slot in slots],
        }  # fmt: skip
        body = json.dumps(told, ensure_ascii=False)
        return Layout(1 if "token" in slots else ALIKE, Parts('{"PhoneNumberSet": ["', '"], ' + body[1:]))

    async def call(self, layout: Layout, parcels: Sequence[Parcel]) -> Sequence[Said] | Said:
        parts: Parts = layout.parts
        numbers = [parcel.address for parcel in parcels]
        tail = parts.tail
        if layout.most == 1:
            tail = tail.replace("\\u0000", self.token(parcels[0].delivery).decode("ascii"))
        body = parts.head + '", "'.join(numbers) + tail
        said = await self._ask("SendSms", body.encode())
        if "Error" in said:
            return refusal(said["Error"])
        return outcomes(said.get("SendStatusSet"), numbers)

    async def _ask(self, action: str, body: bytes) -> Mapping[str, Any]:
        endpoint = settings.TENCENT_SMS_ENDPOINT.rstrip("/")
        headers = signing.tc3(
            key=settings.TENCENT_KEY, secret=settings.TENCENT_SECRET, host=urlsplit(endpoint).netloc, action=action,
            version=VERSION, region=settings.TENCENT_REGION, service=SERVICE, body=body, at=datetime.now(UTC),
        )  # fmt: skip
        said = (await self.line.post(endpoint, "", headers, body)).get("Response")
        if not isinstance(said, dict):
            raise Unanswered("broken-answer")
        return said

    async def ask(self, question: Question, *, at: datetime) -> Answer | None:
        """Whether a report about a doubt has come in; None: not known. No report proves nothing.

        SessionContext must be switched on for the account; without it a doubt cannot be told from another message.
        """
        since, until = question.since - _SPAN, min(question.since + _SPAN, at)
        body = json.dumps({
            "BeginTime": int(since.timestamp()), "EndTime": int(until.timestamp()), "Offset": 0, "Limit": 100,
            "PhoneNumber": question.address, "SmsSdkAppId": settings.TENCENT_SMS_APP,
        })  # fmt: skip
        try:
            said = await self._ask("PullSmsSendStatusByPhoneNumber", body.encode())
            for one in said["PullSmsSendStatusSet"]:
                if one.get("SessionContext") == question.code:
                    told = str(one.get("Description") or "")[:24]
                    name = str(one.get("SerialNo") or "")
                    return port.refused(told) if one.get("ReportStatus") == "FAIL" else port.accepted(name, told)
        except (NotReached, Unanswered, KeyError, TypeError, AttributeError):
            return None
        return None


def refusal(error: Any) -> Said:
    """Of the whole call. Unanswered when it cannot be understood."""
    code = str(error.get("Code", "")) if isinstance(error, dict) else ""
    if not code:
        raise Unanswered("broken-answer")
    return Said("", about(code), code)


def outcomes(statuses: Any, numbers: Sequence[str]) -> list[Said]:
    """SendStatusSet in the order of our numbers; a number it does not speak of is a doubt. Unanswered: no such set."""
    if not isinstance(statuses, list):
        raise Unanswered("broken-answer")
    told = {str(one.get("PhoneNumber")): one for one in statuses if isinstance(one, dict)}
    return [_outcome(told.get(number)) for number in numbers]


def _outcome(one: Mapping[str, Any] | None) -> Said:
    if one is None:
        return Said("", About.DOUBT, "not-mentioned")
    code = str(one.get("Code", ""))
    if code == "Ok":
        return Said(str(one.get("SerialNo", "")))
    return Said("", about(code), code)
