"""Tencent Cloud SMS (2021-01-11) as the vendor answers: `python tencent_sms.py --record FILE` prints its port.

It shares no code with the caller: TC3-HMAC-SHA256, limits and codes are written from the vendor's pages (SendSms,
PullSmsSendStatus, PullSmsSendStatusByPhoneNumber, status callback). One line per message it took: number, SerialNo,
SessionContext, hash of the text as the reader has it, moment. `count(FILE)` adds them up; a duplicate is the same text
to the same number. Without `--template` every template is taken, and the text is the parameters as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import json
import random
import re
import time
from collections import Counter, OrderedDict, deque
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TextIO

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from portlight.simulator.outside.serving import again_and_again, listening, until_stopped

CHINA = timezone(timedelta(hours=8))
NUMBER = re.compile(r"\+([1-9]\d{6,14})\Z")
AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/]+)/(\d{4}-\d\d-\d\d)/sms/tc3_request, ?SignedHeaders=([^,]+), ?"
    r"Signature=([0-9a-f]{64})\Z"
)
MAINLAND = re.compile(r"\+861[3-9]\d{9}\Z")
KEPT = 100_000
SPELL = json.JSONEncoder(ensure_ascii=False).encode


def count(file: Path | str) -> dict[str, int]:
    """Messages, distinct numbers, and how many messages repeat a text to the same number."""
    seen: Counter[tuple[str, str]] = Counter()
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            number, _, _, text, _ = line.split("\t")
            seen[number, text] += 1
    total = sum(seen.values())
    return {"messages": total, "recipients": len({number for number, _ in seen}), "duplicates": total - len(seen)}


class Refusal(Exception):
    """The whole call is answered with Response.Error."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Vendor:
    """How it behaves, and what it has seen."""

    def __init__(self, how: argparse.Namespace) -> None:
        self.how = how
        self.record: TextIO | None = how.record.open("a", encoding="utf-8") if how.record else None
        self.texts: TextIO | None = how.texts.open("a", encoding="utf-8") if how.texts else None
        self.calls = 0
        self.taken = 0
        self.moments: deque[float] = deque()
        self.today: Counter[str] = Counter()
        self.sent: OrderedDict[str, list[dict[str, Any]]] = OrderedDict()
        self.reports: list[dict[str, Any]] = []  # to be pushed
        self.pulled: deque[dict[str, Any]] = deque(maxlen=KEPT)  # to be pulled, each once

    def check(self, request: web.Request, body: bytes) -> None:
        """TC3: content-type and host must be signed, the moment within five minutes."""
        headers = request.headers
        found = AUTHORIZATION.match(headers.get("Authorization", ""))
        if found is None:
            raise Refusal("AuthFailure.InvalidAuthorization")
        key, day, signed, signature = found.groups()
        if key != self.how.key:
            raise Refusal("AuthFailure.SecretIdNotFound")
        moment = headers.get("X-TC-Timestamp", "")
        if not moment.isdecimal() or abs(time.time() - int(moment)) > 300:
            raise Refusal("AuthFailure.SignatureExpire")
        names = signed.split(";")
        right_day = day == datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%d")
        if not right_day or not {"content-type", "host"} <= set(names):
            raise Refusal("AuthFailure.SignatureFailure")
        shown = "".join(f"{name}:{headers.get(name, '').strip().lower()}\n" for name in names)
        canonical = "\n".join((request.method, "/", request.rel_url.raw_query_string, shown, signed,
                               hashlib.sha256(body).hexdigest()))  # fmt: skip
        scope = f"{day}/sms/tc3_request"
        to_sign = f"TC3-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        secret = ("TC3" + self.how.secret).encode()
        for part in (day, "sms", "tc3_request"):
            secret = hmac.digest(secret, part.encode(), "sha256")
        if not hmac.compare_digest(hmac.digest(secret, to_sign.encode(), "sha256").hex(), signature):
            raise Refusal("AuthFailure.SignatureFailure")
        if headers.get("X-TC-Version") != "2021-01-11":
            raise Refusal("NoSuchVersion")

    def pace(self) -> None:
        if not self.how.qps:
            return
        now = time.monotonic()
        while self.moments and now - self.moments[0] > 1:
            self.moments.popleft()
        if len(self.moments) >= self.how.qps:
            raise Refusal("RequestLimitExceeded")
        self.moments.append(now)

    def send(self, given: dict[str, Any]) -> dict[str, Any]:
        """SendSms: each number has an outcome of its own."""
        if self.how.error_every and self.calls % self.how.error_every == 0:
            raise Refusal(self.how.error_code)
        numbers = given.get("PhoneNumberSet") or []
        if not numbers:
            raise Refusal("MissingParameter.EmptyPhoneNumberSet")
        if len(numbers) > 200:
            raise Refusal("LimitExceeded.PhoneNumberCountLimit")
        if given.get("SmsSdkAppId") != self.how.app:
            raise Refusal("UnauthorizedOperation.SmsSdkAppIdVerifyFail")
        if len({number.startswith("+86") for number in numbers}) > 1:
            raise Refusal("UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber")
        wrong, text = self._text(given, mainland=numbers[0].startswith("+86"))
        statuses, taken = [], []
        for number in numbers:
            code = wrong or self._fate(number)
            serial = "" if code else f"2:{random.getrandbits(80):025d}"
            statuses.append({
                "SerialNo": serial, "PhoneNumber": number, "Fee": 0 if code else 1, "Code": code or "Ok",
                "SessionContext": given.get("SessionContext", ""), "Message": code or "send success", "IsoCode": "CN",
            })  # fmt: skip
            if not code:
                taken.append((number, serial))
        self._take(taken, text, str(given.get("SessionContext", "")))
        return {"SendStatusSet": statuses}

    def _text(self, given: dict[str, Any], *, mainland: bool) -> tuple[str, str]:
        """(code that refuses every number or "", the text)."""
        params = [str(one) for one in given.get("TemplateParamSet") or []]
        sign = str(given.get("SignName") or "")
        if mainland and (not sign or (self.how.sign and sign not in self.how.sign)):
            return "FailedOperation.SignatureIncorrectOrUnapproved", ""
        for one in params:
            if len(one) > self.how.longest:
                return "InvalidParameterValue.TemplateParameterLengthLimit", ""
            if "://" in one:
                return "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter", ""
        text = SPELL(params)
        if self.how.template or self.how.template_abroad:
            ours, theirs = ((self.how.template, self.how.template_abroad) if mainland
                            else (self.how.template_abroad, self.how.template))  # fmt: skip
            body = ours.get(str(given.get("TemplateId")))
            if body is None:
                other = str(given.get("TemplateId")) in theirs
                mixed = "GlobalTemplateToChineseMainlandPhone" if mainland else "ChineseMainlandTemplateToGlobalPhone"
                code = f"UnsupportedOperation.{mixed}" if other else "FailedOperation.TemplateUnapprovedOrNotExist"
                return code, ""
            if len(set(re.findall(r"\{(\d+)\}", body))) != len(params):
                return "FailedOperation.TemplateParamSetNotMatchApprovedTemplate", ""
            text = re.sub(r"\{(\d+)\}", lambda slot: params[int(slot[1]) - 1], body)
        return "", (f"【{sign}】" if sign and mainland else "") + text

    def _fate(self, number: str) -> str:
        """The code that refuses this number, or ""."""
        for ending, code in self.how.refuse:
            if number.endswith(ending):
                return str(code)
        if NUMBER.match(number) is None or (number.startswith("+86") and not MAINLAND.match(number)):
            return "InvalidParameterValue.IncorrectPhoneNumber"
        if self.how.per_day and self.today[number] >= self.how.per_day:
            return "LimitExceeded.PhoneNumberDailyLimit"
        if self.how.balance is not None and self.taken >= self.how.balance:
            return "FailedOperation.InsufficientBalanceInSmsPackage"
        self.today[number] += bool(self.how.per_day)
        self.taken += 1
        return ""

    def _take(self, taken: list[tuple[str, str]], text: str, session: str) -> None:
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        now = time.time()
        lines = [f"{number}\t{serial}\t{session}\t{digest}\t{now:.3f}\n" for number, serial in taken]
        texts = [SPELL({"to": number, "text": text}) + "\n" for number, _ in taken] if self.texts else []
        if self.how.details:
            for number, serial in taken:
                self._remember(number, serial, session, int(now))
        for file, said in ((self.record, lines), (self.texts, texts)):
            if file:
                file.write("".join(said))
                file.flush()

    def _remember(self, number: str, serial: str, session: str, now: int) -> None:
        failed = next((code for ending, code in self.how.fail if number.endswith(ending)), "")
        nation = "86" if number.startswith("+86") else number[1:4]
        status = "FAIL" if failed else "SUCCESS"
        pulled = {
            "UserReceiveTime": now, "CountryCode": nation, "SubscriberNumber": number[1 + len(nation) :],
            "PhoneNumber": number, "SerialNo": serial, "ReportStatus": status, "Description": failed or "DELIVRD",
            "SessionContext": session,
        }  # fmt: skip
        self.sent.setdefault(number, []).append(pulled)
        if len(self.sent) > KEPT:
            self.sent.popitem(last=False)
        self.pulled.append(pulled)
        self.reports.append({
            "user_receive_time": datetime.fromtimestamp(now, CHINA).strftime("%Y-%m-%d %H:%M:%S"),
            "nationcode": nation, "mobile": number[1 + len(nation) :], "report_status": status,
            "errmsg": failed or "DELIVRD", "description": "用户短信送达成功" if not failed else "失败", "sid": serial,
            "ext": session,
        })  # fmt: skip

    def pull(self, given: dict[str, Any], *, one: bool) -> dict[str, Any]:
        """Reports: of one number in a span, or whatever came in since the last pull."""
        if not 1 <= int(given.get("Limit", 0)) <= 100:
            raise Refusal("InvalidParameterValue.LimitVerifyFail")
        if not one:
            found = [self.pulled.popleft() for _ in range(min(len(self.pulled), int(given["Limit"])))]
            return {"PullSmsSendStatusSet": found}
        since, until = int(given.get("BeginTime", 0)), int(given.get("EndTime", 2**40))
        known = [each for each in self.sent.get(str(given.get("PhoneNumber")), [])
                 if since <= each["UserReceiveTime"] <= until]  # fmt: skip
        start = int(given.get("Offset", 0))
        return {"PullSmsSendStatusSet": known[start : start + int(given["Limit"])]}


def serve_with(vendor: Vendor) -> web.Application:
    how = vendor.how

    async def answer(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        vendor.calls += 1
        number = vendor.calls
        if how.drop_before and number == how.drop_before:
            return cut(request)
        if how.latency:
            await asyncio.sleep(how.latency / 1000)
        try:
            vendor.check(request, body)
            vendor.pace()
            said = act(request.headers.get("X-TC-Action", ""), body)
        except Refusal as refusal:
            said = {"Error": {"Code": refusal.code, "Message": refusal.code}}
        if how.receipts_early:
            await push(vendor)
        if how.drop_after and number == how.drop_after:
            return cut(request)
        if how.stall_after and number == how.stall_after:
            await asyncio.sleep(3600)
        told = json.dumps({"Response": {**said, "RequestId": f"{random.getrandbits(128):032x}"}})
        return web.Response(body=told.encode(), headers={"Content-Type": "application/json"})  # without a charset

    def act(action: str, body: bytes) -> dict[str, Any]:
        try:
            given = json.loads(body or b"{}")
        except ValueError:
            raise Refusal("InvalidParameter") from None
        if not isinstance(given, dict):
            raise Refusal("InvalidParameter")
        if action == "SendSms":
            return vendor.send(given)
        if action in {"PullSmsSendStatus", "PullSmsSendStatusByPhoneNumber"}:
            return vendor.pull(given, one=action.endswith("Number"))
        raise Refusal("InvalidAction")

    app = web.Application(client_max_size=16 * 1024 * 1024)
    app.router.add_route("*", "/", answer)
    return app


def cut(request: web.Request) -> web.Response:
    assert request.transport is not None  # noqa: S101
    request.transport.abort()
    return web.Response(status=500)


async def push(vendor: Vendor) -> None:
    """The status callback: arrays of at most 100, tried again twice until it says result 0."""
    how, reports = vendor.how, vendor.reports[:100]
    if not how.receipts or not reports:
        return
    del vendor.reports[: len(reports)]
    if how.receipts_shuffled:
        random.shuffle(reports)
    async with ClientSession(timeout=ClientTimeout(5)) as session:
        for _ in range(3):
            taken = False
            for _ in range(2 if how.receipts_twice else 1):
                try:
                    async with session.post(how.receipts, json=reports) as reply:
                        taken = (await reply.json(content_type=None)).get("result") == 0
                except (ClientError, TimeoutError, ValueError, AttributeError):
                    taken = False
            if taken:
                return
            await asyncio.sleep(how.repush)


def pairs(given: list[str]) -> list[tuple[str, str]]:
    return [(left, right) for left, _, right in (pair.partition("=") for pair in given)]


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=0)
    add("--record", type=Path)
    add("--texts", type=Path, help="JSON lines with every text as its reader has it")
    add("--key", default="simulated-key")
    add("--secret", default="simulated-secret")
    add("--app", default="1400006666", help="the SmsSdkAppId it knows")
    add("--sign", action="append", default=[], help="an approved sign; none given: every sign is taken")
    add("--template", action="append", default=[], metavar="ID=TEXT", help="approved for the mainland: {1}, {2}")
    add("--template-abroad", action="append", default=[], metavar="ID=TEXT", help="approved for everywhere else")
    add("--longest", type=int, default=35, help="characters of a parameter; accounts made since 2024 have 6")
    add("--latency", type=int, default=0, help="milliseconds before every answer")
    add("--refuse", action="append", default=[], metavar="ENDING=CODE", help="such a number is refused")
    add("--fail", action="append", default=[], metavar="ENDING=CODE", help="taken, but its report is a failure")
    add("--error-every", type=int, default=0, help="every n-th call is refused")
    add("--error-code", default="InternalError.OtherError")
    add("--qps", type=int, default=0, help="more calls in a second: RequestLimitExceeded")
    add("--per-day", type=int, default=0, help="more to one number: LimitExceeded.PhoneNumberDailyLimit")
    add("--balance", type=int, default=None, help="more messages: FailedOperation.InsufficientBalanceInSmsPackage")
    add("--drop-before", type=int, default=0, help="the n-th call is cut unread")
    add("--drop-after", type=int, default=0, help="the n-th call is taken, then cut")
    add("--stall-after", type=int, default=0, help="the n-th call is taken, never answered")
    add("--no-details", dest="details", action="store_false", help="forget at once: nothing can be asked about")
    add("--receipts", default="", metavar="URL", help="where reports are pushed")
    add("--receipts-every", type=float, default=0.2, help="seconds")
    add("--receipts-twice", action="store_true")
    add("--receipts-shuffled", action="store_true")
    add("--receipts-early", action="store_true", help="pushed before the call is answered")
    add("--repush", type=float, default=1.0, help="seconds before it tries again")
    how = parser.parse_args(given)
    how.refuse, how.fail = pairs(how.refuse), pairs(how.fail)
    how.template, how.template_abroad = dict(pairs(how.template)), dict(pairs(how.template_abroad))
    return how


async def serve(how: argparse.Namespace) -> None:
    vendor = Vendor(how)
    await listening(serve_with(vendor), how.port)
    await again_and_again(lambda: push(vendor), every=how.receipts_every)


def main() -> None:
    until_stopped(serve(arguments()))


if __name__ == "__main__":
    main()
