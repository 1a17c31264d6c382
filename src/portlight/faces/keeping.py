"""The cache in the database, of which every entry is written, and read, in one statement made beforehand.

Django's counts the whole table, looks and writes, four statements in a savepoint; on the way to a registration each
page keeps a draft. Here the table is counted, and cleared of what is over, once in a few hundred times.
"""

from __future__ import annotations

import base64
import pickle
import random
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router

_CLEARED_EVERY = 300


class Kept(DatabaseCache):
    """As Django's database cache otherwise: one entry a key, gone after its time."""

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        if random.randrange(_CLEARED_EVERY) == 0:  # noqa: S311 - nothing is to be guessed
            super().set(key, value, timeout, version)
            return
        until = self.get_backend_timeout(timeout)
        ends = datetime.max.replace(tzinfo=UTC) if until is None else datetime.fromtimestamp(until, tz=UTC)
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        text = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii")
        ending = connection.ops.adapt_datetimefield_value(ends.replace(microsecond=0))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) ON CONFLICT (cache_key)"  # noqa: S608
                " DO UPDATE SET value = excluded.value, expires = excluded.expires",
                [self.make_and_validate_key(key, version=version), text, ending],
            )

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        connection = connections[router.db_for_read(self.cache_model_class)]
        now = connection.ops.adapt_datetimefield_value(datetime.now(UTC).replace(microsecond=0))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT value FROM {connection.ops.quote_name(self._table)} WHERE cache_key = %s AND expires >= %s",  # type: ignore[attr-defined]  # noqa: S608
                [self.make_and_validate_key(key, version=version), now],
            )
            found = cursor.fetchone()
        return pickle.loads(base64.b64decode(found[0])) if found else default  # noqa: S301 - we wrote it
