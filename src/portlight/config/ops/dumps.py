"""A whole database out and in again: SQLite by its own online copy, PostgreSQL by pg_dump and pg_restore."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from portlight.config.ops.keys import absent
from portlight.toolkit.refusals import Refused

COUNTED = ("people_person", "people_address", "staff_account", "timeline_event", "delivery_delivery")
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


def dump(target: Path) -> dict[str, int]:
    """Writes a consistent copy while the office works, and returns how many rows the tables that matter have in it.

    Refused: ops.program-missing, ops.program-failed.
    """
    return _dump_postgresql(target) if connection.vendor == "postgresql" else _dump_sqlite(target)


def load(source: Path) -> None:
    """Puts a copy into the empty database that the settings name. Refused: ops.program-missing, ops.program-failed."""
    if connection.vendor == "postgresql":
        _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", *_where(), str(source))
    else:
        place = Path(str(settings.DATABASES["default"]["NAME"]))
        place.parent.mkdir(parents=True, exist_ok=True)
        connection.close()
        shutil.copyfile(source, place.with_suffix(".restoring"))
        place.with_suffix(".restoring").replace(place)


def is_empty() -> bool:
    """Whether the database has no table at all; a SQLite file that is not there is empty."""
    return absent() or not connection.introspection.table_names()


def _dump_sqlite(target: Path) -> dict[str, int]:
    place = str(settings.DATABASES["default"]["NAME"])
    with closing(sqlite3.connect(place, timeout=20)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")
        return _counts(
            {name for (name,) in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}, there
        )


def _counts(tables: set[str], database: sqlite3.Connection) -> dict[str, int]:
    return {
        table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
        for table in COUNTED
        if table in tables
    }


def _dump_postgresql(target: Path) -> dict[str, int]:
    with _snapshot() as (name, counts):
        _run("pg_dump", "-Fc", "--no-owner", "--no-privileges", f"--snapshot={name}", "-f", str(target), *_where())
        return counts


@contextmanager
def _snapshot() -> Iterator[tuple[str, dict[str, int]]]:
    """One moment of the database, shared with pg_dump: the counts are those of the very rows it writes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        name = cursor.fetchone()[0]
        counts = {}
        for table in set(COUNTED).intersection(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            counts[table] = cursor.fetchone()[0]
        yield name, counts


def _where() -> list[str]:
    own = connection.settings_dict
    told = ["-d", own["NAME"]]
    for option, value in (("-h", own["HOST"]), ("-p", own["PORT"]), ("-U", own["USER"])):
        told += [option, str(value)] if value else []
    return told


def _program(name: str) -> str:
    """The program's place: the newest installed one, because an older pg_dump refuses a newer server."""
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3].split(".")[0])
    )
    place = str(found[-1]) if found else shutil.which(name)
    if place is None:
        raise Refused("ops.program-missing", program=name)
    return place


def _run(name: str, *arguments: str) -> None:
    password = connection.settings_dict["PASSWORD"]
    env = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run([_program(name), *arguments], env=env, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Refused("ops.program-failed", program=name, error=(done.stderr.strip().splitlines() or [""])[-1])
