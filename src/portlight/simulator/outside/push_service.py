"""A push service with its browsers that keeps count and can misbehave: `python push_service.py --subscribers FILE`.

It prints its port. The other side's word (RFC 8030, 8188, 8291, 8292): it shares no code with the sender, not even an
import. It makes the subscriptions itself, writes them to FILE as a JSON list of {"endpoint", "p256dh", "auth"}, keeps
their private keys, checks every VAPID signature, and opens every message as the browser would.

One line per message it took, as JSON: subscriber, topic, sha256 and text of what the browser reads (null: unreadable),
ttl, urgency, whether it replaced a waiting one, moment. `count(FILE)` adds them up, `waiting(FILE)` is what a browser
that comes back would be shown.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import json
import re
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes, token_urlsafe
from typing import Any, TextIO

from aiohttp import web
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portlight.simulator.outside.serving import for_ever, listening, until_stopped

MOST_BYTES = 4096  # RFC 8030 §7.2: at least this much must be taken, and no service takes more
LONGEST_TOKEN = 24 * 3600  # RFC 8292 §2
TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")  # RFC 8030 §5.4
URGENCIES = {"very-low", "low", "normal", "high"}  # RFC 8030 §5.3


def count(file: Path | str) -> dict[str, int]:
    """What a record holds: messages, distinct subscribers, unreadable ones, and how many replaced a waiting one."""
    taken = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    return {
        "messages": len(taken),
        "subscribers": len({one["subscriber"] for one in taken}),
        "unreadable": sum(one["text"] is None for one in taken),
        "replaced": sum(one["replaced"] for one in taken),
    }


def waiting(file: Path | str) -> dict[int, list[str]]:
    """Subscriber → the texts that wait for it, oldest first, when no browser has fetched any: one per topic."""
    kept: dict[int, dict[str, str]] = {}
    for number, line in enumerate(Path(file).read_text(encoding="utf-8").splitlines()):
        one = json.loads(line)
        mine = kept.setdefault(one["subscriber"], {})
        key = one["topic"] or f"#{number}"
        mine.pop(key, None)
        mine[key] = one["text"]
    return {subscriber: list(texts.values()) for subscriber, texts in kept.items()}


class Refusal(Exception):
    """An answer that is no 201."""

    def __init__(self, status: int, why: str, **headers: str) -> None:
        super().__init__(why)
        self.answer = web.Response(status=status, text=why, headers=headers)


def bare(text: str) -> bytes:
    """base64url without its padding (RFC 7515 §2). ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def url_safe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Browser:
    """One subscription, with what only the browser knows."""

    number: int
    token: str = field(default_factory=lambda: token_urlsafe(24))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: token_bytes(16))
    topics: set[str] = field(default_factory=set)

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )

    def read(self, body: bytes) -> bytes:
        """The message under RFC 8291 over RFC 8188. ValueError, InvalidTag: the browser would drop it."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        if length != 65 or size < len(sealed) or len(sealed) < 18:
            raise ValueError("RFC 8291 §4: one record, and the sender's key as its keyid")
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.key.exchange(ec.ECDH(), theirs)
        ikm = _hkdf(shared, self.auth, b"WebPush: info\0" + self.public + sender, 32)
        key = _hkdf(ikm, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(ikm, salt, b"Content-Encoding: nonce\0", 12)
        padded = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        if not padded.endswith(b"\x02"):
            raise ValueError("RFC 8188 §2: the last record ends with the delimiter 2")
        return padded[:-1]


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def vouched(header: str, origin: str, now: float) -> str:
    """The sender's public key, when its VAPID proof holds for `origin` (RFC 8292 §2 and §3). Refusal 401, 403."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "vapid":
        raise Refusal(401, "no VAPID", **{"WWW-Authenticate": "vapid"})
    given = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    try:
        head, claims, signature = given["t"].split(".")
        told, said = json.loads(bare(head)), json.loads(bare(claims))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bare(given["k"]))
        raw = bare(signature)
        if told.get("alg") != "ES256" or len(raw) != 64:
            raise ValueError("not ES256")
        encoded = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key.verify(encoded, f"{head}.{claims}".encode("ascii"), ec.ECDSA(hashes.SHA256()))
        lasts = float(said["exp"]) - now
        contact = str(said.get("sub", "mailto:"))
    except (KeyError, ValueError, TypeError, InvalidSignature) as error:
        raise Refusal(403, f"this VAPID proof does not hold: {error!r}") from error
    if said.get("aud") != origin:
        raise Refusal(403, "the proof is for another service")
    if not 0 < lasts <= LONGEST_TOKEN + 60:
        raise Refusal(403, "the proof has lapsed, or would last longer than a day")
    if not contact.startswith(("mailto:", "https:")):
        raise Refusal(403, "sub is neither mailto nor https")
    return given["k"]


class Relay:
    """How this push service behaves, and what it has seen."""

    def __init__(self, how: argparse.Namespace, record: TextIO | None) -> None:
        self.how = how
        self.record = record
        self.browsers = {one.token: one for one in (Browser(number) for number in range(1, how.browsers + 1))}
        self.arrived = 0
        self.taken = 0
        self.lately: deque[float] = deque()
        self.origin = ""

    def subscriptions(self) -> list[dict[str, str]]:
        return [
            {
                "endpoint": f"{self.origin}/push/{one.token}",
                "p256dh": url_safe(one.public),
                "auth": url_safe(one.auth),
            }
            for one in self.browsers.values()
        ]

    async def push(self, request: web.Request) -> web.StreamResponse:
        self.arrived += 1
        number, how = self.arrived, self.how
        body = await request.read()
        if how.slow:
            await asyncio.sleep(how.slow / 1000)
        if number == how.drop_before:
            return _hang_up(request)
        try:
            self._mood(number)
            browser = self._known(request)
            sender = vouched(request.headers.get("Authorization", ""), self.origin, time.time())
            if how.application_key and sender != how.application_key:
                raise Refusal(403, "this subscription is for another application server")
            facts = _asked(request, body)
        except Refusal as refusal:
            return refusal.answer
        self._keep(browser, body, facts)
        if number == how.drop_after:
            return _hang_up(request)
        if number == how.stall_after:
            await asyncio.sleep(3600)
        place = f"{self.origin}/message/{token_urlsafe(24)}"
        return web.Response(status=201, headers={"Location": place, "TTL": str(facts["ttl"])})

    def _mood(self, number: int) -> None:
        """What it was told to answer, whatever comes."""
        how, now = self.how, time.monotonic()
        wait = {"Retry-After": how.retry_after} if how.retry_after else {}
        if number in how.status:
            raise Refusal(how.status[number], "as asked", **wait)
        if how.refuse_every and number % how.refuse_every == 0:
            raise Refusal(how.refuse_status, "as asked", **wait)
        if how.most_per_second:
            while self.lately and now - self.lately[0] >= 1:
                self.lately.popleft()
            if len(self.lately) >= how.most_per_second:
                raise Refusal(429, "too many", **{"Retry-After": "1", **wait})
            self.lately.append(now)

    def _known(self, request: web.Request) -> Browser:
        browser = self.browsers.get(request.match_info["token"])
        if browser is None or browser.number in self.how.unknown:
            raise Refusal(404, "no such subscription")
        if browser.number in self.how.gone:
            raise Refusal(410, "unsubscribed")
        return browser

    def _keep(self, browser: Browser, body: bytes, facts: dict[str, Any]) -> None:
        try:
            text = browser.read(body)
        except (ValueError, IndexError, InvalidTag):
            text = None
        topic = facts["topic"]
        replaced = bool(topic) and topic in browser.topics
        if topic:
            browser.topics.add(topic)
        self.taken += 1
        line = {
            "subscriber": browser.number, **facts, "replaced": replaced, "at": round(time.time(), 3),
            "sha256": hashlib.sha256(text or b"").hexdigest(), "text": None if text is None else text.decode(),
        }  # fmt: skip
        if self.record:
            self.record.write(json.dumps(line, ensure_ascii=False) + "\n")
            self.record.flush()


def _hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _asked(request: web.Request, body: bytes) -> dict[str, Any]:
    """TTL, urgency and topic of a request that is well formed. Refusal 400, 413, 415."""
    ttl, topic = request.headers.get("TTL", ""), request.headers.get("Topic", "")
    urgency = request.headers.get("Urgency", "normal")
    if len(body) > MOST_BYTES:
        raise Refusal(413, f"more than {MOST_BYTES} bytes")
    if not re.fullmatch(r"[0-9]{1,10}", ttl):
        raise Refusal(400, "TTL is required (RFC 8030 §5.2)")
    if urgency not in URGENCIES:
        raise Refusal(400, "no such urgency")
    if topic and not TOPIC.fullmatch(topic):
        raise Refusal(400, "a topic is at most 32 base64url characters")
    if request.headers.get("Content-Encoding") != "aes128gcm":
        raise Refusal(415, "only aes128gcm")
    return {"ttl": int(ttl), "urgency": urgency, "topic": topic}


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--subscribers", type=Path, help="where the subscriptions are written")
    parser.add_argument("--browsers", type=int, default=3)
    parser.add_argument(
        "--application-key", default="", help="the one VAPID key whose messages are taken (RFC 8292 §4)"
    )
    parser.add_argument("--gone", type=int, action="append", default=[], help="410 for the n-th browser")
    parser.add_argument("--unknown", type=int, action="append", default=[], help="404 for the n-th browser")
    parser.add_argument("--status", action="append", default=[], metavar="N=CODE", help="answer to the n-th request")
    parser.add_argument("--refuse-every", type=int, default=0)
    parser.add_argument("--refuse-status", type=int, default=503)
    parser.add_argument("--retry-after", default="", help="seconds or an HTTP date, beside any such answer")
    parser.add_argument("--most-per-second", type=int, default=0, help="429 beyond it")
    parser.add_argument("--drop-before", type=int, default=0, help="the n-th request: cut, not taken")
    parser.add_argument("--drop-after", type=int, default=0, help="the n-th request: taken, then cut")
    parser.add_argument("--stall-after", type=int, default=0, help="the n-th request: taken, never answered")
    parser.add_argument("--slow", type=int, default=0, help="milliseconds before every answer")
    how = parser.parse_args(given)
    how.status = {int(number): int(code) for number, _, code in (pair.partition("=") for pair in how.status)}
    return how


async def serve(how: argparse.Namespace) -> None:
    record = how.record.open("a", encoding="utf-8") if how.record else None
    service = Relay(how, record)

    def known(port: int) -> None:
        service.origin = f"http://127.0.0.1:{port}"
        if how.subscribers:
            how.subscribers.write_text(json.dumps(service.subscriptions()), encoding="utf-8")

    app = web.Application(client_max_size=1 << 20)
    app.router.add_post("/push/{token}", service.push)
    await listening(app, how.port, known=known)
    await for_ever()


def main() -> None:
    until_stopped(serve(arguments()))


if __name__ == "__main__":
    main()
