from __future__ import annotations

import os
from pathlib import Path

from portlight.delivery import port
from portlight.delivery.journal import Journal


def test_it_tells_what_was_in_the_air_and_what_was_answered(tmp_path: Path) -> None:
    journal = Journal.take(tmp_path)
    journal.open()
    journal.intend(7, 0, 3, 1)
    journal.intend(8, 2, 3, 1)
    journal.answer(7, 0, 3, 1, port.Answer("refused", "550 5.1.1", "", True, 0.0))
    entries = journal.entries()
    assert [(entry.delivery, entry.attempt, entry.answer) for entry in entries] == [
        (7, 0, None),
        (8, 2, None),
        (7, 0, port.Answer("refused", "550 5.1.1", "", True, 0.0)),
    ]
    journal.release()


def test_a_torn_last_record_is_left_out(tmp_path: Path) -> None:
    journal = Journal.take(tmp_path)
    journal.open()
    journal.intend(7, 0, 3, 1)
    journal.intend(8, 0, 3, 1)
    os.truncate(journal.file, journal.file.stat().st_size - 5)
    assert [entry.delivery for entry in journal.entries()] == [7]
    journal.release()


def test_a_flush_leaves_only_what_is_still_in_the_air(tmp_path: Path) -> None:
    journal = Journal.take(tmp_path)
    journal.open()
    for delivery in range(5):
        journal.intend(delivery, 0, 3, 1)
    journal.prepare([(4, 0, 3, 1)])
    assert len(journal.entries()) == 5  # until the database has committed, the old file stands
    journal.replace()
    journal.intend(9, 0, 3, 1)
    assert [entry.delivery for entry in journal.entries()] == [4, 9]
    journal.release()


def test_two_living_workers_never_share_a_name(tmp_path: Path) -> None:
    first, second = Journal.take(tmp_path), Journal.take(tmp_path)
    assert first.name != second.name
    name = first.name
    first.release()
    third = Journal.take(tmp_path)
    assert third.name == name
    second.release()
    third.release()


def test_a_living_workers_journal_is_not_left_behind(tmp_path: Path) -> None:
    living = Journal.take(tmp_path)
    living.open()
    assert list(Journal.left_behind(tmp_path)) == []
    living.release()
    assert [journal.name for journal in Journal.left_behind(tmp_path)] == [living.name]
