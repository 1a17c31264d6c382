"""`portlight reader`: a process that may end at any moment, and takes no photo with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.utils import timezone

from portlight.config import reading as process
from portlight.kernel.documents import commands, queries
from portlight.toolkit import nameplate
from tests import files
from tests.cast import BY

STUCK = """
import django, sys, time; django.setup()
from django.utils import timezone
from portlight.kernel.documents.commands import read_next
def read(image, on):
    print("reading", flush=True)
    time.sleep(600)
read_next(read, who="stuck", at=timezone.now())
"""


def fake(image: bytes, *, on: date) -> dict[str, str]:
    assert image[:3] == b"\xff\xd8\xff"
    return {"advice": "", "line": "P<FRA"}


OWN = nameplate.Reader(available=lambda: True, read=fake)


@pytest.fixture
def number(fresh_db: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A photo that waits to be read."""
    settings.DATA = tmp_path
    monkeypatch.setattr(nameplate, "reader", lambda: OWN)
    now = timezone.now()
    taken = commands.take(files.picture(), slot="photo", about="case:1", owner=UUID(int=1), by=BY, at=now)
    return commands.ask_reading(taken.key, by=BY, at=now)


def test_it_reads_until_nothing_waits(number: int) -> None:
    assert process.serve(OWN, stop=threading.Event(), once=True) == 1
    assert queries.reading(number).state == "done"
    stop = threading.Event()
    stop.set()
    assert process.serve(OWN, stop=stop, once=False) == 0


def test_no_line_of_papers_stands_before_a_photo_that_somebody_waits_for(number: int) -> None:
    for one in range(3):
        content = files.picture(size=(200 + one, 100))
        commands.receive(content, slot="supporting-paper", about="case:2", by=BY, at=timezone.now())
    opened: list[int] = []

    def read(image: bytes, *, on: date) -> dict[str, str]:
        opened.append(sum(card.state == "visible" for card in queries.of("case:2")))
        return fake(image, on=on)

    reader = nameplate.Reader(available=lambda: True, read=read)
    assert process.serve(reader, stop=threading.Event(), once=True) == 4
    assert opened == [0]
    assert {card.state for card in queries.of("case:2")} == {"visible"}


def test_where_no_reader_is_installed_papers_are_opened_all_the_same(
    fresh_db: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(nameplate, "reader", lambda: None)
    commands.receive(files.picture(), slot="photo", about="case:1", by=BY, at=timezone.now())
    ended = CliRunner().invoke(process.reader, ["--once"])
    assert ended.exit_code == 0
    assert [card.state for card in queries.of("case:1")] == ["visible"]


def test_a_reader_that_is_killed_leaves_its_photo_to_the_next(number: int, child_env: dict[str, str]) -> None:
    child = subprocess.Popen([sys.executable, "-c", STUCK], env=child_env, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "reading\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    assert queries.reading(number).state == "working"
    assert not commands.read_next(fake, who="next", at=timezone.now()), "its lease still runs"
    assert commands.read_next(fake, who="next", at=timezone.now() + timedelta(minutes=1))
    assert queries.reading(number).state == "done"
