"""A crowd that wants more places than there are, as one of several processes meets it: `python -m … SHARE OF`.

Everybody wants the time that her number says, in an order of each process's own; one in ten asks two processes at once.
Whoever got a booking sends the same request twice more, some time later. Prints who got which answers, as JSON.
"""

from __future__ import annotations

import json
import sys
from random import Random
from uuid import UUID, uuid5

OURS = UUID("5c1f2d0e-3b7f-4a58-9c2d-0f2f6f3c6d12")
PEOPLE, TIMES, CAPACITY = 10_000, 500, 8
URGENT, GREEN = 2, 1  # kept of the eight
COPIES, BOTH = 3, 10
FULL = "slots.full"


def run(share: int, of: int) -> dict[str, list[str]]:
    """This process's share; a person's number → the answers to each of her sendings."""
    from portlight.kernel.slots import commands
    from portlight.kernel.slots.queries import days, times
    from portlight.kernel.slots.tests.given import AT, HALL, SERVICE
    from portlight.toolkit.actor import person
    from portlight.toolkit.refusals import Refused

    open_days = [card.on for card in days(SERVICE, HALL, "urgent", at=AT)]
    wanted = [card.starts_at for on in open_days for card in times(SERVICE, HALL, "urgent", on=on, at=AT)][:TIMES]
    random = Random(share)
    mine = [n for n in range(PEOPLE) if n % of == share or n % BOTH == 0]
    random.shuffle(mine)
    answers: dict[str, list[str]] = {}
    while mine:
        n = mine.pop()
        key, lane = uuid5(OURS, f"person {n}"), ("ordinary", "ordinary", "urgent", "green")[n // TIMES % 4]
        asked = commands.Wish(
            service=SERVICE, place=HALL, starts_at=wanted[n % TIMES], who=f"person:{key}", lane=lane  # type: ignore[arg-type]
        )  # fmt: skip
        try:
            said = commands.book(asked, by=person(key), at=AT, request_id=uuid5(OURS, f"request {n}"))
        except Refused as refusal:
            said = refusal.code
        got = answers.setdefault(str(n), [])
        got.append(said)
        if said != FULL and len(got) < COPIES:
            mine.insert(random.randrange(len(mine) + 1), n)
    return answers


def main() -> None:
    import django

    django.setup()
    sys.stdout.write(json.dumps(run(*map(int, sys.argv[1:]))))


if __name__ == "__main__":
    main()
