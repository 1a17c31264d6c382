"""A clamd that keeps count and can misbehave: `python clamd.py --record FILE` prints its port.

Written from clamd(8) and clamd.conf(5): commands with the prefix z end with a zero byte and are answered with one;
zINSTREAM is followed by chunks, each with its length in four bytes, most significant first, and ends with a length of
zero; a stream longer than StreamMaxLength is answered and cut. It imports nothing of the client. It finds one thing,
the test file of EICAR, and finds it anywhere. One line of the record per stream: its size and what was said.
"""

from __future__ import annotations

import argparse
import asyncio
import struct
import sys
from pathlib import Path

# In two parts, so that no scanner takes this file for the test file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FOUND = "Eicar-Signature"


class Clamd:
    def __init__(self, how: argparse.Namespace) -> None:
        self.how = how
        self.asked = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        try:
            if self.how.drop:
                return
            answer = await self.answer(reader)
            if self.how.slow:
                await asyncio.sleep(self.how.slow / 1000)
            writer.write(answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            self.note(0, "cut")
        finally:
            writer.close()

    async def answer(self, reader: asyncio.StreamReader) -> bytes:
        command = (await reader.readuntil(b"\0")).rstrip(b"\0")
        if command == b"zPING":
            return b"PONG\0"
        if command != b"zINSTREAM":
            return b"UNKNOWN COMMAND\0"
        content = await self.stream(reader)
        if content is None:
            said = "INSTREAM size limit exceeded. ERROR"
        elif self.how.stall and self.asked >= self.how.stall:
            await asyncio.sleep(86_400)
            return b""
        else:
            said = f"stream: {FOUND} FOUND" if EICAR in content else "stream: OK"
        self.note(len(content or b""), said)
        if self.how.say is not None:
            return str(self.how.say).encode("latin-1").decode("unicode_escape").encode("latin-1")
        return said.encode() + b"\0"

    async def stream(self, reader: asyncio.StreamReader) -> bytes | None:
        """The whole stream; None when it is longer than allowed."""
        content = b""
        while True:
            (length,) = struct.unpack("!L", await reader.readexactly(4))
            if not length:
                return content
            if len(content) + length > self.how.most:
                return None
            content += await reader.readexactly(length)

    def note(self, size: int, said: str) -> None:
        if self.how.record:
            with self.how.record.open("a", encoding="utf-8") as out:
                out.write(f"{size}\t{said}\n")


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    take = parser.add_argument
    take("--port", type=int, default=0)
    take("--socket", type=Path, help="listen on this local socket instead")
    take("--record", type=Path)
    take("--most", type=int, default=25 * 1024 * 1024, help="StreamMaxLength, in bytes")
    take("--stall", type=int, default=0, help="from the n-th connection on, streams are never answered")
    take("--slow", type=int, default=0, help="milliseconds before every answer")
    take("--drop", action="store_true", help="hang up on everybody")
    take("--say", help="answer every stream with these words (\\0 and the like are understood)")
    return parser.parse_args(given)


async def listen(how: argparse.Namespace) -> asyncio.Server:
    clamd = Clamd(how)
    if how.socket:
        return await asyncio.start_unix_server(clamd.serve, path=how.socket)
    return await asyncio.start_server(clamd.serve, "127.0.0.1", how.port)


async def main(how: argparse.Namespace) -> None:
    server = await listen(how)
    print(how.socket or server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main(arguments()))
    except KeyboardInterrupt:
        sys.exit(0)
