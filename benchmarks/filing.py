"""People who register at the portal at a given rate, page by page, as fast as the pages come.

`python -m benchmarks.filing --port P --tokens FILE --rate R --seconds S` prints one JSON object: seconds of every page.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import uvloop

from benchmarks.figures import at_share

HOST = {"Host": "exit-entry.example"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CHOSEN = re.compile(r'type="radio" name="address" value="([^"]+)"')


class Filer:
    """One person with her own cookie."""

    def __init__(self, http: aiohttp.ClientSession, site: str, cookie: str, took: dict[str, list[float]]) -> None:
        self.http, self.site, self.took = http, site, took
        self.cookies = {"Cookie": cookie}

    async def files(self, n: int) -> str:
        """The whole way; returns where it ended."""
        today = date.today()  # noqa: DTZ011
        at = "/en/lodging/declare/"
        at = await self._page("photo", at, {"declared_for": "self"})
        at = await self._page("passport", at, {
            "surname": "RESIDENT", "given_names": "ANNA", "nationality": "SWE", "sex": "F", "birth_date": "1988-03-12",
            "paper": "passport", "paper_number": f"C{n:08d}", "paper_until": (today + timedelta(days=900)).isoformat(),
        })  # fmt: skip
        found = await self._posted(
            "search", at, await self._token("address", at), {"sought": "osmanthus 20", "search": "1"}
        )
        chosen = CHOSEN.search(found[1])
        at = await self._page("address", at, {"address": chosen[1] if chosen else "", "room": str(n), "sought": ""})
        at = await self._page("days", at, {
            "moved_in_on": today.isoformat(), "moved_in_time": "00:01", "stay_kind": "residence-permit", "visa": "",
            "stay_until": (today + timedelta(days=90)).isoformat(), "entered_on": "",
            "leaving_on": (today + timedelta(days=60)).isoformat(),
        })  # fmt: skip
        at = await self._page("check", at, {})
        await self._get("receipt", at)
        return at

    async def _page(self, name: str, at: str, typed: dict[str, str]) -> str:
        status, text, onward = await self._sent(name, at, typed)
        if status != 302:
            raise ValueError(f"{name}: {status} {re.findall(r'<li>(?:<a[^>]*>)?([^<]+)', text)[:3]}")
        return onward

    async def _sent(self, name: str, at: str, typed: dict[str, str]) -> tuple[int, str, str]:
        return await self._posted(name, at, await self._token(name, at), typed)

    async def _token(self, name: str, at: str) -> str:
        return TOKEN.search(await self._get(name, at))[1]  # type: ignore[index]

    async def _get(self, name: str, at: str) -> str:
        began = time.perf_counter()
        async with self.http.get(self.site + at, headers={**HOST, **self.cookies}, allow_redirects=False) as answer:
            text = await answer.text()
            for cookie in answer.cookies.values():
                self.cookies["Cookie"] += f"; {cookie.key}={cookie.value}"
        self.took[f"{name} GET"].append(time.perf_counter() - began)
        if answer.status != 200:
            raise ValueError(f"{name}: {answer.status}")
        return text

    async def _posted(self, name: str, at: str, token: str, typed: dict[str, str]) -> tuple[int, str, str]:
        began = time.perf_counter()
        typed = {**typed, "csrfmiddlewaretoken": token}
        async with self.http.post(
            self.site + at, data=typed, headers={**HOST, **self.cookies}, allow_redirects=False
        ) as answer:
            text = await answer.text()
        self.took[f"{name} POST"].append(time.perf_counter() - began)
        return answer.status, text, answer.headers.get("Location", "")


async def run(port: int, file: Path, rate: float, seconds: float) -> dict[str, Any]:
    told = json.loads(file.read_text(encoding="utf-8"))
    took: dict[str, list[float]] = defaultdict(list)
    ended: Counter[str] = Counter()
    rng = random.Random(7)
    connector = aiohttp.TCPConnector(limit=200)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:

        async def one(n: int, token: str) -> None:
            filer = Filer(http, f"http://127.0.0.1:{port}", f"{told['cookie']}={token}", took)
            try:
                await filer.files(told["first"] + n)
                ended["registered"] += 1
            except (ValueError, aiohttp.ClientError, TypeError) as error:
                ended[str(error)[:160]] += 1

        tasks, end, n = [], time.perf_counter() + seconds, 0
        while time.perf_counter() < end and n < len(told["tokens"]):
            tasks.append(asyncio.create_task(one(n, told["tokens"][n])))
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
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    given = parser.parse_args()
    uvloop.install()
    print(json.dumps(asyncio.run(run(given.port, given.tokens, given.rate, given.seconds))), flush=True)


if __name__ == "__main__":
    main()
