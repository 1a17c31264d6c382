"""Is everything in order? Each check says what it found and, where something is wrong, what to do."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from portlight.config.ops.keys import private, ring_state
from portlight.toolkit.nameplate import Check, Finding, plates

_LITTLE, _ALMOST_NOTHING = 2 * 1024**3, 256 * 1024**2  # bytes free
_DRIFT = timedelta(seconds=30)


@dataclass(frozen=True)
class Report:
    name: str
    state: Literal["ok", "warn", "fail"]
    said: str
    remedy: str


def examine(*, at: datetime) -> list[Report]:
    """Runs every check, ours first, then the rooms'. What needs the database is not asked when it does not answer."""
    reports = [_ask(check, at) for check in ALWAYS]
    database = _ask(DATABASE, at)
    reports.append(database)
    if database.state != "fail":
        reports += [_ask(check, at) for check in (*WITH_DATABASE, *_of_rooms())]
    return reports


def _of_rooms() -> Iterator[Check]:
    for plate in plates():
        yield from plate.doctor


def _ask(check: Check, at: datetime) -> Report:
    try:
        found = check.run(at)
    except Exception as error:  # a check that breaks is itself a finding
        found = Finding(state="fail", said=f"This could not be looked at: {type(error).__name__}: {error}")
    return Report(check.name, found.state, found.said, found.remedy)


def _folder(at: datetime) -> Finding:
    data: Path = settings.DATA
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data) as file:
            file.write(b"portlight")
    except OSError as error:
        return Finding(state="fail", said=f"{data} cannot be written: {error}", remedy=f"chown portlight {data}")
    return Finding(state="ok", said=f"{data} can be written.")


def _disk(at: datetime) -> Finding:
    place = settings.DATA if settings.DATA.exists() else settings.DATA.parent
    free = shutil.disk_usage(place).free
    said = f"{free / 1024**3:.1f} GiB are free."
    if free > _LITTLE:
        return Finding(state="ok", said=said)
    return Finding(state="fail" if free < _ALMOST_NOTHING else "warn", said=said, remedy="Make room on the disk.")


def _clock(at: datetime) -> Finding:
    if at < datetime(2026, 1, 1, tzinfo=UTC):
        return Finding(state="fail", said=f"The clock says {at:%Y-%m-%d}.", remedy="Set the clock: timedatectl")
    return Finding(state="ok", said=f"The clock says {timezone.localtime(at):%Y-%m-%d %H:%M:%S} {settings.TIME_ZONE}.")


def _database(at: datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version()" if connection.vendor == "postgresql" else "SELECT 'SQLite ' || sqlite_version()"
        )
        version = str(cursor.fetchone()[0]).split(" on ")[0]
    return Finding(state="ok", said=f"{version} answers.")


def _keys(at: datetime) -> Finding:
    ring, state = settings.KEYS, ring_state()
    if not state.here:
        wants = "The keys of this database are missing." if state.wanted else "There are no keys yet."
        remedy = f"Put ring.json back into {ring.folder}." if state.wanted else "portlight prepare"
        return Finding(state="fail" if state.wanted else "warn", said=wants, remedy=remedy)
    if not state.fits:
        return Finding(
            state="fail",
            said="The keys are not those of this database.",
            remedy=f"Put the right ring.json into {ring.folder}.",
        )
    if not private(ring):
        return Finding(state="fail", said="Others can read the keys.", remedy=f"chmod 600 {ring.file}")
    if ring.file.stat().st_uid != os.geteuid():
        return Finding(state="warn", said="The keys belong to another user.", remedy=f"chown portlight {ring.file}")
    return Finding(state="ok", said=f"The keys are here, private, and fit this database ({state.fingerprint}).")


def _migrations(at: datetime) -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Finding(state="fail", said=f"{len(missing)} changes of tables are missing.", remedy="portlight prepare")
    if "cache" not in connection.introspection.table_names():
        return Finding(state="fail", said="The table of sign-in limits is missing.", remedy="portlight prepare")
    return Finding(state="ok", said="All tables are of this version.")


def _clocks_agree(at: datetime) -> Finding:
    """Against the database's own clock, and against the last event: what is not over cannot have been told yet."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT clock_timestamp()")
            there = cursor.fetchone()[0]
            if abs(there - timezone.now()) > _DRIFT:
                return Finding(state="fail", said=f"The database's clock says {there:%H:%M:%S}.", remedy="timedatectl")
        cursor.execute("SELECT count(*) FROM timeline_event WHERE at > %s", [_told(at + _DRIFT)])
        ahead = cursor.fetchone()[0]
    if ahead:
        return Finding(state="warn", said=f"{ahead} events lie in the future: the clock was wrong then, or is now.")
    return Finding(state="ok", said="No event lies in the future.")


def _commits_stay(at: datetime) -> Finding:
    """A worker's journal is emptied when the database says that it has written: it must then really have."""
    if connection.vendor != "postgresql":
        return Finding(state="ok", said="SQLite syncs every commit.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync')")
        commit, fsync = cursor.fetchone()
    if commit == "off" or fsync == "off":
        return Finding(
            state="fail",
            said=f"The database may forget its last commits (synchronous_commit {commit}, fsync {fsync}): "
            "after a crash, messages could go out twice.",
            remedy="ALTER SYSTEM SET synchronous_commit = on; ALTER SYSTEM SET fsync = on; restart PostgreSQL",
        )
    return Finding(state="ok", said="What the database says it has written stays written.")


def _told(at: datetime) -> str:
    return str(connection.ops.adapt_datetimefield_value(at))


ALWAYS = (
    Check(name="data folder", run=_folder),
    Check(name="disk", run=_disk),
    Check(name="clock", run=_clock),
)
DATABASE = Check(name="database", run=_database)
WITH_DATABASE = (
    Check(name="tables", run=_migrations),
    Check(name="keys", run=_keys),
    Check(name="clocks", run=_clocks_agree),
    Check(name="commits", run=_commits_stay),
)
