"""A Weibo that keeps count and can misbehave: `python weibo.py --record FILE` prints its port.

Written from open.weibo.com/wiki/2/statuses/share and its tables of errors and limits; it imports nothing of the sender.
It looks at what the vendor looks at: a living token, a text of at most 140 letters that names a page of the bound
domain and no #topic#, the operator's address, thirty posts an hour, and whether it has just said the same.
One line of the record per post taken: text's hash, moment. `count(FILE)` adds them up. `--bodies` keeps the texts.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import ipaddress
import itertools
import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

from aiohttp import web

from portlight.simulator.outside.serving import for_ever, listening, until_stopped

# Statuses of the API's refusals: the limits answer 403, the rest 400.
FORBIDDEN = {10004, 10022, 10023, 10024, 21301, 21314, 21315, 21316, 21317, 21327, 21332}
SAID = {
    10001: "System error", 10002: "Service unavailable", 10009: "Too many pending tasks, system is busy",
    10022: "IP requests out of rate limit", 10023: "User requests out of rate limit",
    10024: "User requests for (statuses/share) out of rate limit", 20012: "Text too long, please input text less than "
    "140 characters", 20016: "out of time limit", 20017: "you publish similar content", 20019: "repeat content",
    20018: "contain illegal website", 20021: "content is illegal!", 20111: "repeated weibo text",
    21327: "expired_token", 21332: "invalid_access_token",
}  # fmt: skip


def count(file: Path | str) -> dict[str, int]:
    """What a record holds: posts, and how many of them repeat an earlier text."""
    with open(file, encoding="utf-8") as lines:
        seen = Counter(line.split("\t")[0] for line in lines)
    return {"posts": seen.total(), "duplicates": seen.total() - len(seen)}


def weight(text: str) -> float:
    """Letters as Weibo counts them: Latin-1 half, everything else, by UTF-16 units, whole."""
    units = text.encode("utf-16-be")
    return sum(0.5 if units[at] == 0 else 1.0 for at in range(0, len(units), 2))


class Weibo:
    def __init__(self, how: argparse.Namespace) -> None:
        self.how = how
        self.tried = 0
        self.posts: list[float] = []
        self.texts: set[str] = set()
        self.numbers = itertools.count(4_600_000_000_000_001)
        self.record = how.record.open("a", encoding="utf-8") if how.record else None

    async def share(self, request: web.Request) -> web.Response:
        self.tried += 1
        form = await request.post()
        if self.how.slow:
            await asyncio.sleep(self.how.slow / 1000)
        for nth, code in self.how.answer:
            if self.tried == nth or nth == 0:
                return self.refused(code)
        if self.how.drop_before == self.tried:
            return self.hang_up(request)
        code = self.objection({name: str(value) for name, value in form.items()})
        if code:
            return self.refused(code)
        text, number = str(form["status"]), next(self.numbers)
        self.texts.add(text)
        self.posts.append(time.time())
        if self.record:
            self.record.write(f"{hashlib.sha256(text.encode()).hexdigest()[:16]}\t{time.time():.3f}\n")
            self.record.flush()
        if self.how.bodies:
            with self.how.bodies.open("a", encoding="utf-8") as out:
                out.write(json.dumps(dict(form), ensure_ascii=False) + "\n")
        if self.how.drop_after == self.tried:
            return self.hang_up(request)
        if self.how.stall_after == self.tried:
            await asyncio.sleep(86_400)
        return web.json_response({"id": number, "idstr": str(number), "mid": str(number), "text": text})

    def objection(self, form: dict[str, str]) -> int:
        """The first of the vendor's objections, in its order; 0 when there is none."""
        how, text = self.how, form.get("status", "")
        if form.get("access_token") != how.token:
            return 21332
        if how.expired:
            return 21327
        if len([then for then in self.posts if time.time() - then < 3600]) >= how.per_hour:
            return 10023
        if not text:
            return 20008
        if weight(text) > 140:
            return 20012
        links = re.findall(r"https?://([^/\s]+)/", text)
        if not links or any(host != how.domain for host in links):
            return 20018
        if "#" in text:
            return 20021
        try:
            ipaddress.ip_address(form.get("rip", ""))
        except ValueError:
            return 10016
        return how.repeat if text in self.texts else 0

    def refused(self, code: int) -> web.Response:
        body: dict[str, Any] = {"request": "/2/statuses/share.json", "error_code": code, "error": SAID.get(code, "no")}
        return web.json_response(body, status=403 if code in FORBIDDEN else 400)

    def hang_up(self, request: web.Request) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        raise ConnectionResetError("as asked")


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    take = parser.add_argument
    take("--port", type=int, default=0)
    take("--record", type=Path)
    take("--bodies", type=Path, help="every post taken, as JSON, one a line")
    take("--token", default="a token of the tests")
    take("--domain", default="localhost:8000", help="the app's bound safe domain")
    take("--expired", action="store_true", help="the token has run out: 21327")
    take("--per-hour", type=int, default=30)
    take("--repeat", type=int, default=20019, help="what a repeated text is answered with")
    take("--answer", action="append", default=[], metavar="N=CODE", help="the n-th post is refused; 0: every one")
    take("--slow", type=int, default=0, help="milliseconds before every answer")
    take("--drop-before", type=int, default=0, help="cut at the n-th post, unrecorded")
    take("--drop-after", type=int, default=0, help="record the n-th post, then cut")
    take("--stall-after", type=int, default=0, help="the n-th post is recorded, never answered")
    how = parser.parse_args(given)
    how.answer = [(int(nth), int(code)) for nth, _, code in (one.partition("=") for one in how.answer)]
    return how


async def serve(how: argparse.Namespace) -> None:
    app = web.Application(client_max_size=256 * 1024)
    app.router.add_post("/2/statuses/share.json", Weibo(how).share)
    await listening(app, how.port)
    await for_ever()


if __name__ == "__main__":
    until_stopped(serve(arguments()))
