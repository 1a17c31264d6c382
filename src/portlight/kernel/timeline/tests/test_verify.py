"""Whoever owns the database can drop the guards. What he then changes is named."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import import_module
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import connection

from portlight.kernel.timeline import cli, commands, queries
from portlight.toolkit.actor import staff

guard = import_module("portlight.kernel.timeline.migrations.0002_guard")
AT = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
BY = staff(uuid4())

FLIPS = {
    "id": "1000000",
    "at": "'2026-02-10 09:30:00.000001+00:00'",
    "kind": "'notices.written'",
    "about": "'notice:2'",
    "by_kind": "'person'",
    "by_key": "'somebody-else'",
    "request_id": "NULL",
    "input_hash": "'0'",
    "result": "'other'",
    "facts": "'{\"n\": 2}'",
    "seal": "'0000000000000002.forged'",
}


@pytest.fixture
def numbers(db: object) -> list[int]:
    for _ in range(4):
        commands.record(
            "notices.released", about="notice:1", by=BY, at=AT, facts={"n": 1}, request_id=uuid4(), given={}, result="r"
        )
    made = [card.number for card in reversed(queries.about("notice:1").rows)]
    commands.chain(at=AT)
    with connection.cursor() as cursor:
        for statement in guard.DROP[connection.vendor]:
            cursor.execute(statement)
    return made


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("column", FLIPS)
def test_any_field_changed_behind_our_back_is_named(numbers: list[int], column: str) -> None:
    assert queries.verify().whole
    run(f"UPDATE timeline_event SET {column} = {FLIPS[column]} WHERE id = {numbers[1]}")
    found = queries.verify()
    assert found.broken_at == (1000000 if column == "id" else numbers[1])
    assert found.sealed == 1


def test_every_column_of_the_table_is_flipped_above(db: object) -> None:
    with connection.cursor() as cursor:
        names = {column.name for column in connection.introspection.get_table_description(cursor, "timeline_event")}
    assert names == set(FLIPS)


def test_an_event_taken_out_is_named_by_the_one_that_follows(numbers: list[int]) -> None:
    run(f"DELETE FROM timeline_event WHERE id = {numbers[1]}")
    found = queries.verify()
    assert (found.broken_at, found.reason) == (numbers[2], "taken-out-before")


def test_an_end_cut_off_shows_against_the_signed_head(numbers: list[int]) -> None:
    commands.sign_head(on=AT.date(), at=AT)
    run(f"DELETE FROM timeline_event WHERE id >= {numbers[2]}")
    found = queries.verify()
    assert (found.broken_at, found.reason, found.sealed) == (4, "end-cut-off", 2)


def test_the_command_line_says_it_in_a_sentence_and_to_machines(numbers: list[int]) -> None:
    whole = CliRunner().invoke(cli.timeline, ["verify"])
    assert (whole.exit_code, whole.output) == (0, "The timeline is whole: 4 events sealed, 0 not sealed yet.\n")
    run(f"UPDATE timeline_event SET result = 'x' WHERE id = {numbers[2]}")
    broken = CliRunner().invoke(cli.timeline, ["verify"])
    assert broken.exit_code == 1
    assert f"Event {numbers[2]} was changed" in broken.output
    told = CliRunner().invoke(cli.timeline, ["verify", "--json"])
    assert json.loads(told.output)["broken_at"] == numbers[2]


def test_the_heads_are_printed_for_safe_keeping(numbers: list[int]) -> None:
    seal = commands.sign_head(on=AT.date(), at=AT)
    assert CliRunner().invoke(cli.timeline, ["heads"]).output.startswith(f"2026-02-10 {seal} ")
