"""The database of one test worker: made once, kept as a prepared copy, put back after each test that commits.

Django would empty the tables instead; the timeline's guards refuse that, as they should.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connections


class SqliteFile:
    def __init__(self, *, worker: str, sync: str) -> None:
        self.file = settings.DATA / f"test-{worker}.sqlite3"
        self.prepared = self.file.with_suffix(".prepared")
        self._own = settings.DATABASES["default"]
        self._own["NAME"] = str(self.file)
        self._own["OPTIONS"]["init_command"] = self._own["OPTIONS"]["init_command"].replace("=FULL", f"={sync}")

    def make(self) -> None:
        _remove(self.file)
        _fill()
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections["default"].close()
        shutil.copyfile(self.file, self.prepared)

    def put_back(self) -> None:
        connections["default"].close()
        _remove(self.file)
        shutil.copyfile(self.prepared, self.file)

    def drop(self) -> None:
        connections["default"].close()
        _remove(self.file)
        _remove(self.prepared)

    @property
    def url(self) -> str:
        return f"sqlite://{quote(str(self.file))}"


class PostgresqlDatabase:
    """Databases `<name>_test_<worker>` on the server of PORTLIGHT_TEST_DATABASE_URL; its own one is not used."""

    def __init__(self, *, worker: str) -> None:
        self._own = settings.DATABASES["default"]
        self.name = f"{self._own['NAME'] or 'portlight'}_test_{worker}"
        self.prepared = f"{self.name}_prepared"
        self._own["NAME"] = self.name

    def make(self) -> None:
        self.drop()
        self._server(f'CREATE DATABASE "{self.name}"')
        _fill()
        connections["default"].close()
        self._server(f'CREATE DATABASE "{self.prepared}" TEMPLATE "{self.name}"')

    def put_back(self) -> None:
        connections["default"].close()
        self._server(
            f'DROP DATABASE "{self.name}" WITH (FORCE)', f'CREATE DATABASE "{self.name}" TEMPLATE "{self.prepared}"'
        )

    def drop(self) -> None:
        connections["default"].close()
        self._server(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in (self.name, self.prepared)))

    def _server(self, *statements: str) -> None:
        import psycopg

        own = self._own
        with psycopg.connect(
            dbname="postgres", user=own["USER"], password=own["PASSWORD"], host=own["HOST"], port=own["PORT"] or None,
            autocommit=True,
        ) as server:  # fmt: skip
            for statement in statements:
                server.execute(statement)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        own = self._own
        who = quote(own["USER"]) + (f":{quote(own['PASSWORD'])}" if own["PASSWORD"] else "")
        if str(own["HOST"]).startswith("/"):
            return f"postgresql://{who}@/{self.name}?{urlencode({'host': own['HOST'], 'port': own['PORT']})}"
        return f"postgresql://{who}@{own['HOST']}:{own['PORT'] or 5432}/{self.name}"


def chosen(*, worker: str, sync: str) -> Any:
    """The database this run asks for. `sync` is SQLite's: OFF, or FULL where a kill is part of the test."""
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return PostgresqlDatabase(worker=worker)
    return SqliteFile(worker=worker, sync=sync)


def _fill() -> None:
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)


def _remove(file: Path) -> None:
    for name in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        name.unlink(missing_ok=True)
