"""A provider's receipts, pushed in its own form from its own record, in a process of its own.

`python -m benchmarks.pusher --vendor aliyun|tencent --record FILE --url URL [--skip N] [--first N] [--seed S]`. With
`--first` it follows the record while it grows and pushes so many as soon as they stand there, before our ledger can
know of them; else everything but the first `--skip`, every report twice, in shuffled pushes of a hundred, of which some
are made again as they were. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import time
from pathlib import Path
from typing import Any

import uvloop
from aiohttp import ClientSession, ClientTimeout, TCPConnector

EACH = 100  # reports of a push: Tencent's most
AT_A_TIME = 8
FAILED_EVERY, AGAIN_EVERY = 50, 20  # reports that say "failed"; pushes that come twice as they are
MOMENT = "2026-02-17 14:00:00"


def aliyun(number: str, name: str, out: str, failed: bool) -> dict[str, Any]:
    """As help.aliyun.com has SmsReport."""
    return {
        "phone_number": number, "send_time": MOMENT, "report_time": MOMENT, "success": not failed,
        "err_code": "MK:0001" if failed else "DELIVERED", "err_msg": "失败" if failed else "用户接收成功",
        "sms_size": "1", "biz_id": name, "out_id": out,
    }  # fmt: skip


def tencent(number: str, name: str, out: str, failed: bool) -> dict[str, Any]:
    """As cloud.tencent.com has its status callback."""
    return {
        "user_receive_time": MOMENT, "nationcode": "86", "mobile": number.removeprefix("+86"),
        "report_status": "FAIL" if failed else "SUCCESS", "errmsg": "MK:0001" if failed else "DELIVRD",
        "description": "失败" if failed else "用户短信送达成功", "sid": name, "ext": out,
    }  # fmt: skip


FORMS = {"aliyun": aliyun, "tencent": tencent}
TAKEN = {"aliyun": ("code", 0), "tencent": ("result", 0)}


def report(vendor: str, line: str) -> dict[str, Any]:
    number, name, out, _, _ = line.split("\t")
    return FORMS[vendor](number, name, out, int(number[-6:]) % FAILED_EVERY == 0)


def pushes(reports: list[dict[str, Any]], seed: int) -> list[bytes]:
    """Every report twice, shuffled; some pushes as a whole once more, somewhere later."""
    draw = random.Random(seed)
    doubled = reports * 2
    draw.shuffle(doubled)
    made = [json.dumps(doubled[n : n + EACH], ensure_ascii=False).encode() for n in range(0, len(doubled), EACH)]
    made += made[::AGAIN_EVERY]
    draw.shuffle(made)
    return made


async def post(bodies: list[bytes], vendor: str, url: str) -> dict[str, Any]:
    """Over some kept connections; every answer is the one the provider expects."""
    waiting, moments = iter(bodies), []
    field, right = TAKEN[vendor]

    async def line(session: ClientSession) -> None:
        for body in waiting:
            began = time.monotonic()
            headers = {"Content-Type": "application/json", "Host": "exit-entry.example"}
            async with session.post(url, data=body, headers=headers) as reply:
                told = await reply.json(content_type=None)
            if not isinstance(told, dict) or told.get(field) != right:
                raise RuntimeError(f"a push was answered with {reply.status} {told}")
            moments.append(time.monotonic() - began)

    began = time.monotonic()
    async with ClientSession(timeout=ClientTimeout(30), connector=TCPConnector(limit=AT_A_TIME)) as session:
        await asyncio.gather(*(line(session) for _ in range(AT_A_TIME)))
    moments.sort()
    return {
        "began": began, "seconds": time.monotonic() - began, "pushes": len(bodies),
        "p95_ms": round(moments[len(moments) * 95 // 100] * 1000, 1) if moments else 0.0,
    }  # fmt: skip


async def follow(vendor: str, record: Path, url: str, first: int) -> dict[str, Any]:
    """The first so many of a record that grows, pushed as they come."""
    done = 0
    while done < first:
        lines = (record.read_bytes() if record.exists() else b"").split(b"\n")[:-1][done:first]
        bodies = [
            json.dumps([report(vendor, line.decode()) for line in lines[n : n + EACH]], ensure_ascii=False).encode()
            for n in range(0, len(lines), EACH)
        ]
        if bodies:
            await post(bodies, vendor, url)
        done += len(lines)
        await asyncio.sleep(0.002)
    return {"early": done}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vendor", choices=tuple(FORMS), required=True)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    if wish.first:
        print("ready", flush=True)
        print(json.dumps(uvloop.run(follow(wish.vendor, wish.record, wish.url, wish.first))), flush=True)
        return
    lines = wish.record.read_text(encoding="utf-8").splitlines()[wish.skip :]
    reports = [report(wish.vendor, line) for line in lines]
    bodies = pushes(reports, wish.seed)
    told = uvloop.run(post(bodies, wish.vendor, wish.url))
    failed = sum("MK:0001" in (one.get("err_code"), one.get("errmsg")) for one in reports)
    print(json.dumps({**told, "receipts": len(reports), "said": 2 * len(reports), "failed": failed}), flush=True)


if __name__ == "__main__":
    main()
