"""What /api/ready asks beyond the database's answer: each gives the code of what is missing, or ""."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portlight.config.ops.keys import ring_state
from portlight.delivery import spool

_fine: set[str] = set()  # tables and keys do not go away under a running process: once asked, then remembered


def _once(code: str, fits: Callable[[], bool]) -> str:
    if code not in _fine:
        if not fits():
            return code
        _fine.add(code)
    return ""


def tables(at: datetime) -> str:
    return _once("tables", _migrated)


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def keys(at: datetime) -> str:
    return _once("keys", lambda: (state := ring_state()).here and state.fits)


def spool_can_be_written(at: datetime) -> str:
    """Receipts must be kept before they are answered: asked anew each time, a disk fills up."""
    try:
        spool.folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=spool.folder()) as file:
            file.write(b"portlight")
            file.flush()
    except OSError:
        return "spool"
    return ""


READY = (tables, keys, spool_can_be_written)
