"""Inside an office while declarations are measured: `python -m benchmarks.inside_lodging ACT`.

An act is one of prepare, submit, photos, read, count. A process of its own, with the office's settings from its
environment; prints one JSON object.
"""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from benchmarks.acting import Acts, act, counted, sent_again
from benchmarks.residents import signed_in

OURS = UUID("6f0c2f0e-63b7-4a58-9c2d-0f2f6f3c6d11")
FIRST_PHOTO = 700_000  # seeds far from those of the reader's own bench


def prepare(people: int) -> dict[str, Any]:
    """The office with its stations and addresses, and so many people who have proved an address: their cookies."""
    from django.conf import settings
    from django.utils import timezone

    from portlight.config.preparing import prepare as office
    from portlight.simulator import places
    from portlight.simulator.cast import hire

    office()
    at = timezone.now()
    hire(into=settings.DATA / "cast.json", at=at)
    _, addresses = places.put_in(at=at)
    return {**signed_in(people, at=at), "addresses": addresses}


def submit(count: int, share: int, of: int) -> dict[str, Any]:
    """This process's share of `count` declarations, each sent three times, all of them shuffled."""
    from django.utils import timezone

    from portlight.capabilities.lodging import commands, words
    from portlight.toolkit.actor import person

    mine, began = sent_again(count, share, of), time.monotonic()
    for n in mine:
        commands.declare(
            _declared(n, timezone.now()), filed=commands.Filed(language="en"), texts=words.message,
            by=person(uuid5(OURS, f"by {n}")), at=timezone.now(), request_id=uuid5(OURS, f"request {n}"),
        )  # fmt: skip
    return {"sent": len(mine), "seconds": time.monotonic() - began}


def _declared(n: int, at: Any) -> Any:
    from portlight.capabilities.lodging.rules.values import Declared, Holder, Lodging, Stay
    from portlight.kernel.places.queries import search

    global _WHERE
    if _WHERE is None:
        _WHERE = search("osmanthus 20 pudong")[0]
    day = date(2026, 1, 1)
    return Declared(
        holder=Holder(surname=f"RESIDENT{'ABCDEFGHIJ'[n % 10]}", given_names="ANNA", nationality="SWE", sex="F",
                      birth_date=day - timedelta(days=9000 + n % 5000), paper_number=f"B{n:08d}",
                      paper_until=day + timedelta(days=3000)),
        stay=Stay(kind="residence-permit", until=day + timedelta(days=900)),
        lodging=Lodging(address=_WHERE.code, district=_WHERE.district, line=_WHERE.zh, room=str(n),
                        moved_in_at=at.replace(minute=0, second=0, microsecond=0),
                        leaving_on=day + timedelta(days=800)),
        declared_for="guest",
    )  # fmt: skip


_WHERE: Any = None


def photos(count: int) -> dict[str, Any]:
    """So many photos handed in, and asked to be read: twelve synthetic ones by turns, of all designs."""
    from django.utils import timezone

    from benchmarks.passports.photos import photo
    from portlight.kernel.documents import commands as documents
    from portlight.toolkit.actor import machine

    shots, by = [photo(FIRST_PHOTO + n).image for n in range(min(count, 12))], machine("bench")
    for n in range(count):
        taken = documents.take(
            shots[n % len(shots)], slot="passport-page", about=f"draft:bench-{n}", by=by, at=timezone.now()
        )
        documents.ask_reading(taken.key, by=by, at=timezone.now())
    return read()


def read() -> dict[str, Any]:
    """How many photos have been read, and how many wait."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(ended_at) FROM documents_reading")
        asked, ended = cursor.fetchone()
    return {"read": ended, "waiting": asked - ended}


def count() -> dict[str, Any]:
    """What stands in the tables afterwards."""
    return counted({
        "registrations": "SELECT count(*) FROM lodging_declaration WHERE state = 'current'",
        "declarations": "SELECT count(*) FROM lodging_declaration",
        "papers": "SELECT count(DISTINCT paper_index) FROM lodging_declaration",
        "slips": "SELECT count(DISTINCT slip) FROM lodging_declaration WHERE slip <> ''",
        "people": "SELECT count(DISTINCT subject_id) FROM cases_case",
    })  # fmt: skip


ACTS: Acts = {
    "prepare": lambda given: prepare(given.people),
    "submit": lambda given: submit(given.count, given.share, given.of),
    "photos": lambda given: photos(given.count),
    "read": lambda _: read(),
    "count": lambda _: count(),
}

if __name__ == "__main__":
    act(ACTS, numbers=("people", "count", "share", "of"))
