"""What only a transaction that really ends shows: files that go, and two at once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from portlight.kernel.documents import commands, queries
from portlight.kernel.documents.models import Document
from portlight.kernel.documents.tests.facts import (
    ANNA,
    AT,
    BY,
    CASE,
    DAY,
    DORA,
    DRAFT,
    HOUR,
    OTHER,
    PDF,
    names,
    refused,
    take,
)  # fmt: skip
from portlight.kernel.timeline.queries import about as told_about
from tests import files as made
from tests.together import at_once

ROOT = Path(__file__).resolve().parents[5]


def told(key: UUID) -> list[str]:
    return [event.kind for event in told_about(f"document:{key}").rows]


def opened(key: UUID, **given: Any) -> bytes:
    return queries.opened(key, by=BY, why="test", at=AT, **given).content


KILLED = """
import django, os, signal, sys; django.setup()
from datetime import datetime, UTC
from portlight.kernel.documents import commands
from portlight.kernel.documents.commands import taking
from portlight.toolkit.actor import machine
from tests import files
taking.put_to_use = lambda *args, **given: os.kill(os.getpid(), signal.SIGKILL)
commands.take(files.picture(), slot="photo", about="case:1", by=machine("test"), at=datetime(2026, 11, 26, tzinfo=UTC))
"""


def test_a_process_killed_between_file_and_row_leaves_nothing_visible(
    fresh_db: Any, folder: Path, child_env: dict[str, str]
) -> None:
    child = subprocess.run([sys.executable, "-c", KILLED], env=child_env, cwd=ROOT, check=False)
    assert child.returncode == -signal.SIGKILL
    assert len(names(folder)) == 2
    assert not Document.objects.exists()
    assert queries.of(CASE) == ()
    assert commands.sweep(timezone.now()) == 0, "it may still be about to write its row"
    assert commands.sweep(timezone.now() + HOUR * 2) == 2
    assert names(folder) == set()
    assert take(owner=None, slot="photo").state == "visible"


def test_two_at_once_are_one(fresh_db: Any, folder: Path) -> None:
    found = at_once(take, take)
    assert len({taken.key for taken in found}) == 1, found
    assert len(queries.of(CASE)) == 1
    assert len(names(folder)) == 2, "the loser's files are gone"


def test_two_at_once_never_fill_a_slot_twice(fresh_db: Any) -> None:
    found = at_once(
        lambda: take(slot="photo"), lambda: take(made.picture(size=(90, 90)), slot="photo"),
    )  # fmt: skip
    assert sorted(type(one).__name__ for one in found) == ["Refused", "Taken"], found
    assert len(queries.of(CASE)) == 1


def test_an_original_goes_when_its_time_is_over_and_the_clean_copy_stays(folder: Path, fresh_db: Any) -> None:
    key = take().key
    assert commands.erase_due(AT + DAY * 179) == 0
    assert commands.erase_due(AT + DAY * 180) == 1
    assert commands.erase_due(AT + DAY * 180) == 0
    assert names(folder) == {f"{key}.clean"}
    assert opened(key)
    refused("documents.erased", opened, key, original=True)
    assert not queries.of(CASE)[0].original_there


def test_a_decision_lets_originals_go_unless_another_matter_waits(folder: Path, fresh_db: Any) -> None:
    key = take().key
    take(about=OTHER)
    assert commands.decided(CASE, at=AT) == 0
    assert commands.erase_due(AT) == 0
    assert commands.decided(OTHER, at=AT) == 1
    assert commands.erase_due(AT) == 1
    assert names(folder) == {f"{key}.clean"}


def test_what_is_used_for_nothing_is_erased(folder: Path, fresh_db: Any) -> None:
    key = take().key
    take(about=OTHER)
    assert commands.drop(key, about=CASE, by=BY, at=AT)
    assert not commands.drop(key, about=CASE, by=BY, at=AT)
    assert opened(key)
    assert commands.drop(key, about=OTHER, by=BY, at=AT)
    refused("documents.erased", opened, key)
    assert names(folder) == set()
    assert told(key)[0] == "documents.erased"
    assert take().key != key, "what was erased is not known any more"


def test_nothing_of_others_is_erased_and_nothing_of_it_is_left(folder: Path, fresh_db: Any) -> None:
    mine, hers = take().key, take(owner=DORA, about=OTHER).key
    commands.drop(mine, about=CASE, by=BY, at=AT)
    refused("documents.erased", opened, mine)
    assert opened(hers)
    assert names(folder) == {f"{hers}.clean", f"{hers}.original"}
    assert Document.objects.get(key=mine).digest == ""


def test_papers_of_a_form_nobody_hands_in_go_after_thirty_days(folder: Path, fresh_db: Any) -> None:
    left, used = take(owner=None, about=DRAFT).key, take(PDF, owner=None, about=DRAFT).key
    commands.use(used, about=CASE, slot="passport-page", owner=ANNA, draft=DRAFT, by=BY, at=AT)
    assert commands.erase_due(AT + DAY * 30 - HOUR) == 0
    assert commands.erase_due(AT + DAY * 30) == 1
    refused("documents.erased", opened, left)
    assert opened(used)
    commands.drop(used, about=CASE, by=BY, at=AT + DAY * 40)
    assert commands.erase_due(AT + DAY * 69) == 0
    assert commands.erase_due(AT + DAY * 70) == 1, "it is a draft's paper again"
