"""Papers that are received first and opened later: seen by nobody before, refused with a word to the matter's room."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from portlight.kernel.documents import checks, commands, queries
from portlight.kernel.documents.commands.opening import LEASE
from portlight.kernel.documents.models import Document
from portlight.kernel.documents.tests.facts import ANNA, AT, BY, CASE, JPEG, names, refused
from portlight.kernel.timeline.queries import about as told_about
from portlight.toolkit import nameplate
from portlight.toolkit.refusals import Refused
from portlight.toolkit.uploads import apart
from tests import files
from tests.together import at_once

BROKEN = JPEG[:-200]
STUCK = """
import django, sys, time; django.setup()
from datetime import timedelta
from django.utils import timezone
from portlight.kernel.documents.commands import open_next
from portlight.toolkit.uploads import apart
def stuck(content, slot):
    print("opening", flush=True)
    time.sleep(600)
apart.taken_from = stuck
open_next(timezone.now() + timedelta(seconds=int(sys.argv[1])))
"""


def receive(content: bytes = JPEG, **given: Any) -> commands.Taken:
    return commands.receive(content, **{"slot": "photo", "about": CASE, "by": BY, "at": AT, **given})


def numbered(seed: int, **given: Any) -> UUID:
    """One of several papers that differ."""
    return receive(files.picture(size=(200 + seed, 100)), slot="supporting-paper", **given).key


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What the rooms are told of papers that could not be kept."""
    told: list[tuple[str, str, str]] = []
    plate = nameplate.Nameplate(
        room="a.room", paper_refused=lambda *, document, about, slot, reason, at: told.append((about, slot, reason))
    )
    monkeypatch.setitem(nameplate._plates, plate.room, plate)
    return told


@pytest.mark.usefixtures("db")
def test_a_paper_is_kept_as_it_came_and_shown_when_it_was_made_anew(folder: Path) -> None:
    taken = receive()
    assert (taken.state, taken.reason, taken.kind, taken.sha256) == (
        "received", "documents.not-opened", "image/jpeg", "",
    )  # fmt: skip
    assert names(folder) == {f"{taken.key}.original"}
    refused("documents.not-opened", lambda: queries.opened(taken.key, by=BY, why="check", at=AT))
    assert commands.open_next(AT)
    (card,) = queries.of(CASE)
    assert (card.state, card.kind, card.size > 0) == ("visible", "image/jpeg", True)
    shown = queries.opened(taken.key, by=BY, why="check", at=AT)
    assert shown.content[:3] == b"\xff\xd8\xff"
    assert queries.opened(taken.key, by=BY, why="check", at=AT, original=True).content == JPEG
    assert not commands.open_next(AT), "there was one"
    kinds = [event.kind for event in told_about(f"document:{taken.key}").rows]
    assert {"documents.taken", "documents.made-anew"} <= set(kinds)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "documents.empty"),
        (b"MZ" * 40, "documents.kind-unknown"),
        (files.pdf(), "documents.kind-elsewhere"),
    ],
)  # fmt: skip
def test_what_the_first_bytes_tell_is_refused_at_once(content: bytes, code: str, folder: Path) -> None:
    refused(code, lambda: receive(content))
    assert not Document.objects.exists()
    assert not names(folder)


@pytest.mark.usefixtures("db")
def test_the_same_paper_twice_is_one_before_and_after_it_was_opened() -> None:
    first = receive(owner=ANNA)
    assert receive(owner=ANNA).key == first.key
    commands.open_next(AT)
    assert receive(owner=ANNA).key == first.key
    assert commands.take(JPEG, slot="photo", about=CASE, owner=ANNA, by=BY, at=AT).state == "visible"
    assert Document.objects.count() == 1


def test_a_paper_that_cannot_be_opened_is_told_to_its_matter(fresh_db: Any, folder: Path, heard: list[Any]) -> None:
    key = receive(BROKEN).key
    assert not heard
    assert commands.open_next(AT)
    assert heard == [(CASE, "photo", "documents.broken")]
    (card,) = queries.of(CASE)
    assert (card.key, card.state, card.reason) == (key, "refused", "documents.broken")
    assert not names(folder), "its contents are gone"
    refused("documents.broken", lambda: queries.opened(key, by=BY, why="check", at=AT))
    refused("documents.broken", lambda: receive(BROKEN))
    assert receive().state == "received", "it takes no other's place"


def test_the_sentence_of_a_refusal_knows_its_limit(fresh_db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def pages(content: bytes, *, slot: Any) -> Any:
        raise Refused("documents.too-many-pages", most=slot.most_pages)

    monkeypatch.setattr(apart, "taken_from", pages)
    receive()
    commands.open_next(AT)
    assert queries.of(CASE)[0].reason_facts == {"most": nameplate.slot("photo").most_pages}


@pytest.mark.usefixtures("db")
def test_the_one_that_has_waited_longest_comes_first() -> None:
    keys = [
        receive(files.picture(size=(200 + seed, 100)), slot="supporting-paper", at=AT + timedelta(seconds=seed)).key
        for seed in (3, 1, 2)
    ]
    seen = []
    while commands.open_next(AT + timedelta(minutes=1)):
        seen.append({card.key for card in queries.of(CASE) if card.state == "visible"})
    assert seen == [{keys[1]}, {keys[1], keys[2]}, set(keys)]


@pytest.mark.usefixtures("db")
def test_what_is_the_offices_fault_is_never_the_papers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    receive()
    waiting = (AT + number * LEASE for number in range(9))
    with monkeypatch.context() as full:
        full.setattr(apart, "taken_from", lambda content, slot: (_ for _ in ()).throw(Refused("documents.busy")))
        for _ in range(3):
            with pytest.raises(BlockingIOError):
                commands.open_next(next(waiting))
    (file,) = folder.rglob("*.original")
    aside = file.rename(file.with_suffix(".aside"))
    for _ in range(3):
        with pytest.raises(FileNotFoundError):
            commands.open_next(next(waiting))
    aside.rename(file)
    assert not commands.open_next(AT), "somebody may still be at it"
    assert commands.open_next(next(waiting))
    assert queries.of(CASE)[0].state == "visible"


def test_a_room_that_breaks_holds_nothing_up(fresh_db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**told: Any) -> None:
        raise ValueError(told)

    plate = nameplate.Nameplate(room="a.room", paper_refused=breaks)
    monkeypatch.setitem(nameplate._plates, plate.room, plate)
    receive(BROKEN)
    assert commands.open_next(AT)
    assert queries.of(CASE)[0].state == "refused"


def test_a_process_that_is_killed_leaves_its_paper_to_the_next_and_not_for_ever(
    fresh_db: Any, child_env: dict[str, str], heard: list[Any]
) -> None:
    receive(at=timezone.now())
    for later in (timedelta(), LEASE):
        command = [sys.executable, "-c", STUCK, str(round(later.total_seconds()))]
        child = subprocess.Popen(command, env=child_env, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "opening\n"
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        assert queries.of(CASE)[0].state == "received"
        assert not commands.open_next(timezone.now() + later), "its lease still runs"
    assert not commands.open_next(timezone.now() + 3 * LEASE)
    assert [card.reason for card in queries.of(CASE)] == ["documents.broken"]
    assert heard == [(CASE, "photo", "documents.broken")]


def test_a_paper_erased_while_it_is_opened_stays_erased(
    fresh_db: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = receive().key
    real = apart.taken_from

    def meanwhile(content: bytes, *, slot: Any) -> Any:
        commands.drop(key, about=CASE, by=BY, at=AT)
        return real(content, slot=slot)

    monkeypatch.setattr(apart, "taken_from", meanwhile)
    assert commands.open_next(AT)
    assert not names(folder)
    refused("documents.erased", lambda: queries.opened(key, by=BY, why="check", at=AT))


@pytest.mark.usefixtures("db")
def test_a_decision_does_not_take_the_original_of_what_nobody_has_opened() -> None:
    receive()
    commands.decided(CASE, at=AT)
    assert commands.erase_due(AT + timedelta(hours=1)) == 0
    assert commands.open_next(AT + timedelta(hours=1))
    assert queries.of(CASE)[0].state == "visible"


@pytest.mark.usefixtures("db")
def test_a_received_paper_is_used_for_a_matter_and_read_once_it_was_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nameplate, "reader", lambda: object())
    key = receive(about="draft:7").key
    assert commands.use(key, about=CASE, slot="photo", owner=ANNA, draft="draft:7", by=BY, at=AT) == key
    number = commands.ask_reading(key, by=BY, at=AT)
    assert commands.claim(AT, "somebody") is None
    commands.open_next(AT)
    claimed = commands.claim(AT, "somebody")
    assert claimed is not None
    assert claimed.number == number


def test_nobody_waits_for_a_reading_of_what_was_refused(fresh_db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nameplate, "reader", lambda: object())
    number = commands.ask_reading(receive(BROKEN).key, by=BY, at=AT)
    commands.open_next(AT)
    told = queries.reading(number)
    assert (told.state, told.advice) == ("gone", "unreadable")


@pytest.mark.usefixtures("db")
def test_papers_that_nobody_opens_are_a_finding(folder: Path) -> None:
    key = receive().key
    assert checks.papers_are_opened(AT + timedelta(minutes=4)).state == "ok"
    assert checks.papers_are_opened(AT + timedelta(minutes=6)).state == "warn"
    assert checks.files_there(AT).state == "ok"
    next(folder.rglob("*.original")).unlink()
    assert str(key) in checks.files_there(AT).said
    with pytest.raises(FileNotFoundError):
        commands.open_next(AT)
    assert queries.of(CASE)[0].state == "received"


def test_two_processes_never_open_the_same_paper(fresh_db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[UUID] = []
    real = apart.taken_from
    monkeypatch.setattr(apart, "taken_from", lambda content, slot: (begun.append(slot), real(content, slot=slot))[1])
    for seed in range(4):
        numbered(seed)
    at_once(*[lambda: commands.open_next(AT)] * 4)
    assert len(begun) == 4
    assert {card.state for card in queries.of(CASE)} == {"visible"}
