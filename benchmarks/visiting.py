"""People who go a way through the portal at a given rate, page by page, as fast as the pages come.

`python -m benchmarks.visiting WAY --port P --tokens FILE --rate R --seconds S` prints one JSON object: seconds of every
page. A way is a module of `benchmarks.ways` with `Visitor`, which knows its pages.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import time
from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path
from typing import Any

import aiohttp
import uvloop

from benchmarks.figures import at_share

HOST = {"Host": "exit-entry.example"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WAYS = ("lodging", "permits")


class Browser:
    """One person with her own cookie. `took`: page → seconds of each time."""

    def __init__(self, http: aiohttp.ClientSession, site: str, cookie: str, took: dict[str, list[float]]) -> None:
        self.http, self.site, self.took = http, site, took
        self.cookies = {"Cookie": cookie}

    @classmethod
    def ready(cls) -> None:
        """Whatever takes its time is made before the first one goes."""

    async def goes(self, n: int) -> None:
        """The whole way of the `n`th person. ValueError where a page is not what it should be."""
        raise NotImplementedError

    async def page(self, name: str, at: str, typed: dict[str, Any]) -> str:
        """A page with its form, filled in; the address it leads to."""
        status, text, onward = await self.posted(name, at, await self.token(name, at), typed)
        if status != 302:
            raise ValueError(f"{name}: {status} {re.findall(r'<li>(?:<a[^>]*>)?([^<]+)', text)[:3]}")
        return onward

    async def token(self, name: str, at: str) -> str:
        return TOKEN.search(await self.text(name, at))[1]  # type: ignore[index]

    async def text(self, name: str, at: str) -> str:
        return (await self.got(name, at)).decode("utf-8")

    async def got(self, name: str, at: str) -> bytes:
        began = time.perf_counter()
        async with self.http.get(self.site + at, headers={**HOST, **self.cookies}, allow_redirects=False) as answer:
            content = await answer.read()
            for cookie in answer.cookies.values():
                self.cookies["Cookie"] += f"; {cookie.key}={cookie.value}"
        self.took[f"{name} GET"].append(time.perf_counter() - began)
        if answer.status != 200:
            raise ValueError(f"{name}: {answer.status}")
        return content

    async def posted(self, name: str, at: str, token: str, typed: dict[str, Any]) -> tuple[int, str, str]:
        """Files as (name, bytes). Status, text, and where it leads."""
        form = aiohttp.FormData()
        for field, value in {**typed, "csrfmiddlewaretoken": token}.items():
            if isinstance(value, tuple):
                form.add_field(field, value[1], filename=value[0], content_type="image/jpeg")
            else:
                form.add_field(field, value)
        began = time.perf_counter()
        async with self.http.post(
            self.site + at, data=form, headers={**HOST, **self.cookies}, allow_redirects=False
        ) as answer:
            text = await answer.text()
        self.took[f"{name} POST"].append(time.perf_counter() - began)
        return answer.status, text, answer.headers.get("Location", "")


async def run(way: str, port: int, file: Path, rate: float, seconds: float) -> dict[str, Any]:
    told = json.loads(file.read_text(encoding="utf-8"))
    visitor: type[Browser] = import_module(f"benchmarks.ways.{way}").Visitor
    visitor.ready()
    took: dict[str, list[float]] = defaultdict(list)
    ended: Counter[str] = Counter()
    rng = random.Random(7)
    connector = aiohttp.TCPConnector(limit=200)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:

        async def one(n: int, token: str) -> None:
            try:
                await visitor(http, f"http://127.0.0.1:{port}", f"{told['cookie']}={token}", took).goes(n)
                ended["done"] += 1
            except (ValueError, aiohttp.ClientError, TypeError) as error:
                ended[str(error)[:160]] += 1

        tasks, end, n = [], time.perf_counter() + seconds, 0
        while time.perf_counter() < end and n < len(told["tokens"]):
            tasks.append(asyncio.create_task(one(told["first"] + n, told["tokens"][n])))
            n += 1
            await asyncio.sleep(rng.expovariate(rate))
        await asyncio.gather(*tasks)
    every = sorted(second for seconds_of in took.values() for second in seconds_of)
    return {
        "begun": n, "ended": dict(ended), "requests": len(every),
        "p50": at_share(every, 0.5), "p95": at_share(every, 0.95),
        "pages": {name: at_share(sorted(of), 0.95) for name, of in sorted(took.items())},
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    given = parser.parse_args()
    uvloop.install()
    found = asyncio.run(run(given.way, given.port, given.tokens, given.rate, given.seconds))
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
