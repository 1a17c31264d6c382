"""A crowd that wants more places than there are, as one of several processes meets it: `python -m … SHARE OF COPIES`.

Everybody wants the time that her number says and sends her request several times, all of them shuffled. Prints who got
which booking, as JSON.
"""

from __future__ import annotations

import json
import random
import sys
from uuid import UUID, uuid5

OURS = UUID("5c1f2d0e-3b7f-4a58-9c2d-0f2f6f3c6d12")
PEOPLE, TIMES, CAPACITY = 10_000, 500, 8
URGENT, GREEN = 2, 1  # kept of the eight


def run(share: int, of: int, copies: int) -> dict[str, list[str]]:
    """This process's share; a person's number → the answers to each of her sendings."""
    from portlight.kernel.slots import commands
    from portlight.kernel.slots.queries import days, times
    from portlight.kernel.slots.tests.given import AT, HALL, SERVICE
    from portlight.toolkit.actor import person
    from portlight.toolkit.refusals import Refused

    open_days = [card.on for card in days(SERVICE, HALL, "urgent", at=AT)]
    wanted = [card.starts_at for on in open_days for card in times(SERVICE, HALL, "urgent", on=on, at=AT)][:TIMES]
    sent = list(range(PEOPLE)) * copies
    random.Random(20230201).shuffle(sent)
    answers: dict[str, list[str]] = {}
    for n in sent[share::of]:
        key, lane = uuid5(OURS, f"person {n}"), ("ordinary", "ordinary", "urgent", "green")[n // TIMES % 4]
        asked = commands.Wish(
            service=SERVICE, place=HALL, starts_at=wanted[n % TIMES], who=f"person:{key}", lane=lane  # type: ignore[arg-type]
        )  # fmt: skip
        try:
            said = commands.book(asked, by=person(key), at=AT, request_id=uuid5(OURS, f"request {n}"))
        except Refused as refusal:
            said = refusal.code
        answers.setdefault(str(n), []).append(said)
    return answers


def main() -> None:
    import django

    django.setup()
    sys.stdout.write(json.dumps(run(*map(int, sys.argv[1:]))))


if __name__ == "__main__":
    main()
