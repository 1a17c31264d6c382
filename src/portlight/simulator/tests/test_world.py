"""The other side of the demo starts whatever its secrets are."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portlight.simulator import world

HYPHENED = "-begins-with-a-hyphen-"


@pytest.fixture
def providers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    monkeypatch.setattr(world.secrets, "token_urlsafe", lambda size: HYPHENED)
    running = [
        subprocess.Popen(one.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for one in world.providers(tmp_path, "http://127.0.0.1:1")
    ]
    yield running
    for one in running:
        one.kill()
        one.communicate()


def test_a_secret_that_begins_with_a_hyphen_is_no_option(providers: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + 2  # long enough to read one's options
    while time.monotonic() < until:
        time.sleep(0.1)
        assert [one.poll() for one in providers] == [None] * len(providers)
