"""Who confirmed: by a receipt, by opening the own link, by an acknowledgement. Once per thread and person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from portlight.delivery import sql
from portlight.delivery.models import Message


def note(who: Sequence[tuple[int, int, str, str]], *, how: str, at: datetime) -> None:
    """`who`: thread, person, language, channel. Counts the new ones; inside the caller's transaction."""
    by_thread: dict[int, list[tuple[int, int, str, str]]] = defaultdict(list)
    for one in who:
        by_thread[one[0]].append(one)
    for thread in sorted(by_thread):
        rows = by_thread[thread]
        new = sql.insert(
            "delivery_confirmation",
            {
                "person_id": ("bigint", [row[1] for row in rows]), "language": ("varchar", [row[2] for row in rows]),
                "channel": ("varchar", [row[3] for row in rows]),
            },
            {"thread_id": thread, "how": how[:16], "at": sql.moment(at)},
        )  # fmt: skip
        if new:
            Message.objects.filter(id=thread).update(confirmed=F("confirmed") + new)
