"""Log lines as JSON, the supervisor's socket, and counters that come too late."""

from __future__ import annotations

import json
import logging
import socket
import sys
from pathlib import Path

import pytest

from portlight.config.counting import counted, face_of
from portlight.toolkit import logs, meter, supervised


def line(message: str, *, error: bool = False) -> dict[str, object]:
    try:
        raise ValueError("no")
    except ValueError:
        told = sys.exc_info() if error else None
    record = logging.LogRecord("portlight.test", logging.WARNING, __file__, 1, message, (), told)
    text = logs.JsonLines().format(record)
    assert "\n" not in text
    found: dict[str, object] = json.loads(text)
    return found


def test_a_line_is_one_object_with_what_the_process_was_at() -> None:
    logs.at_work(lease=7, code="K7F3-9QXM", message="never this")
    try:
        found = line("第一行\nand another")
    finally:
        logs.at_work()
    assert found["message"] == "第一行\nand another"
    assert (found["level"], found["logger"], found["lease"]) == ("WARNING", "portlight.test", 7)
    assert found["code"] == "K7F3-9QXM"
    assert str(found["time"]).endswith("+00:00")
    assert "lease" not in line("after it")


def test_a_traceback_stays_on_the_line() -> None:
    assert "ValueError: no" in str(line("it failed", error=True)["error"])


def test_a_request_has_a_number_the_proxys_or_ours() -> None:
    seen: list[tuple[str, str]] = []

    def app(environ: dict, start: object) -> list[bytes]:
        start("200 OK", [])
        return [json.dumps(line("x")).encode()]

    def ask(given: str) -> str:
        body = counted(app)({"PATH_INFO": "/en/", "HTTP_X_REQUEST_ID": given}, lambda status, head: seen.extend(head))
        return json.loads(b"".join(body))["request"]

    assert ask("from-the-proxy-1") == "from-the-proxy-1" == dict(seen)["X-Request-ID"]
    assert len(ask("bad\nnumber")) == 32


def test_a_scanner_makes_no_label() -> None:
    assert face_of("/wp-admin/setup.php") == "other"
    assert face_of("/zh-Hans/notices/n-1/") == "portal"
    assert face_of("/desk/") == "desk"


def test_the_supervisor_hears_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(place))
        heard.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(place))
        supervised.notify("WATCHDOG=1")
        assert heard.recv(100) == b"WATCHDOG=1"
    supervised.notify("READY=1")  # nobody listens any more: no matter


def test_where_to_count_must_be_said_before_anything_is_counted(tmp_path: Path) -> None:
    meter.count("portlight_test", "A test's.", face="other")
    with pytest.raises(RuntimeError):
        meter.write_to(tmp_path)


def test_the_line_of_a_request_holds_no_token_and_no_number(caplog: pytest.LogCaptureFixture) -> None:
    def app(environ: dict, start: object) -> list[bytes]:
        start("200 OK", [])
        return [b""]

    with caplog.at_level(logging.INFO, "portlight.web"):
        for path in ("/fr/notices/seen/s3cr3tT0ken/", "/desk/13800138000/", "/en/", "/tok3n"):
            counted(app)({"PATH_INFO": path, "REQUEST_METHOD": "GET"}, lambda status, head: None)
    lines = [record.getMessage() for record in caplog.records]
    assert lines[0].startswith("GET /fr/notices/… 200 ")
    assert lines[1].startswith("GET /desk/…/… 200 ")
    assert not [line for line in lines if "s3cr3t" in line or "138" in line or "tok3n" in line]
