"""Counters under several threads."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import prometheus_client
import pytest

from portlight.toolkit import meter


def test_the_first_counts_of_many_threads_are_one_counter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first requests of a web process come at once; a name that is registered twice is an error."""
    monkeypatch.setattr(meter, "_counters", {})
    together, name = Barrier(8), "portlight_test_of_threads"
    made: list[str] = []

    real = prometheus_client.Counter

    def slow(*given: Any) -> prometheus_client.Counter:
        made.append(name)
        time.sleep(0.05)
        return real(*given)

    monkeypatch.setattr(prometheus_client, "Counter", slow)

    def first(_: int) -> None:
        together.wait(10)
        meter.count(name, "of this test", kind="a")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(first, range(8)))
    assert made == [name]
    assert prometheus_client.REGISTRY.get_sample_value(f"{name}_total", {"kind": "a"}) == 8
