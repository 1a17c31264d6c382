from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portlight.toolkit import outcalls


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(429)
        self.send_header("X-Path", self.path)
        self.end_headers()
        self.wfile.write(body.upper())

    def log_message(self, *told: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Answer) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made.server_port
        made.shutdown()


@pytest.fixture
def silence() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_any_status_is_an_answer(server: int) -> None:
    reply = outcalls.http(f"http://localhost:{server}/a?b=c", seconds=5, method="POST", body=b"hello")
    assert (reply.status, reply.body, reply.headers["x-path"]) == (429, b"HELLO", "/a?b=c")


def test_silence_ends_in_time(silence: int) -> None:
    with pytest.raises(outcalls.NotReached):
        outcalls.http(f"http://127.0.0.1:{silence}/", seconds=0.1)


def test_a_closed_door_is_not_reached(silence: int) -> None:
    outcalls.connect("127.0.0.1", silence, seconds=1).close()
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(outcalls.NotReached):
        outcalls.connect("127.0.0.1", port, seconds=1)
    with pytest.raises(outcalls.NotReached):
        asyncio.run(outcalls.open_stream("127.0.0.1", port, seconds=1))


@pytest.mark.parametrize("host", ["192.0.2.1", "mail.example.org", "8.8.8.8"])
def test_a_test_never_leaves_this_machine(host: str) -> None:
    for call in (
        lambda: outcalls.connect(host, 25, seconds=1),
        lambda: outcalls.http(f"https://{host}/", seconds=1),
        lambda: asyncio.run(outcalls.open_stream(host, 25, seconds=1)),
    ):
        with pytest.raises(outcalls.Forbidden):
            call()


@pytest.mark.parametrize("seconds", [0, -1, 301])
def test_no_call_without_a_time_limit(seconds: float) -> None:
    with pytest.raises(ValueError, match="time limit"):
        outcalls.connect("127.0.0.1", 1, seconds=seconds)


def test_other_schemes_are_no_calls() -> None:
    with pytest.raises(ValueError, match="not an http address"):
        outcalls.http("file:///etc/passwd", seconds=1)
