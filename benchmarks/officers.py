"""Staff at the desk, each with a cookie of her own, who look, open, seek and take up cases with time to think.

`python -m benchmarks.officers --port P --tokens FILE --think S --seconds S` prints one JSON object: seconds of every
page, and every answer that was not what was asked for.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import time
from collections import Counter, defaultdict
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp
import uvloop

from benchmarks.figures import at_share

HOST = {"Host": "exit-entry.example"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LINE = re.compile(r'<a class="code" href="(/desk/lodging/([^/]+)/\?[^"]+)"')
ONWARD = re.compile(r'href="(\?tab=[^"]*after=[^"]+)"')
ACT = re.compile(r'action="(/desk/work/[^/]+/(?:hold|let-go)/[^"]*)"')
# What a page is, of a hundred.
MIX = (("list", 50), ("case", 35), ("search", 10), ("write", 5))
TABS = (("team", 60), ("mine", 15), ("soon", 20), ("urgent", 5))


class Officer:
    """One person with her own cookie. She knows what her last pages showed her, and nothing else."""

    def __init__(self, http: aiohttp.ClientSession, site: str, cookie: str, seed: int, crowd: Crowd) -> None:
        self.http, self.site, self.crowd, self.rng = http, site, crowd, random.Random(seed)
        self.cookies = {"Cookie": cookie}
        self.lines: list[tuple[str, str]] = []
        self.onward, self.case = "", ""

    async def works(self, think: float, until: float) -> None:
        await asyncio.sleep(self.rng.uniform(0, think))
        while time.perf_counter() < until:
            await self.acts()
            await asyncio.sleep(min(self.rng.expovariate(1 / think), max(0.0, until - time.perf_counter())))

    async def acts(self) -> None:
        name = _one(self.rng, MIX)
        act = ACT.search(self.case)
        if name == "write" and act:
            await self._write(unescape(act[1]))
        elif name == "search" and self.lines:
            place = f"/desk/work/?find={self.rng.choice(self.lines)[1]}"
            onward = await self._get("search", place, wanted=302)
            self.case = await self._get("case", onward) if onward else ""
        elif name in {"case", "write"} and self.lines:
            self.case = await self._get("case", self.rng.choice(self.lines)[0])
        else:
            await self._list()

    async def _list(self) -> None:
        turn = self.onward if self.onward and self.rng.random() < 0.25 else f"?tab={_one(self.rng, TABS)}"
        text = await self._get("list", f"/desk/work/{turn}")
        if found := [(unescape(href), number) for href, number in LINE.findall(text)]:
            self.lines = found
        more = ONWARD.search(text)
        self.onward = unescape(more[1]) if more else ""

    async def _write(self, place: str) -> None:
        token = TOKEN.search(self.case)
        typed = {"csrfmiddlewaretoken": token[1] if token else ""}
        onward = await self._asked(
            "write", "POST", place, wanted=(302, 409), data=typed
        )  # 409: a colleague was quicker
        self.case = await self._get("case", onward) if onward.startswith("/") else ""

    async def _get(self, name: str, place: str, *, wanted: int = 200) -> str:
        return await self._asked(name, "GET", place, wanted=(wanted,))

    async def _asked(self, name: str, method: str, place: str, *, wanted: tuple[int, ...], **more: Any) -> str:
        """The text of a page, the place a redirect leads to; nothing where the answer was not `wanted`."""
        began = time.perf_counter()
        try:
            async with self.http.request(
                method, self.site + place, headers={**HOST, **self.cookies}, allow_redirects=False, **more
            ) as answer:
                text = await answer.text()
        except (aiohttp.ClientError, TimeoutError) as error:
            self.crowd.failed[f"{name}: {type(error).__name__}"] += 1
            return ""
        self.crowd.took[name].append(time.perf_counter() - began)
        for cookie in answer.cookies.values():
            self.cookies["Cookie"] = _with(self.cookies["Cookie"], cookie.key, cookie.value)
        if answer.status not in wanted:
            self.crowd.failed[f"{name}: {answer.status}"] += 1
            return ""
        return answer.headers["Location"] if answer.status == 302 else "" if answer.status == 409 else text


class Crowd:
    def __init__(self) -> None:
        self.took: dict[str, list[float]] = defaultdict(list)
        self.failed: Counter[str] = Counter()


def _one(rng: random.Random, shares: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([name for name, _ in shares], [share for _, share in shares])[0]


def _with(cookies: str, name: str, value: str) -> str:
    kept = [part for part in cookies.split("; ") if not part.startswith(f"{name}=")]
    return "; ".join([*kept, f"{name}={value}"])


async def run(port: int, file: Path, think: float, seconds: float) -> dict[str, Any]:
    told = json.loads(file.read_text(encoding="utf-8"))
    crowd, until = Crowd(), time.perf_counter() + seconds
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), timeout=timeout) as http:
        officers = [
            Officer(http, f"http://127.0.0.1:{port}", f"{told['cookie']}={token}", seed, crowd)
            for seed, token in enumerate(told["tokens"])
        ]
        began = time.perf_counter()
        await asyncio.gather(*(officer.works(think, until) for officer in officers))
        lasted = time.perf_counter() - began
    every = sorted(second for of in crowd.took.values() for second in of)
    return {
        "requests": len(every), "seconds": round(lasted, 1), "failed": dict(crowd.failed),
        "p50": at_share(every, 0.5), "p95": at_share(every, 0.95), "p99": at_share(every, 0.99),
        "longest": round(every[-1], 3) if every else 0.0,
        "pages": {
            name: {"count": len(of), "p50": at_share(sorted(of), 0.5), "p95": at_share(sorted(of), 0.95)}
            for name, of in sorted(crowd.took.items())
        },
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--think", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    given = parser.parse_args()
    uvloop.install()
    print(json.dumps(asyncio.run(run(given.port, given.tokens, given.think, given.seconds))), flush=True)


if __name__ == "__main__":
    main()
