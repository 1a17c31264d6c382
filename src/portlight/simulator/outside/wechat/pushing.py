"""Events on their way to the account's own server, signed as the platform signs. Part of the program in this folder."""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import hashlib
import os
import struct
import time
from collections import Counter

from aiohttp import ClientError, ClientSession, ClientTimeout


class Callback:
    """Events on their way to the account's server: signed, encrypted when there is a key, re-pushed thrice."""

    def __init__(self, how: argparse.Namespace) -> None:
        self.how = how
        self.answers: Counter[str] = Counter()
        self.held: bytes | None = None
        self.running: set[asyncio.Task[int]] = set()

    async def event(self, openid: str, event: str, *, wait: bool = False) -> int:
        if not self.how.callback:
            return 0
        head = xml(ToUserName="gh_0123456789ab", FromUserName=openid, CreateTime=int(time.time()), MsgType="event")
        body = f"<xml>{head}{event}</xml>".encode()
        if wait or self.how.receipts == "early":
            return await self.push(body)
        if self.how.receipts == "reordered" and self.held is None:
            self.held = body
            return 0
        bodies = [body, *([self.held] if self.held else []), *([body] if self.how.receipts == "doubled" else [])]
        self.held = None
        for one in bodies:
            task = asyncio.create_task(self.push(one))
            self.running.add(task)
            task.add_done_callback(self.running.discard)
        return 0

    async def push(self, body: bytes) -> int:
        status = 0
        for _ in range(3):
            stamp = str(int(time.time()) - self.how.stale)
            nonce = os.urandom(5).hex()
            query = {"timestamp": stamp, "nonce": nonce, "openid": "o"}
            sent = self.encrypted(body, query) if self.how.aes_key else body
            query["signature"] = "0" * 40 if self.how.forged else sign(self.how.token, stamp, nonce)
            with contextlib.suppress(ClientError, TimeoutError):
                async with (
                    ClientSession(timeout=ClientTimeout(5)) as http,
                    http.post(self.how.callback, params=query, data=sent) as answer,
                ):
                    status = answer.status
                    self.answers[str(status)] += 1
                    if status == 200 and (await answer.read()) in {b"", b"success"}:
                        break
        return status

    def encrypted(self, body: bytes, query: dict[str, str]) -> bytes:
        """Safe mode: AES-256-CBC under EncodingAESKey, its first half the vector, padded to 32."""
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        key = base64.b64decode(self.how.aes_key + "=")
        plain = os.urandom(16) + struct.pack("!I", len(body)) + body + self.how.appid.encode()
        pad = 32 - len(plain) % 32
        sealer = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        secret = base64.b64encode(sealer.update(plain + bytes([pad]) * pad) + sealer.finalize()).decode()
        query["encrypt_type"] = "aes"
        query["msg_signature"] = sign(self.how.token, query["timestamp"], query["nonce"], secret)
        return f"<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>{xml(Encrypt=secret)}</xml>".encode()


def sign(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def xml(**values: object) -> str:
    return "".join(
        f"<{name}>{value if isinstance(value, int) else f'<![CDATA[{value}]]>'}</{name}>"
        for name, value in values.items()
    )
