"""What a scrape gets, in the text format of Prometheus."""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from portlight.delivery import beats, queries, spool
from portlight.kernel.timeline.queries import tail
from portlight.kernel.work.queries import backlog
from portlight.toolkit import meter

__all__ = ["CONTENT_TYPE", "text"]


def text(*, at: datetime) -> bytes:
    """Gauges as they stand at `at`, and the counters of every process that shares this data folder."""
    registry = CollectorRegistry()
    registry.register(Standing(at))
    registry.register(Counted())
    return generate_latest(registry)


class Counted(Collector):
    """What all processes have counted."""

    def collect(self) -> Iterable[Metric]:
        files = meter.files(Path(settings.DATA) / "metrics")
        found: Iterable[Metric] = MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call]
        return found


class Standing(Collector):
    """What is so at the moment `at`."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterable[Metric]:
        families: dict[str, list[queries.Gauge]] = defaultdict(list)
        for gauge in queries.gauges(at=self.at):
            families[gauge.name].append(gauge)
        for name, gauges in families.items():
            family = GaugeMetricFamily(
                f"portlight_{name}", queries.TOLD[name], labels=[label for label, _ in gauges[0].labels]
            )
            for gauge in gauges:
                family.add_metric([value for _, value in gauge.labels], gauge.value)
            yield family
        yield from self._beside()

    def _beside(self) -> Iterator[Metric]:
        unsealed, since = tail(at=self.at)
        waiting = backlog(at=self.at)
        files, oldest = _spooled()
        for name, told, value in (
            ("timeline_unsealed", "Events that are not chained yet.", unsealed),
            ("timeline_unsealed_seconds", "Age of the oldest of them.", since),
            ("work_due", "Things to do that could be done now.", waiting.due),
            ("work_given_up", "Things to do that were given up.", waiting.failed),
            ("spool_files", "What was said to us and is not in the database yet.", files),
            ("spool_oldest_seconds", "Age of the oldest of them.", oldest),
            ("disk_free_bytes", "Free on the disk of the data folder.", shutil.disk_usage(settings.DATA).free),
            ("worker_silent_seconds", "Since the last beat of any worker; -1: none has been here.",
             min(beats.ages().values(), default=-1.0)),
        ):  # fmt: skip
            yield GaugeMetricFamily(f"portlight_{name}", told, value=value)


def _spooled() -> tuple[int, float]:
    """Files of the spool, and the age of the oldest: their names begin with the nanosecond they were put there."""
    try:
        names = sorted(file.name for file in spool.folder().iterdir() if not file.name.startswith("."))
    except FileNotFoundError:
        return 0, 0.0
    first = names[0].partition("-")[0] if names else ""
    return len(names), max(time.time() - int(first) / 1e9, 0.0) if first.isdecimal() else 0.0
