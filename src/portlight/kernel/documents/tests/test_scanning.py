"""A scanner that speaks the protocol, and what it may do to us: find, hang, hang up, refuse, talk nonsense."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portlight.kernel.documents import checks, commands, queries
from portlight.kernel.documents.tests.facts import AT, BY, CASE, JPEG, names, refused, take
from portlight.kernel.timeline.queries import about as told_about
from portlight.kernel.work.commands import run_one
from portlight.toolkit import clamav
from portlight.toolkit.outcalls import NotReached
from tests import files

EICAR = files.eicar()
PROGRAM = Path(__file__).parents[3] / "simulator" / "outside" / "clamd.py"


@contextmanager
def clamd(*words: str) -> Iterator[str]:
    """Where it listens."""
    child = subprocess.Popen([sys.executable, str(PROGRAM), *words], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        said = child.stdout.readline().strip()
        yield said if said.startswith("/") else f"127.0.0.1:{said}"
    finally:
        child.kill()
        child.communicate()


def scan(content: bytes, where: str, seconds: float = 5) -> str:
    return clamav.scan(content, where=where, seconds=seconds).found


def silent(content: bytes, where: str, seconds: float = 5) -> str:
    with pytest.raises(NotReached) as told:
        scan(content, where, seconds)
    return str(told.value)


def test_it_says_what_it_found_over_both_kinds_of_line(tmp_path: Path) -> None:
    record = tmp_path / "record"
    with clamd("--record", str(record)) as where:
        assert scan(JPEG, where) == ""
        assert scan(b"", where) == ""
        assert scan(b"x" * 300_000, where) == ""
        assert scan(JPEG + EICAR, where) == "Eicar-Signature"
    sizes = [line.split("\t")[0] for line in record.read_text(encoding="utf-8").splitlines()]
    assert sizes == [str(len(JPEG)), "0", "300000", str(len(JPEG) + len(EICAR))]
    with clamd("--socket", str(tmp_path / "s")) as where:
        assert scan(EICAR, where) == "Eicar-Signature"


def test_whatever_is_no_verdict_is_never_taken_for_one(tmp_path: Path) -> None:
    with clamd("--most", "1000") as where:
        silent(b"x" * 5_000_000, where)
        assert scan(b"x" * 1000, where) == ""
    with clamd("--stall", "1") as where:
        assert "time" in silent(JPEG, where, 0.3)
    with clamd("--drop") as where:
        silent(JPEG, where)
    for words in (r"stream: OK", r"stream: maybe\0", r"OK\0", r"\0", r"\xff\xfe\0", r"stream: X FOUND", "a" * 9000):
        with clamd("--say", words) as where:
            silent(JPEG, where)
    silent(JPEG, where)
    silent(JPEG, str(tmp_path / "nobody"))


def test_a_size_the_scanner_does_not_take_is_told_to_the_operator() -> None:
    with clamd("--most", "1000") as where:
        assert "size limit exceeded" in silent(b"x" * 1001, where)


@pytest.fixture
def scanner(settings: Any) -> Iterator[str]:
    with clamd() as where:
        settings.CLAMAV, settings.CLAMAV_SECONDS = where, 5
        yield where


def work(at: Any = AT) -> bool:
    return run_one(owner="test", at=at)


@pytest.mark.django_db
def test_nothing_is_shown_before_the_scanner_found_nothing(scanner: str) -> None:
    taken = take()
    assert (taken.state, taken.reason) == ("quarantined", "documents.in-quarantine")
    refused("documents.in-quarantine", queries.opened, taken.key, by=BY, why="test", at=AT)
    refused("documents.in-quarantine", commands.ask_reading, taken.key, by=BY, at=AT)
    assert commands.erase_due(AT + timedelta(days=999)) == 0, "what was not scanned is not let go"
    assert work()
    assert queries.of(CASE)[0].state == "visible"
    assert queries.opened(taken.key, by=BY, why="test", at=AT).content
    assert not work()
    assert take().key == taken.key


def test_what_it_finds_is_not_kept(fresh_db: Any, scanner: str, folder: Path) -> None:
    key = take(JPEG + EICAR).key
    assert work()
    (card,) = queries.of(CASE)
    assert (card.state, card.reason) == ("refused", "documents.infected")
    refused("documents.infected", queries.opened, key, by=BY, why="test", at=AT)
    refused("documents.infected", take, JPEG + EICAR)
    assert names(folder) == set()
    event = told_about(f"document:{key}").rows[0]
    assert (event.kind, event.facts, event.by_kind) == (
        "documents.refused", {"found": "Eicar-Signature", "reason": "documents.infected"}, "machine",
    )  # fmt: skip
    commands.scan(key=str(key), facts={}, at=AT)
    assert len(told_about(f"document:{key}").rows) == 2, "once"


@pytest.mark.django_db
def test_a_silent_scanner_is_asked_again_and_somebody_hears_of_it(settings: Any) -> None:
    with clamd("--drop") as where:
        settings.CLAMAV, settings.CLAMAV_SECONDS = where, 5
        key, at = take().key, AT
        for _ in range(10):
            assert work(at)
            at += timedelta(hours=5)
        assert not work(at), "the work room has given it up"
    assert told_about("work:1").rows or queries.quarantine().in_vain == 1
    found = checks.scanner_answers(at)
    assert (found.state, "1 papers" in found.said) == ("warn", True)
    refused("documents.scanner-silent", queries.opened, key, by=BY, why="test", at=at)
    assert commands.scan_due(at) == 1, "it is not lost: it is asked for again"
    assert commands.scan_due(at) == 0
    with clamd() as where:
        settings.CLAMAV = where
        assert work(at)
    assert queries.of(CASE)[0].state == "visible"
    assert checks.scanner_answers(at).state == "ok"


@pytest.mark.django_db
def test_an_office_that_does_without_a_scanner_lets_out_what_waited(scanner: str, settings: Any) -> None:
    take()
    settings.CLAMAV = ""
    assert work()
    assert queries.of(CASE)[0].state == "visible"
