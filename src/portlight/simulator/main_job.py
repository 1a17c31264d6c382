"""The main job of the product, done once by the demo's own staff: written, translated, signed, released, watched.

Runs as a child of `portlight demo`; every act is a command of the office by one of five people.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from portlight.capabilities.notices import commands as notices
from portlight.capabilities.notices import queries as notice_queries
from portlight.capabilities.notices.reference import sample, sheets
from portlight.delivery import port
from portlight.delivery import queries as ledger
from portlight.kernel.people import commands as people
from portlight.kernel.people.rules import Question
from portlight.kernel.staff import commands as staff
from portlight.simulator import city, hall, places, sink, world
from portlight.simulator.cast import BY, Part, hire
from portlight.toolkit.languages import CODES

STALLED_AFTER = 120  # seconds without any progress: the run has failed


@dataclass(frozen=True)
class Outcome:
    number: str
    code: str
    seconds: float


def cast_file() -> Path:
    return Path(settings.DATA) / "demo" / "cast.json"


def build(count: int, say: Callable[[str], None], *, channels: tuple[str, ...] = ("email",)) -> dict[str, Part]:
    """The office and the city, through the commands an office would use."""
    at = timezone.now()
    cast = hire(into=cast_file(), at=at)
    for sheet in sheets():
        notices.sign_prepared(key=sheet.key, languages=CODES, by=cast["zhou"].actor, at=at)
    stations, addresses = places.put_in(at=at)
    hall.put_in(at=at)
    staff.post(account=UUID(cast["wu"].key), role="station", team=f"station:{places.HOME}", by=BY, at=at)
    say(f"{stations} police stations, {addresses} addresses")
    say(f"{len(cast)} members of staff, 16 districts, {sum(1 for _ in sheets())} prepared notices signed")
    if "wechat" in channels:
        from portlight.channels.wechat import commands as wechat

        fields = {"thing1": "title", "character_string2": "code"}
        for purpose in ("notice", "correction", "withdrawal"):
            wechat.grant(
                language="*", purpose=purpose, way="notice", template_id=world.TEMPLATE, fields=fields, by=BY, at=at
            )
    began = time.monotonic()
    people.enrol(list(city.people(count, channels=channels)), by=BY, at=timezone.now())
    say(f"{count:,} people in {time.monotonic() - began:.1f} s")
    return cast


def release_the_sample(cast: dict[str, Part], *, channels: tuple[str, ...] = ("email",)) -> tuple[str, str]:
    """Written by one, translated by a second, reviewed by a third, signed by a fourth, released by a fifth."""
    number = signed_sample(cast, channels=channels)
    return number, notices.release(number=number, by=cast["zhou"].actor, at=timezone.now())


def signed_sample(
    cast: dict[str, Part], *, channels: tuple[str, ...] = ("email",), severity: str = "urgent",
    question: Question | None = None,
) -> str:  # fmt: skip
    """The sample in nine languages, signed and one press away from everybody, or from those the question means.

    Returns the notice's number.
    """
    writer, translator, reviewer, signer = (cast[name].actor for name in ("bao", "moreau", "sokolov", "chen"))
    at = timezone.now()
    number = notices.take_in(files=sample(), severity=severity, topic="health", by=writer, at=at)
    notices.address(
        number=number, question=question or Question(), channels=channels, outlets=("website", "feeds"),
        not_before=None, not_after=at + timedelta(days=3), by=writer, at=at,
    )  # fmt: skip
    for language in CODES:
        hand = writer if language == "zh-Hans" else translator
        notices.hand_over(number=number, language=language, by=hand, at=timezone.now())
        notices.review(number=number, language=language, by=reviewer, at=timezone.now())
        card = notice_queries.editor(number, language)
        notices.sign(number=number, language=language, sha256=card.sha256, by=signer, at=timezone.now())
    return number


def watch(code: str, show: Callable[[Any], None]) -> None:
    """Until the ledger says finished; TimeoutError when nothing moves any more."""
    last, moved = -1, time.monotonic()
    while True:
        progress = ledger.progress(code=code)
        if progress is None:
            raise LookupError(f"no message {code}")
        show(progress)
        if progress.finished:
            return
        if progress.settled != last:
            last, moved = progress.settled, time.monotonic()
        if time.monotonic() - moved > STALLED_AFTER:
            raise TimeoutError(f"no progress for {STALLED_AFTER} s at {progress.settled} of {progress.total}")
        time.sleep(0.25)


def account(people_count: int, outcome: Outcome, record: Path) -> dict[str, Any]:
    """What the ledger says beside what arrived: lost and doubled are counted at the sink, by the sink's own file."""
    reach = ledger.reach(code=outcome.code)
    by_channel = {row.key: row.accepted for row in reach.by_channel}
    arrived = _arrived(record, at_least=by_channel.get("email", 0))
    elsewhere = world.arrived(record.parent / "outside") if (record.parent / "outside").exists() else {}
    return {
        "people": people_count,
        "audience": reach.audience,
        "excluded": dict(reach.excluded),
        "pushes": reach.pushes,
        "messages": reach.messages,
        "addressed": reach.addressed,
        "confirmed": reach.confirmed,
        "by_language": {row.key: row.accepted for row in reach.by_language},
        "by_channel": by_channel,
        **({"at_providers": elsewhere} if elsewhere else {}),
        "uncertain": reach.uncertain,
        "lost": max(0, reach.messages - (arrived["messages"] - arrived["duplicates"]) - sum(elsewhere.values())),
        "duplicates": arrived["duplicates"] + max(0, sum(elsewhere.values()) - reach.messages + by_channel["email"]),
        "seconds": round(outcome.seconds, 2),
    }


def _arrived(record: Path, *, at_least: int) -> dict[str, int]:
    """The sink's own count. It writes ten times a second, so what it just took may still be on its way to the file."""
    for _ in range(30):
        found = sink.count(record)
        if found["messages"] - found["duplicates"] >= at_least:
            break
        time.sleep(0.1)
    return found


def adds_up(figures: dict[str, Any]) -> bool:
    """Every person is either in the audience or left out with a reason; everyone in the audience was addressed, and
    once on each channel."""
    return bool(
        figures["people"] == figures["audience"] + sum(figures["excluded"].values())
        and figures["audience"] == figures["addressed"]
        and figures["messages"] == sum(figures["by_language"].values()) == sum(figures["by_channel"].values())
        and figures["lost"] == figures["duplicates"] == figures["uncertain"] == 0
    )


def run(*, count: int, record: Path, as_json: bool, keep: bool) -> int:
    """Build, release, watch, account. Progress to standard error; the JSON object is all of standard output."""

    def say(text: str) -> None:
        print(f"  {text}", file=sys.stderr, flush=True)

    if keep and cast_file().exists():
        say("the city of the last time is kept")
        return 0
    channels = tuple(kind for kind in world.CHANNELS if kind in port.personal())
    cast = build(count, say, channels=channels)
    began = time.monotonic()
    number, code = release_the_sample(cast, channels=channels)
    say(f"notice {number} released in nine languages, code {code}")
    watch(code, _bar)
    outcome = Outcome(number, code, time.monotonic() - began)
    figures = account(count, outcome, record)
    print("", file=sys.stderr)
    if as_json:
        print(json.dumps(figures, ensure_ascii=False), flush=True)
    told = ", ".join(f"{count:,} by {kind}" for kind, count in figures["by_channel"].items())
    said = f"{figures['addressed']:,} people, {told} in {figures['seconds']} s"
    say(f"{said}; lost {figures['lost']}, doubled {figures['duplicates']}")
    return 0 if adds_up(figures) else 1


def _bar(progress: Any) -> None:
    """One line that fills up."""
    share = progress.settled / progress.total if progress.total else 0.0
    filled = "█" * int(share * 30)
    print(f"\r  {filled:<30} {progress.settled:>9,} of {progress.total:,}", end="", file=sys.stderr, flush=True)
