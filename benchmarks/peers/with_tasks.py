"""`python -m benchmarks.peers.with_tasks celery|dramatiq --count N`: writes the rows and one task for each; its workers
run beside it.

With `--prepare` it only makes the table. Says "ready" and waits for a line before the time begins.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from importlib import import_module

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", choices=("celery", "dramatiq"))
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--prepare", action="store_true")
    wish = parser.parse_args()
    django.setup()
    if wish.prepare:
        _make_table()
        return
    from benchmarks.peers.letters import mean_bytes, readers

    people = list(readers(wish.count))
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.monotonic()
    _queue(people, wish.package)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "began": began,
        "queue_seconds": time.monotonic() - began,
        "cpu": used.ru_utime + used.ru_stime,
        "bytes": mean_bytes(people),
    }
    print(json.dumps(told), flush=True)


def _make_table() -> None:
    from django.db import connection

    from benchmarks.peers.mailbox.models import Mail

    with connection.schema_editor() as editor:
        editor.create_model(Mail)


def _queue(people: list[tuple[str, str]], package: str) -> None:
    """The rows first, in bulk, then a task for each."""
    from benchmarks.peers.mailbox.models import Mail

    app = import_module(f"benchmarks.peers.{package}_app")
    mails = [Mail(address=address, language=language) for address, language in people]
    app.queue([mail.pk for mail in Mail.objects.bulk_create(mails, batch_size=1000)])


if __name__ == "__main__":
    main()
