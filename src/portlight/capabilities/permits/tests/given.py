"""What the tests of this room apply for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from portlight.capabilities.permits import commands, words
from portlight.capabilities.permits.rules.applied import Applicant, Applied
from portlight.capabilities.permits.rules.stays import Stay
from portlight.kernel.slots import commands as slots
from portlight.kernel.slots.rules import Pattern
from portlight.toolkit.actor import machine
from tests.cast import Resident

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 10, 10, 30, tzinfo=SHANGHAI).astimezone(UTC)  # a Tuesday
TODAY = AT.date()
BY = machine("test")
APPLICANT = Applicant(
    surname="DUPONT", given_names="ANNA MARIE", nationality="FRA", birth_date=date(1990, 5, 4),
    paper_number="20FV12345", paper_until=date(2030, 1, 1),
)  # fmt: skip
# Entered on 20 February with 30 days: 22 March is the last lawful day.
STAY = Stay(holds="L", entered_on=date(2026, 2, 20), printed_days=30)
EXTENSION = Applied(
    matter="visa-extension", applicant=APPLICANT, stay=STAY, purpose="No flight home", until=date(2026, 4, 10)
)
WORK = Applied(
    matter="residence-work", applicant=APPLICANT, stay=Stay(holds="Z", entered_on=date(2026, 3, 1), printed_days=0),
    purpose="Work", until=date(2027, 3, 1),
)  # fmt: skip


def with_(applied: Applied = EXTENSION, **more: Any) -> Applied:
    """With other values: `applicant` and `stay` are mappings of what differs."""
    parts = {name: replace(getattr(applied, name), **more.pop(name)) for name in ("applicant", "stay") if name in more}
    return replace(applied, **parts, **more)


def file(applied: Applied, who: Resident, *, at: datetime = AT, **more: Any) -> commands.Done:
    filed = commands.Filed(language="fr", person=who.key, contact=who.address, **more.pop("filed", {}))
    return commands.file(applied, filed=filed, texts=words.message, by=who.actor, at=at, **more)


def times(*, since: date, capacity: int = 4, urgent: int = 1, **more: Any) -> None:
    """A hall that is open for permits, from a day on."""
    slots.put_venue(
        "hall", name={"zh-Hans": "出入境大厅", "en": "Exit-entry hall"},
        address={"zh-Hans": "民生路 1500 号", "en": "1500 Minsheng Road"}, by=BY, at=AT,
    )  # fmt: skip
    pattern = Pattern(
        service="permits", place="hall", name="mornings", opens=time(9), closes=time(11), minutes=30,
        capacity=capacity, urgent=urgent, since=since, horizon=30, **more,
    )  # fmt: skip
    slots.put_pattern(pattern, by=BY, at=AT)
