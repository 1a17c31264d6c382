"""A database and its key ring belong together: a strange ring is refused before anything is written with it."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from portlight.kernel.timeline.commands import record
from portlight.kernel.timeline.queries import latest
from portlight.toolkit.actor import machine
from portlight.toolkit.keys import Ring
from portlight.toolkit.refusals import Refused

_KIND, _ABOUT = "keys.ring", "office:keys"
_SEALED = ("people_person", "people_address", "people_paper")


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
    """The fingerprint kept in the database; "unknown" when people are sealed in it and none is kept; else empty."""
    tables = set(connection.introspection.table_names())
    if "timeline_event" in tables:
        kept = latest(_KIND, about=_ABOUT)
        if kept is not None:
            return str(kept.facts["fingerprint"])
    return "unknown" if any(table in tables and _has_rows(table) for table in _SEALED) else ""


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
    if make and not state.wanted:
        _keep(ring, at)


def private(ring: Ring) -> bool:
    """Whether only the product's own user can read the ring."""
    return stat.S_IMODE(ring.file.stat().st_mode) == 0o600


def _keep(ring: Ring, at: datetime) -> None:
    if "timeline_event" not in connection.introspection.table_names():
        return
    with transaction.atomic():
        if latest(_KIND, about=_ABOUT) is None:
            record(_KIND, about=_ABOUT, by=machine("start"), at=at, facts={"fingerprint": ring.fingerprint})


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608 (the names stand above)
        return cursor.fetchone() is not None
