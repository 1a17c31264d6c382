"""An institution with a thousand people, in a process of its own: `python -m benchmarks.peers.registering FILE`.

`errors`: seconds from the file to every row's verdict with the office's districts. `drafts`: until every row is kept as
a draft of a declaration. `registered`: until every one of them is registered and has its slip, stamped; the seals of
the PDFs are work of its own and follow.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import django

AT = datetime(2026, 2, 10, 4, tzinfo=UTC)


def main(file: str) -> None:
    django.setup()
    from portlight.capabilities.lodging import commands, queries
    from portlight.capabilities.lodging.queries.batches import checked
    from portlight.capabilities.lodging.rules.roster import Spot
    from portlight.kernel.places.commands import load_districts
    from portlight.toolkit.actor import machine

    by, content = machine("bench"), Path(file).read_bytes()
    load_districts(by=by, at=AT)
    moments = [time.perf_counter()]
    checked(content, at=AT)
    moments.append(time.perf_counter())
    spot, filed = Spot(line="1500 Minsheng Road", district="310115"), commands.Filed(language="en")
    taken = commands.take_roster(content, spot=spot, filed=filed, by=by, at=AT)
    moments.append(time.perf_counter())
    commands.register_roster(taken.number, by=by, at=AT)
    while True:
        commands.go_on(f"{taken.number}:0", texts=lambda step: {}, at=AT)
        found = queries.batch(taken.number, by)
        if found is None or found.state == "done":
            break
    moments.append(time.perf_counter())
    errors, drafts, registered = (after - before for before, after in pairwise(moments))
    print(json.dumps({
        "errors": errors, "drafts": drafts, "registered": registered, "rows": found.rows if found else 0,
        "done": found.done if found else 0,
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
