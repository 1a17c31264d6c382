"""Two small kinds of cases as capabilities hand them in, for the tests of the officers' day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from portlight.kernel.cases import commands
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.cases.rules import Filing
from portlight.kernel.cases.tests.kind import TRIAL, handed_in
from portlight.kernel.staff import queries as staff
from portlight.toolkit.actor import machine
from portlight.toolkit.nameplate import CaseDesk

BY = machine("test")
RUSH = replace(TRIAL, name="rush", letter="V", title="Rush", urgent=True)


def _queues(key: str, held: Collection[str]) -> tuple[str, ...] | None:
    """As lodging's: the supervisor sees all of the city, a station officer her own."""
    if "work.supervise" in held:
        return ()
    return staff.teams_of(key, role="station") or None


DESKS = tuple(
    CaseDesk(
        kind=kind.name, may="lodging.check", queues=_queues, route="lodging:desk:case", red=("no-slot-left",),
        steps={"declared": "To be looked at"}, flags={"no-slot-left": "No time is left before the last day"},
    )
    for kind in (TRIAL, RUSH)
)  # fmt: skip


@contextmanager
def two_kinds() -> Iterator[None]:
    with handed_in(TRIAL, RUSH, desks=DESKS):
        yield


def opened(
    kind: str = "trial", queue: str = "station:PD01", *, ago: timedelta = timedelta(), flags: tuple[str, ...] = ()
) -> CaseCard:
    at: datetime = timezone.now() - ago
    filing = Filing(filed_as="staff", language="ar", flags=flags)
    return commands.open_case(kind, filing=filing, queue=queue, by=BY, at=at).card
