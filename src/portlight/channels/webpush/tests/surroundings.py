"""A push service of its own for a test: the simulator, run as the program it is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portlight.channels.webpush import vapid

# The simulator stands above channels: it is started, not imported.
PUSH_SERVICE = Path(__file__).parents[3] / "simulator" / "outside" / "push_service.py"


@dataclass
class Service:
    addresses: list[str]  # the subscriptions of its browsers, in order
    record: Path

    def taken(self) -> list[dict[str, Any]]:
        """What it took, in its own words."""
        if not self.record.exists():
            return []
        return [json.loads(line) for line in self.record.read_text(encoding="utf-8").splitlines()]

    def shown(self) -> list[dict[str, Any]]:
        """What the browsers read."""
        return [json.loads(one["text"]) for one in self.taken()]


@contextmanager
def push_service(settings: Any, folder: Path, *how: str) -> Iterator[Service]:
    settings.WEBPUSH, settings.WEBPUSH_KEY = "on", folder / "vapid.pem"
    settings.WEBPUSH_CONNECTIONS, settings.WEBPUSH_SECONDS = 2, 1
    if not settings.WEBPUSH_KEY.exists():
        vapid.make()
    record, subscribers = folder / "record.jsonl", folder / "subscribers.json"
    command = [sys.executable, str(PUSH_SERVICE), "--record", str(record), "--subscribers", str(subscribers), *how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        made = json.loads(subscribers.read_text(encoding="utf-8"))
        try:
            yield Service([json.dumps(one, separators=(",", ":")) for one in made], record)
        finally:
            process.kill()
