"""Inside an office while applications are measured: `python -m benchmarks.inside_permits ACT`.

An act is one of prepare, submit, count, arrive, opened. A process of its own, with the office's settings from its
environment; prints one JSON object.
"""

from __future__ import annotations

import time
from datetime import time as clock
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from benchmarks.acting import Acts, act, counted, sent_again
from benchmarks.residents import signed_in

OURS = UUID("0d0c1c7e-5f0e-4a56-9b0f-5a6a3f7d2b11")


def prepare(count: int) -> dict[str, Any]:
    """The office with a hall where one can book, and so many people who apply."""
    from django.utils import timezone

    from portlight.config.preparing import prepare as office
    from portlight.kernel.people import commands as people
    from portlight.kernel.people.rules import NewPerson
    from portlight.kernel.slots import commands as slots
    from portlight.kernel.slots.rules import Pattern
    from portlight.simulator.cast import BY

    office()
    at, names = timezone.now(), {"en": "Hall", "zh-Hans": "大厅"}
    slots.put_venue("hall", name=names, address={"en": "1 Road", "zh-Hans": "民生路1号"}, by=BY, at=at)
    hours = Pattern(
        service="permits", place="hall", name="hours", opens=clock(9), closes=clock(17), minutes=30, capacity=20,
        since=timezone.localdate(at), horizon=20,
    )  # fmt: skip
    slots.put_pattern(hours, by=BY, at=at)
    many = [NewPerson(languages=("en",), nationality="SWE", key=_person(n)) for n in range(count)]
    return {"people": len(people.enrol(many, by=BY, at=at))}


def arrive(count: int) -> dict[str, Any]:
    """So many more people, signed in on their telephones."""
    from django.utils import timezone

    return signed_in(count, at=timezone.now())


def opened() -> dict[str, Any]:
    """The papers that were handed in, by where they stand."""
    return counted({
        state: f"SELECT count(*) FROM documents_document WHERE state = '{state}'"
        for state in ("received", "visible", "refused")
    })  # fmt: skip


def submit(count: int, share: int, of: int) -> dict[str, Any]:
    """This process's share of `count` applications, each sent three times, all of them shuffled."""
    from django.utils import timezone

    from portlight.capabilities.permits import commands, words
    from portlight.toolkit.actor import person

    mine, began = sent_again(count, share, of), time.monotonic()
    for n in mine:
        commands.file(
            _applied(n), filed=commands.Filed(language="en", person=_person(n)), texts=words.message,
            by=person(_person(n)), at=timezone.now(), request_id=uuid5(OURS, f"request {n}"),
        )  # fmt: skip
    return {"sent": len(mine), "seconds": time.monotonic() - began}


def _person(n: int) -> UUID:
    return uuid5(OURS, f"person {n}")


def _applied(n: int) -> Any:
    from django.utils.timezone import localdate

    from portlight.capabilities.permits.rules.applied import Applicant, Applied
    from portlight.capabilities.permits.rules.stays import Stay

    day = localdate()
    return Applied(
        matter="residence-extension",
        applicant=Applicant(
            surname=f"RESIDENT{'ABCDEFGHIJ'[n % 10]}", given_names="ANNA", nationality="SWE",
            birth_date=day - timedelta(days=9000 + n % 5000), paper_number=f"B{n:08d}",
            paper_until=day + timedelta(days=3000),
        ),
        stay=Stay(holds="residence-permit", permit_until=day + timedelta(days=60 + n % 300)), purpose="Work goes on",
    )  # fmt: skip


def count() -> dict[str, Any]:
    """What stands in the tables afterwards: each must be as many as were asked for."""
    return counted({
        "cases": "SELECT count(*) FROM cases_case",
        "applications": "SELECT count(*) FROM permits_application",
        "slips": "SELECT count(DISTINCT slip) FROM permits_application WHERE slip <> ''",
        "papers": "SELECT count(*) FROM papers_issued",
        "people": "SELECT count(DISTINCT subject_id) FROM cases_case",
        "filed": "SELECT count(*) FROM timeline_event WHERE kind = 'permits.filed'",
    })  # fmt: skip


ACTS: Acts = {
    "prepare": lambda given: prepare(given.count),
    "submit": lambda given: submit(given.count, given.share, given.of),
    "count": lambda _: count(),
    "arrive": lambda given: arrive(given.count),
    "opened": lambda _: opened(),
}

if __name__ == "__main__":
    act(ACTS, numbers=("count", "share", "of"))
