"""The other side of these tests: the simulator as the program it is, and a server that our own `hear` answers at."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.db import connections

from portlight.channels.wechat import commands
from portlight.channels.wechat.channel import Wechat
from portlight.channels.wechat.listening import Ear
from portlight.delivery.port import Answer, Call, Heard, Question
from portlight.toolkit.actor import machine

PROGRAM = Path(__file__).parents[3] / "simulator" / "outside" / "wechat"
NOTICE, OLD = "VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc", "ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY"
FIELDS = {"thing1": "title", "character_string2": "code", "time3": "time"}
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


class Account:
    """A running simulator and what it has noted."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.folder = folder

    def taken(self) -> list[tuple[str, str, str, str]]:
        """Kind, openid, reference and hash of the text of every message it took."""
        file = self.folder / "record.tsv"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [tuple(line.split("\t")[:4]) for line in lines]  # type: ignore[misc]

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(line)["body"] for line in (self.folder / "bodies.jsonl").read_text("utf-8").splitlines()]

    def state(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.address}/sim/state", timeout=5) as answer:  # noqa: S310
            return dict(json.loads(answer.read()))

    def act(self, openid: str, what: str, **more: str) -> int:
        """What a person does on her telephone; the status our own server answered its event with."""
        told = json.dumps({"openid": openid, "what": what, **more}).encode()
        with urllib.request.urlopen(f"{self.address}/sim/act", told, timeout=20) as answer:  # noqa: S310
            return int(json.loads(answer.read())["status"])


@contextmanager
def account(settings: Any, folder: Path, *how: str, kind: str = "service", seconds: int = 2) -> Iterator[Account]:
    """The simulator, and settings that lead to it."""
    command = [sys.executable, str(PROGRAM), "--record", str(folder / "record.tsv"), "--kind", kind,
               "--bodies", str(folder / "bodies.jsonl"), *how]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = f"http://127.0.0.1:{int(process.stdout.readline())}"
        settings.WECHAT_ACCOUNT, settings.WECHAT_API, settings.WECHAT_SECONDS = kind, address, seconds
        settings.WECHAT_APPID, settings.WECHAT_SECRET = "wx0123456789abcdef", "a secret of the tests"
        settings.WECHAT_CALLBACK_TOKEN, settings.WECHAT_IN_FLIGHT = "callback token", 4
        try:
            yield Account(address, folder)
        finally:
            process.terminate()


class Door:
    """Our side of the callback: asks `hear`, keeps what it wants kept."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.more = threading.Condition()
        door = self

        class Asked(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                call = Call(rest="", method="POST", query=dict(parse_qsl(parts.query)), headers={}, body=body,
                            at=datetime.now(UTC))  # fmt: skip
                told = Ear().hear(call)
                with door.more:
                    door.heard.append(told)
                    door.more.notify_all()
                self.send_response(told.status)
                self.send_header("Content-Length", str(len(told.body)))
                self.end_headers()
                self.wfile.write(told.body)

            def log_message(self, *told: object) -> None:
                return None

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/hooks/wechat/"

    def kept(self, number: int) -> list[bytes]:
        """What is kept once `number` calls have come; fails after ten seconds."""
        with self.more:
            assert self.more.wait_for(lambda: len(self.heard) >= number, 10), f"{len(self.heard)} of {number}"
        return [told.keep for told in self.heard]


@contextmanager
def door() -> Iterator[Door]:
    made = Door()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
        thread.join(5)


def grant(
    *, purpose: str = "notice", way: str = "notice", language: str = "*", fields: dict[str, str] | None = None
) -> None:
    commands.grant(
        language=language, purpose=purpose, way=way, template_id=NOTICE if way == "notice" else OLD,
        fields=fields or FIELDS, by=machine("tests"), at=datetime(2026, 2, 10, tzinfo=UTC),
    )  # fmt: skip


def ask(since: datetime) -> dict[int, Answer]:
    """What the channel can say of a doubt about delivery 1, as the worker asks it."""
    question = Question(delivery=1, attempt=0, code="K7F3-9QXM", address="o", language="en", since=since)

    async def run() -> dict[int, Answer]:
        try:
            return dict(await Wechat().ask([question]))
        finally:
            connections.close_all()

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        return asyncio.run(run())
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
