"""What happens inside an office while it is measured: `python -m benchmarks.inside build|enrol|sign|press|moments …`.

A process of its own, so that the office's settings come from its environment as in production. It prints one JSON
object. `press` says "ready" first and waits for a line on standard input: the press of release is the start of time.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import django

LOOK_EVERY = 0.05  # seconds; two queries
PATIENCE = 300.0  # seconds without progress
STILL = 30.0  # seconds in which no receipt was counted
CHUNK = 20_000  # people in memory at once while a large office is enrolled


def build(people: int, channel: str, reach: str) -> dict[str, Any]:
    """An office with its city, and the sample signed twice: an ordinary notice, and an urgent one.

    By `sms` everybody has a telephone instead of an address, and the texts are approved as the providers would.
    """
    from django.conf import settings
    from django.utils import timezone

    from portlight.config.preparing import prepare
    from portlight.kernel.people import commands as people_commands
    from portlight.simulator import city
    from portlight.simulator.cast import BY, hire
    from portlight.simulator.main_job import signed_sample

    prepare()
    cast = hire(into=settings.DATA / "cast.json", at=timezone.now())
    residents = list(city.people(people))
    if channel == "sms":
        residents = with_telephones(residents, reach)
        approve_texts()
    began = time.monotonic()
    people_commands.enrol(residents, by=BY, at=timezone.now())
    seconds = time.monotonic() - began
    numbers = {
        severity: signed_sample(cast, channels=(channel,), severity=severity) for severity in ("ordinary", "urgent")
    }
    return {"numbers": numbers, "releaser": cast["zhou"].key, "enrol_seconds": round(seconds, 2)}


def with_telephones(residents: Sequence[Any], reach: str) -> list[Any]:
    """The same people, each with a number of her own and without an address."""
    from dataclasses import replace

    from portlight.kernel.people.rules import NewAddress

    start = "+86138" if reach == "mainland" else "+852"
    return [
        replace(one, addresses=(NewAddress(channel="sms", value=f"{start}{n:08d}", verified=True, consented=True),))
        for n, one in enumerate(residents)
    ]


def approve_texts() -> None:
    """By the commands of the office: drafted, submitted, approved under a name."""
    from django.utils import timezone

    from portlight.channels.sms import commands, queries
    from portlight.simulator.cast import BY

    commands.load_templates(by=BY, at=timezone.now())
    for purpose in ("notice", "correction", "withdrawal", "code", "drill"):
        for card in queries.listing(purpose=purpose):
            if card.state == "draft":
                name = {"sms.aliyun": f"SMS_{100_000_000 + card.number}", "sms.tencent": str(100_000_000 + card.number)}
                commands.submit(template=card.number, by=BY, at=timezone.now())
                code = name.get(card.route, "")
                commands.approve(template=card.number, provider_code=code, by=BY, at=timezone.now())


def enrol(people: int, since: int) -> dict[str, Any]:
    """So many more people than the `since` there are, by the same command, a chunk at a time; without interests."""
    from dataclasses import replace

    from django.utils import timezone

    from portlight.kernel.people import commands as people_commands
    from portlight.simulator import city
    from portlight.simulator.cast import BY

    def more() -> Iterator[Any]:
        for index, person in enumerate(city.people(people, seed=city.SEED + since), since):
            own = tuple(replace(one, value=f"r{index}@{one.value.partition('@')[2]}") for one in person.addresses)
            yield replace(person, addresses=own, topics=())

    began, coming = time.monotonic(), more()
    while chunk := list(islice(coming, CHUNK)):
        people_commands.enrol(chunk, by=BY, at=timezone.now())
    return {"enrol_seconds": round(time.monotonic() - began, 2)}


def sign(districts: Sequence[str]) -> dict[str, Any]:
    """The sample signed twice more: an ordinary notice to everybody, an urgent one to those districts."""
    from django.conf import settings

    from portlight.kernel.people.rules import Question
    from portlight.simulator.cast import known
    from portlight.simulator.main_job import signed_sample

    cast = known(settings.DATA / "cast.json")
    ordinary = signed_sample(cast, severity="ordinary")
    urgent = signed_sample(cast, severity="urgent", question=Question(districts=tuple(districts)))
    return {"numbers": {"ordinary": ordinary, "urgent": urgent}, "releaser": cast["zhou"].key}


def moments(code: str) -> dict[str, Any]:
    """When the ledger wrote down the first and the last answer, and the end of the expansion; seconds since 1970."""
    from portlight.delivery.models import Message

    one = Message.objects.get(code=code)
    names = ("announced_at", "expanded_at", "started_at", "moved_at")
    return {name: at.timestamp() if (at := getattr(one, name)) else None for name in names}


def receipts(code: str, wanted: int) -> dict[str, Any]:
    """What the tallies say came of a message, once it is `wanted` (or nothing moves any more); 0: as it is now."""
    from django.db.models import Sum

    from portlight.delivery.models import Inbound, LooseReceipt, Tally

    def told() -> dict[str, int]:
        found = Tally.objects.filter(message__code=code).aggregate(d=Sum("delivered"), f=Sum("failed"))
        return {"delivered": found["d"] or 0, "failed": found["f"] or 0}

    last, moved = -1, time.monotonic()
    while (now := sum(told().values())) < wanted and time.monotonic() - moved < STILL:
        if now != last:
            last, moved = now, time.monotonic()
        time.sleep(LOOK_EVERY)
    finished = time.monotonic()
    while wanted and Inbound.objects.filter(state="new").exists() and time.monotonic() - finished < STILL:
        time.sleep(LOOK_EVERY)
    counts = Inbound.objects.values_list("state", flat=True)
    return {
        **told(), "finished": finished, "loose": LooseReceipt.objects.count(),
        "unread": counts.filter(state__in=("unread", "refused")).count(),
    }  # fmt: skip


def press(number: str, releaser: str, *, look_at: int = 0) -> dict[str, Any]:
    """Release, and look until the ledger derives *finished*. With `look_at`, also when so many were settled."""
    from django.utils import timezone

    from portlight.capabilities.notices import commands as notices
    from portlight.toolkit.actor import staff

    began = time.monotonic()
    code = notices.release(number=number, by=staff(releaser), at=timezone.now())
    pressed = time.monotonic()
    _watch(code, look_at, began)
    finished = time.monotonic()
    print("finished", flush=True)
    return {"code": code, "began": began, "pressed": pressed, "finished": finished, **_account(code)}


def _watch(code: str, look_at: int, began: float) -> None:
    from portlight.delivery import queries as ledger

    last, moved, told = -1, began, look_at == 0
    while True:
        progress = ledger.progress(code=code)
        assert progress is not None, code
        if not told and progress.settled >= look_at:
            told = True
            print("halfway", flush=True)
        if progress.finished:
            return
        if progress.settled != last:
            last, moved = progress.settled, time.monotonic()
        if time.monotonic() - moved > PATIENCE:
            raise TimeoutError(f"no progress for {PATIENCE:.0f} s at {progress.settled} of {progress.total}")
        time.sleep(LOOK_EVERY)


def _account(code: str) -> dict[str, Any]:
    from portlight.delivery import queries as ledger

    reach = ledger.reach(code=code)
    return {
        "audience": reach.audience, "messages": reach.messages, "uncertain": reach.uncertain,
        "excluded": dict(reach.excluded), "by_language": {row.key: row.accepted for row in reach.by_language},
    }  # fmt: skip


def main(given: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("build", "enrol", "sign", "press", "moments", "receipts"))
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--channel", default="email")
    parser.add_argument("--reach", default="mainland")
    parser.add_argument("--since", type=int, default=0)
    parser.add_argument("--districts", nargs="*", default=())
    parser.add_argument("--code", default="")
    parser.add_argument("--number", default="")
    parser.add_argument("--releaser", default="")
    parser.add_argument("--look-at", type=int, default=0)
    wish = parser.parse_args(given)
    django.setup()
    asked: dict[str, Callable[[], dict[str, Any]]] = {
        "build": lambda: build(wish.people, wish.channel, wish.reach), "enrol": lambda: enrol(wish.people, wish.since),
        "sign": lambda: sign(wish.districts), "moments": lambda: moments(wish.code),
        "receipts": lambda: receipts(wish.code, wish.people),
    }  # fmt: skip
    if wish.what in asked:
        print(json.dumps(asked[wish.what]()), flush=True)
        return
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(press(wish.number, wish.releaser, look_at=wish.look_at)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
