from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, connections

from portlight.config.postgresql import base

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="on PostgreSQL only")


@pytest.fixture
def clock(fresh_db: object, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(connections["default"], "_found_well", float("-inf"))  # by the clock before: long ago
    monkeypatch.setattr(base.time, "monotonic", lambda: now[0])
    return now


def asked() -> None:
    """As at the beginning of every request."""
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_a_connection_is_tried_once_a_second_and_not_in_every_request(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    tried: list[bool] = []
    real = base.DatabaseWrapper.is_usable
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda self: tried.append(True) or real(self))
    for moment in (0.0, 1.5, 0.1, 0.2, 1.0):  # the first opens it: a new one is not tried
        clock[0] += moment
        asked()
    assert len(tried) == 2


def test_one_that_died_is_found_and_replaced(clock: list[float]) -> None:
    asked()
    clock[0] += 5
    connection.connection.close()
    asked()


def test_within_the_second_one_request_is_refused_and_the_next_is_well(clock: list[float]) -> None:
    asked()
    clock[0] += 5
    asked()
    connection.connection.close()
    with pytest.raises(DatabaseError):
        asked()
    asked()
