"""Aliyun SMS (Dysmsapi 2017-05-25) as the vendor answers: `python aliyun_sms.py --record FILE` prints its port.

It shares no code with the caller: signature (ACS3-HMAC-SHA256), limits and codes are written from the vendor's pages
(SendSms, SendBatchSms, QuerySendDetails, SmsReport, error codes). One line per message it took: number, BizId, OutId,
hash of the text as the reader has it, moment. `count(FILE)` adds them up; a duplicate is the same text to the same
number. Without `--template` every template code is taken, and the text is the parameters as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import binascii
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
from urllib.parse import parse_qsl, quote

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from portlight.simulator.outside.serving import again_and_again, listening, until_stopped

CHINA = timezone(timedelta(hours=8))
MAINLAND = re.compile(r"(?:\+86|0086|86)?(1[3-9]\d{9})\Z")
ABROAD = re.compile(r"\+?([1-9]\d{6,14})\Z")
AUTHORIZATION = re.compile(r"ACS3-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)\Z")
SLOT = re.compile(r"\$\{(\w+)\}")
DETAILS_KEPT = 100_000
SPELL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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
    """Answered with a code instead of "OK"; signature and traffic refusals have an HTTP status of their own."""

    def __init__(self, code: str, status: int = 200) -> None:
        super().__init__(code)
        self.code, self.status = code, status


class Vendor:
    """How it behaves, and what it has seen."""

    def __init__(self, how: argparse.Namespace) -> None:
        self.how = how
        self.record: TextIO | None = how.record.open("a", encoding="utf-8") if how.record else None
        self.texts: TextIO | None = how.texts.open("a", encoding="utf-8") if how.texts else None
        self.calls = 0
        self.taken = 0
        self.nonces: OrderedDict[str, None] = OrderedDict()
        self.moments: deque[float] = deque()
        self.today: Counter[str] = Counter()
        self.details: OrderedDict[str, list[dict[str, Any]]] = OrderedDict()
        self.reports: list[dict[str, Any]] = []

    # Who is calling

    def check(self, request: web.Request, body: bytes) -> None:
        """The V3 signature as the vendor checks it: every x-acs header, host and content-type must be signed."""
        headers = request.headers
        found = AUTHORIZATION.match(headers.get("Authorization", ""))
        if found is None:
            raise Refusal("MissingAuthorization", 400)
        key, signed, signature = found.groups()
        if key != self.how.key:
            raise Refusal("InvalidAccessKeyId.NotFound", 404)
        names = signed.split(";")
        must = {"host"} | {n.lower() for n in headers if n.lower().startswith("x-acs-")}
        digest = hashlib.sha256(body).hexdigest()
        if not must <= set(names) or not hmac.compare_digest(headers.get("x-acs-content-sha256", ""), digest):
            raise Refusal("SignatureDoesNotMatch", 400)
        canonical = "\n".join((
            request.method, request.rel_url.raw_path, canonical_query(request.rel_url.raw_query_string),
            "".join(f"{name}:{headers.get(name, '').strip()}\n" for name in names), signed, digest,
        ))  # fmt: skip
        to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
        expected = hmac.new(self.how.secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, signature):
            raise Refusal("SignatureDoesNotMatch", 400)
        self._fresh(headers.get("x-acs-date", ""), headers.get("x-acs-signature-nonce", ""))

    def _fresh(self, moment: str, nonce: str) -> None:
        try:
            said = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            raise Refusal("InvalidTimeStamp.Format", 400) from None
        if abs((datetime.now(UTC) - said).total_seconds()) > 900:
            raise Refusal("InvalidTimeStamp.Expired", 400)
        if not nonce or nonce in self.nonces:
            raise Refusal("SignatureNonceUsed", 400)
        self.nonces[nonce] = None
        if len(self.nonces) > 50_000:
            self.nonces.popitem(last=False)

    def pace(self) -> None:
        if not self.how.qps:
            return
        now = time.monotonic()
        while self.moments and now - self.moments[0] > 1:
            self.moments.popleft()
        if len(self.moments) >= self.how.qps:
            raise Refusal("Throttling.User", 400)
        self.moments.append(now)

    # What it is asked

    def send(self, given: dict[str, str]) -> tuple[str, list[tuple[str, str, str]]]:
        """BizId and (number, text, OutId) of each message of a SendSms or SendBatchSms; nothing is taken by halves."""
        if self.how.error_every and self.calls % self.how.error_every == 0:
            raise Refusal(self.how.error_code, 400 if self.how.error_code.startswith("Throttling") else 200)
        if given.get("Action") == "SendBatchSms":
            names = ("PhoneNumberJson", "SignNameJson", "TemplateParamJson")
            numbers, signs, params = (listed(given, name) for name in names)
            most = 100
        else:
            numbers = [number for number in given.get("PhoneNumbers", "").split(",") if number]
            signs = [given.get("SignName", "")] * len(numbers)
            params = [parsed(given.get("TemplateParam") or "{}")] * len(numbers)
            most = 1000
        if len(numbers) > most:
            raise Refusal("isv.MOBILE_COUNT_OVER_LIMIT")
        if not numbers or not (len(numbers) == len(signs) == len(params)):
            raise Refusal("isv.INVALID_PARAMETERS")
        if len(given.get("OutId", "")) > 255:
            raise Refusal("isv.INVALID_PARAMETERS")
        texts = [self._text(given.get("TemplateCode", ""), sign, param)
                 for sign, param in zip(signs, params, strict=True)]  # fmt: skip
        plain = [self._number(number, given.get("TemplateCode", "")) for number in numbers]
        self._afford(plain)
        biz = f"{random.randrange(10**17, 10**18)}^0"
        return biz, [(number, text, given.get("OutId", "")) for number, text in zip(plain, texts, strict=True)]

    def _text(self, template: str, sign: str, params: Any) -> str:
        if self.how.sign and sign not in self.how.sign:
            raise Refusal("isv.SMS_SIGNATURE_ILLEGAL")
        if not isinstance(params, dict) or not all(isinstance(value, str) for value in params.values()):
            raise Refusal("isv.INVALID_JSON_PARAM")
        for value in params.values():
            if len(value) > 35:
                raise Refusal("isv.PARAM_LENGTH_LIMIT")
            if "://" in value or value.startswith("www."):
                raise Refusal("isv.PARAM_NOT_SUPPORT_URL")
        if not self.how.template and not self.how.template_abroad:
            return " ".join(params.values())
        text = self.how.template.get(template) or self.how.template_abroad.get(template)
        if text is None:
            raise Refusal("isv.SMS_TEMPLATE_ILLEGAL")
        if any(name not in params for name in SLOT.findall(text)):
            raise Refusal("isv.TEMPLATE_MISSING_PARAMETERS")
        return (f"【{sign}】" if sign else "") + SLOT.sub(lambda slot: params[slot[1]], text)

    def _number(self, number: str, template: str) -> str:
        for ending, code in self.how.refuse:
            if number.endswith(ending):
                raise Refusal(code)
        known = bool(self.how.template or self.how.template_abroad)
        found = None
        if not known or template in self.how.template:
            found = MAINLAND.match(number)
        if found is None and (not known or template in self.how.template_abroad):
            found = ABROAD.match(number)
        if found is None:
            raise Refusal("isv.MOBILE_NUMBER_ILLEGAL")
        return found[1]

    def _afford(self, numbers: list[str]) -> None:
        if self.how.balance is not None and self.taken + len(numbers) > self.how.balance:
            raise Refusal("isv.AMOUNT_NOT_ENOUGH")
        if self.how.quota:
            if any(self.today[number] >= self.how.quota for number in numbers):
                raise Refusal("isv.BUSINESS_LIMIT_CONTROL")
            self.today.update(numbers)

    def take(self, biz: str, messages: list[tuple[str, str, str]]) -> None:
        """It is ours now: written down, remembered for queries, a report made."""
        now = time.time()
        lines, texts = [], []
        said = datetime.fromtimestamp(now, CHINA).strftime("%Y-%m-%d %H:%M:%S")
        for number, text, out in messages:
            digest = hashlib.sha256(text.encode()).hexdigest()[:16]
            lines.append(f"{number}\t{biz}\t{out}\t{digest}\t{now:.3f}\n")
            if self.texts:
                texts.append(SPELL({"to": number, "text": text}) + "\n")
            failed = next((code for ending, code in self.how.fail if number.endswith(ending)), "")
            if self.how.receipts or self.how.details:
                self.remember(number, text, out, biz, said, failed)
        self.taken += len(messages)
        for file, said_lines in ((self.record, lines), (self.texts, texts)):
            if file:
                file.write("".join(said_lines))
                file.flush()

    def remember(self, number: str, text: str, out: str, biz: str, said: str, failed: str) -> None:
        self.details.setdefault(number, []).append({
            "PhoneNum": number, "OutId": out, "SendStatus": 2 if failed else 3, "ErrCode": failed or "DELIVERED",
            "SendDate": said, "ReceiveDate": said, "Content": text, "TemplateCode": "", "BizId": biz,
        })  # fmt: skip
        if len(self.details) > DETAILS_KEPT:
            self.details.popitem(last=False)
        self.reports.append({
            "phone_number": number, "send_time": said, "report_time": said, "success": not failed,
            "err_code": failed or "DELIVERED", "err_msg": "用户接收成功" if not failed else "失败", "sms_size": "1",
            "biz_id": biz, "out_id": out,
        })  # fmt: skip

    def query(self, given: dict[str, str]) -> dict[str, Any]:
        """QuerySendDetails: what was sent to one number on one day, newest first, at most 50 a page."""
        found = MAINLAND.match(given.get("PhoneNumber", "")) or ABROAD.match(given.get("PhoneNumber", ""))
        size, page = int(given.get("PageSize", "0") or 0), int(given.get("CurrentPage", "0") or 0)
        if found is None or not 1 <= size <= 50 or page < 1 or not re.fullmatch(r"\d{8}", given.get("SendDate", "")):
            raise Refusal("isv.INVALID_PARAMETERS")
        day = datetime.strptime(given["SendDate"], "%Y%m%d").replace(tzinfo=CHINA).strftime("%Y-%m-%d")
        sent = [one for one in self.details.get(found[1], []) if one["SendDate"].startswith(day)]
        if given.get("BizId"):
            sent = [one for one in sent if one["BizId"] == given["BizId"]]
        shown = [{k: v for k, v in one.items() if k != "BizId"} for one in sent[::-1][(page - 1) * size : page * size]]
        return {"Code": "OK", "Message": "OK", "TotalCount": str(len(sent)),
                "SmsSendDetailDTOs": {"SmsSendDetailDTO": shown}}  # fmt: skip


def form(body: bytes) -> dict[str, str]:
    """A urlencoded form, by the codec for quoted-printable: its escapes but for their sign, and written in C."""
    parts = [one.replace(b"=", b"=3D").replace(b"%", b"=") for one in re.split(rb"[&=]", body.replace(b"+", b" "))]
    plain = [binascii.a2b_qp(one).decode() for one in parts]
    return dict(zip(plain[::2], plain[1::2], strict=False))


def canonical_query(raw: str) -> str:
    pairs = sorted(parse_qsl(raw, keep_blank_values=True))
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)


def listed(given: dict[str, str], name: str) -> list[Any]:
    found = parsed(given.get(name) or "[]")
    if not isinstance(found, list):
        raise Refusal("isv.INVALID_JSON_PARAM")
    return found


def parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Refusal("isv.INVALID_JSON_PARAM") from None


def serve_with(vendor: Vendor) -> web.Application:
    how = vendor.how

    async def answer(request: web.Request) -> web.StreamResponse:
        def cut() -> web.Response:
            assert request.transport is not None  # noqa: S101
            request.transport.abort()
            return web.Response(status=500)

        body = await request.read()
        vendor.calls += 1
        number = vendor.calls
        if how.drop_before and number == how.drop_before:
            return cut()
        if how.latency:
            await asyncio.sleep(how.latency / 1000)
        try:
            vendor.check(request, body)
            vendor.pace()
            given = dict(parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True))
            given |= form(body)
            given["Action"] = request.headers.get("x-acs-action", "")
            said = act(given)
        except Refusal as refusal:
            told = "触发天级流控Permits:50" if refusal.code == "isv.BUSINESS_LIMIT_CONTROL" else refusal.code
            return say({"Code": refusal.code, "Message": told}, refusal.status)
        if how.receipts_early:
            await push(vendor)
        if how.drop_after and number == how.drop_after:
            return cut()
        if how.stall_after and number == how.stall_after:
            await asyncio.sleep(3600)
        return say(said)

    def act(given: dict[str, str]) -> dict[str, Any]:
        if given["Action"] == "QuerySendDetails":
            return vendor.query(given)
        if given["Action"] not in {"SendSms", "SendBatchSms"}:
            raise Refusal("InvalidAction.NotFound", 404)
        biz, messages = vendor.send(given)
        vendor.take(biz, messages)
        return {"Code": "OK", "Message": "OK", "BizId": biz}

    app = web.Application(client_max_size=16 * 1024 * 1024)
    app.router.add_route("*", "/", answer)
    return app


def say(said: dict[str, Any], status: int = 200) -> web.Response:
    request_id = f"{random.getrandbits(128):032X}"
    return web.json_response({**said, "RequestId": request_id}, status=status)


async def push(vendor: Vendor) -> None:
    """SmsReport: what has come in is pushed as one array; again after the pauses asked for until it says code 0."""
    how, reports = vendor.how, vendor.reports[:1000]
    if not how.receipts or not reports:
        return
    del vendor.reports[: len(reports)]
    if how.receipts_shuffled:
        random.shuffle(reports)
    async with ClientSession(timeout=ClientTimeout(5)) as session:
        for pause in (0.0, *how.repush):
            await asyncio.sleep(pause)
            taken = False
            for _ in range(2 if how.receipts_twice else 1):
                try:
                    async with session.post(how.receipts, json=reports) as reply:
                        taken = (await reply.json(content_type=None)).get("code") == 0
                except (ClientError, TimeoutError, ValueError, AttributeError):
                    taken = False
            if taken:
                return


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
    add("--sign", action="append", default=[], help="an approved sign; none given: every sign is taken")
    add("--template", action="append", default=[], metavar="CODE=TEXT", help="approved for the mainland: ${name}")
    add("--template-abroad", action="append", default=[], metavar="CODE=TEXT", help="approved for everywhere else")
    add("--latency", type=int, default=0, help="milliseconds before every answer")
    add("--refuse", action="append", default=[], metavar="ENDING=CODE", help="a call with such a number is refused")
    add("--fail", action="append", default=[], metavar="ENDING=CODE", help="taken, but its report is a failure")
    add("--error-every", type=int, default=0, help="every n-th call is refused")
    add("--error-code", default="isp.SYSTEM_ERROR")
    add("--qps", type=int, default=0, help="more calls in a second: Throttling.User")
    add("--quota", type=int, default=0, help="more to one number: isv.BUSINESS_LIMIT_CONTROL")
    add("--balance", type=int, default=None, help="more messages than that: isv.AMOUNT_NOT_ENOUGH")
    add("--drop-before", type=int, default=0, help="the n-th call is cut unread")
    add("--drop-after", type=int, default=0, help="the n-th call is taken, then cut")
    add("--stall-after", type=int, default=0, help="the n-th call is taken, never answered")
    add("--no-details", dest="details", action="store_false", help="forget at once: nothing can be asked about")
    add("--receipts", default="", metavar="URL", help="where reports are pushed")
    add("--receipts-every", type=float, default=0.2, help="seconds")
    add("--receipts-twice", action="store_true")
    add("--receipts-shuffled", action="store_true")
    add("--receipts-early", action="store_true", help="pushed before the call is answered")
    add("--repush", type=float, action="append", default=[], metavar="SECONDS", help="the vendor: 60, 300, 600")
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
