"""The databases of a bench: made for it, with the settings of production, and put back between rounds."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, quote, urlsplit

from tools import tests as tools

KINDS = ("sqlite", "postgresql")


class Database(Protocol):
    """One database: where it is, and how it goes back to the state it was kept in."""

    kind: str
    url: str
    settings: dict[str, Any]

    def keep(self) -> None: ...
    def put_back(self) -> None: ...
    def pid(self) -> int | None: ...


class Sqlite:
    """A file on the disk, as an embedded office has it."""

    kind = "sqlite"
    settings = {"journal_mode": "WAL", "synchronous": "FULL"}

    def __init__(self, folder: Path, name: str) -> None:
        self.file = folder / f"{name}.sqlite3"
        self.kept = self.file.with_suffix(".kept")
        self.url = f"sqlite://{quote(str(self.file))}"

    def keep(self) -> None:
        import sqlite3

        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self.file, self.kept)

    def put_back(self) -> None:
        for tail in ("-wal", "-shm"):
            Path(f"{self.file}{tail}").unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.file)
        os.sync()  # what was just written is not the next round's to wait for

    def pid(self) -> None:
        return None


class Postgresql:
    """A database on the bench's own server, which syncs as PostgreSQL does by itself."""

    kind = "postgresql"
    settings = {"fsync": "on", "synchronous_commit": "on", "shared_buffers": "128MB"}

    def __init__(self, server: str, name: str) -> None:
        parts = urlsplit(server)
        self.host, self.user, self.name = parse_qs(parts.query)["host"][0], parts.username, name
        self.url = f"postgresql://{self.user}@/{name}?host={self.host}"
        self._say(f'CREATE DATABASE "{name}"')

    def keep(self) -> None:
        self._say(f'CREATE DATABASE "{self.name}_kept" TEMPLATE "{self.name}"')

    def put_back(self) -> None:
        self._say(
            f'DROP DATABASE "{self.name}" WITH (FORCE)',
            f'CREATE DATABASE "{self.name}" TEMPLATE "{self.name}_kept"',
            "CHECKPOINT",
        )

    def pid(self) -> int:
        return int((Path(self.host) / "data" / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])

    def _say(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(dbname="postgres", user=self.user, host=self.host, autocommit=True) as server:
            for statement in statements:
                server.execute(statement)  # type: ignore[arg-type]


class Lasting(Postgresql):
    """A large one, of which no second copy is kept: it goes on as the round before has left it."""

    def keep(self) -> None:
        """Nothing is copied."""

    def put_back(self) -> None:
        """Nothing is undone; what the last round left to write does not wait for the next."""
        self._say("CHECKPOINT")

    def asked(self, statement: str) -> list[tuple[Any, ...]]:
        """One statement in this database; its rows, if it gives any."""
        import psycopg

        with psycopg.connect(dbname=self.name, user=self.user, host=self.host, autocommit=True) as own:
            cursor = own.execute(statement)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def opened(kind: str, folder: Path, options: Sequence[str] = ()) -> Iterator[Any]:
    """Gives a function from a name to a new database; None where the programs are missing.

    `options` are the PostgreSQL server's own, `name=value`.
    """
    if kind == "sqlite":
        yield lambda name: Sqlite(folder, name)
        return
    binaries = tools.programs()
    if binaries is None:
        yield None
        return
    with tools.cluster(binaries, options=options) as server:
        yield lambda name, made=Postgresql: made(server, name)
