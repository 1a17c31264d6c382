"""The same question asked in a process of its own: what a hostile file breaks, eats or hangs there is not the office.

The child gets the file and no settings, keys or connections; it may neither write files nor take more memory or time
than it needs: 1 GiB at most.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import asdict

from portlight.toolkit.refusals import Refused
from portlight.toolkit.uploads.slots import Clean, Slot
from portlight.toolkit.uploads.sniffing import kind_of

log = logging.getLogger(__name__)
_SECONDS = 30  # on the clock; the child has 12 of the processor's
_CHILD = ("-I", "-m", "portlight.toolkit.uploads")
_AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))


def taken_from(content: bytes, *, slot: Slot) -> Clean:
    """As `checking.taken_from`, inside 1 GiB of memory, 12 s of work and 30 s in all: beyond them documents.broken.

    As many at once as there are processors; documents.busy for who has waited half a minute for one.
    """
    kind_of(content, slot=slot)  # what is refused by its first bytes needs no process
    told = json.dumps({**asdict(slot), "kinds": sorted(slot.kinds)}).encode() + b"\n"
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    if not _AT_ONCE.acquire(timeout=_SECONDS):
        raise Refused("documents.busy")
    try:
        done = subprocess.run(
            [sys.executable, *_CHILD],
            input=told + content, capture_output=True, env=environment, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Refused("documents.broken") from error
    finally:
        _AT_ONCE.release()
    head, _, made = done.stdout.partition(b"\n")
    if done.returncode or not head:
        said = done.stderr[-400:].decode(errors="replace")
        log.warning("a file ended the process that opened it: %s %s", done.returncode, said)
        raise Refused("documents.broken")
    try:
        answer = json.loads(head)
    except ValueError as error:  # a decoder wrote between the lines
        raise Refused("documents.broken") from error
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["facts"])
    return Clean(content=made, **answer)
