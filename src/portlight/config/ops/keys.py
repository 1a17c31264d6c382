"""A database and its key ring belong together: a strange ring is refused before anything is written with it."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection, transaction

from portlight.kernel.timeline.commands import record
from portlight.kernel.timeline.queries import latest
from portlight.toolkit.actor import machine
from portlight.toolkit.keys import Ring
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import open_sealed

_KIND, _ABOUT = "keys.ring", "office:keys"
# Sealed columns: one value that opens proves a ring, where a database was filled before its fingerprint was kept.
_SEALED = (("people_address", "value"), ("people_person", "name"), ("people_paper", "number"))


@dataclass(frozen=True)
class RingState:
    here: bool  # there is a ring in the keys folder
    fingerprint: str  # of the ring here, or empty
    wanted: str  # of the ring this database was sealed with; empty while nothing was sealed

    @property
    def fits(self) -> bool:
        return self.here and self.wanted in ("", self.fingerprint)


def ring_state() -> RingState:
    """Which ring is here and which one the database wants. Reads the timeline; writes nothing."""
    ring: Ring = settings.KEYS
    return RingState(ring.exists, ring.fingerprint if ring.exists else "", wanted_fingerprint())


def wanted_fingerprint() -> str:
    """The fingerprint kept in the database, or of the ring here when that opens what is sealed; empty: nothing is.

    "unknown" when something is sealed, no fingerprint is kept, and the ring here does not open it.
    """
    tables = set() if absent() else set(connection.introspection.table_names())
    if "timeline_event" in tables:
        kept = latest(_KIND, about=_ABOUT)
        if kept is not None:
            return str(kept.facts["fingerprint"])
    sealed = next((found for table, column in _SEALED if table in tables and (found := _one(table, column))), None)
    if sealed is None:
        return ""
    return settings.KEYS.fingerprint if settings.KEYS.exists and _opens(*sealed) else "unknown"


def check_ring(*, at: datetime, make: bool = False) -> None:
    """For the start of every process that reads or writes people: web, worker, command line. Two queries.

    With `make`, a ring is made where there is none and nothing was ever sealed, and its fingerprint is kept in the
    database at the first use. Refused: ops.keys-missing, ops.keys-none-yet, ops.keys-strange.
    """
    ring: Ring = settings.KEYS
    state = ring_state()
    if not state.here:
        if state.wanted:
            raise Refused("ops.keys-missing", folder=str(ring.folder))
        if not make:
            raise Refused("ops.keys-none-yet", folder=str(ring.folder))
        ring.make()
    elif not state.fits:
        raise Refused("ops.keys-strange", folder=str(ring.folder))
    if make:
        _keep(ring, at)


def absent() -> bool:
    """Whether the database is a SQLite file that is not there yet: asking it anything would make it."""
    return connection.vendor == "sqlite" and not Path(str(settings.DATABASES["default"]["NAME"])).exists()


def private(ring: Ring) -> bool:
    """Whether only the product's own user can read the ring."""
    return stat.S_IMODE(ring.file.stat().st_mode) == 0o600


def _keep(ring: Ring, at: datetime) -> None:
    if absent() or "timeline_event" not in connection.introspection.table_names():
        return
    with transaction.atomic():
        if latest(_KIND, about=_ABOUT) is None:
            record(_KIND, about=_ABOUT, by=machine("start"), at=at, facts={"fingerprint": ring.fingerprint})


def _one(table: str, column: str) -> tuple[str, bytes, Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{column}", seal FROM "{table}" WHERE length("{column}") > 0 LIMIT 1'  # noqa: S608 (named above)
        )
        found = cursor.fetchone()
    return (f"{table}.{column}", bytes(found[0]), found[1]) if found else None


def _opens(column: str, stored: bytes, seal: Any) -> bool:
    try:
        open_sealed(stored, column=column, seal=seal)
    except (InvalidTag, KeyError):
        return False
    return True
