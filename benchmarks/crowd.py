"""A crowd of readers in a process of its own: kept connections, one request after the other on each.

`python -m benchmarks.crowd --port P --path /en/… --seconds S [--etag E] [--gzip]` prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from typing import Any

import uvloop

CONNECTIONS = 16


class Reader(asyncio.Protocol):
    """Asks again as soon as the answer is whole."""

    def __init__(self, request: bytes, seen: Counter[str]) -> None:
        self.request, self.seen, self.held = request, seen, b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.held += data
        size = whole(self.held)
        if size is None or len(self.held) < size:
            return
        self.seen[self.held[9:12].decode("ascii")] += 1
        self.seen["bytes"] += size
        self.held = self.held[size:]
        self.transport.write(self.request)


def whole(held: bytes) -> int | None:
    """How long the answer at the head of `held` is, head and body; None while its head is not whole."""
    end = held.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = held[:end].lower()
    at = head.find(b"content-length:")
    if head[9:12] == b"304" or at < 0:
        return end + 4
    return end + 4 + int(head[at + 15 :].split(b"\r\n", 1)[0])


async def read(port: int, request: bytes, seconds: float) -> dict[str, Any]:
    seen: Counter[str] = Counter()
    loop, began = asyncio.get_running_loop(), time.monotonic()
    lines = [await loop.create_connection(lambda: Reader(request, seen), "127.0.0.1", port) for _ in range(CONNECTIONS)]
    await asyncio.sleep(seconds)
    told = {"seconds": time.monotonic() - began, "bytes": seen.pop("bytes", 0), "codes": dict(seen)}
    for transport, _ in lines:
        transport.abort()
    return told


def asked(path: str, *, etag: str, gzip: bool) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: exit-entry.example"]
    lines += ["Accept-Encoding: gzip"] * gzip + [f"If-None-Match: {etag}"] * bool(etag)
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--etag", default="")
    parser.add_argument("--gzip", action="store_true")
    wish = parser.parse_args()
    request = asked(wish.path, etag=wish.etag, gzip=wish.gzip)
    print(json.dumps(uvloop.run(read(wish.port, request, wish.seconds))), flush=True)


if __name__ == "__main__":
    main()
