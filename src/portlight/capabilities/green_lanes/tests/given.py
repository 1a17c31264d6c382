"""What the tests of this room hand in: an institution with its officer and an agreement, and lists of people."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from portlight.capabilities.green_lanes import commands, queries
from portlight.capabilities.green_lanes.rules.agreements import Terms
from portlight.kernel.organisations.tests import given as organisations
from portlight.kernel.policies import commands as policies
from portlight.kernel.slots import commands as slots
from portlight.kernel.slots import queries as times
from portlight.kernel.slots.rules import Pattern
from portlight.kernel.work import commands as work
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.statements import select
from tests.cast import AT, Cast, Resident

TODAY = date(2026, 2, 10)
HALL = "lane-hall"
HEAD = ("Surname", "Given name", "Nationality", "Sex", "Date of birth", "Passport no", "Passport expiry", "Visa type",
        "May stay until", "Entry date", "Wanted", "Ground", "Email")  # fmt: skip


def terms(organisation: UUID, cast: Cast, **more: Any) -> Terms:
    told = {"per_day": 5, "per_week": 8, "promise": 3, "since": TODAY, "until": TODAY + timedelta(days=365),
            "guarantees": True, "contact": cast.holding("window").key, **more}  # fmt: skip
    return Terms(organisation=organisation, **told)


def agreed(cast: Cast, *, place: int = 1, officer: Resident | None = None, at: datetime = AT, **more: Any) -> UUID:
    """An institution for which Dora (or another) acts, with an agreement that a second person has signed."""
    policies.load_tables(by=machine("tests"), at=at)
    organisation = organisations.institution(place, at=at, name=f"University {place}")
    organisations.joined(organisation, officer or cast.dora, at=at)
    key = commands.propose(terms(organisation, cast, **more), by=cast.holding("supervisor").actor, at=at)
    commands.sign(key, by=cast.chen.actor, at=at)
    return organisation


def person(number: int, *, today: date = TODAY, **more: Any) -> tuple[str, ...]:
    """Somebody with a name and a passport of her own: a residence permit that has long to go, unless said otherwise."""
    letters = "".join(chr(65 + int(digit)) for digit in f"{number:04d}")
    told = {
        "Surname": f"STUDENT{letters}", "Given name": "ANNA", "Nationality": "FRA", "Sex": "F",
        "Date of birth": "1999-05-04", "Passport no": f"X{number:08d}", "Passport expiry": "2031-01-01",
        "Visa type": "residence permit", "May stay until": (today + timedelta(days=200)).isoformat(), "Entry date": "",
        "Wanted": "", "Ground": "", "Email": f"student{number}@mail.example",
    }  # fmt: skip
    told |= {name.replace("_", " ").capitalize(): value for name, value in more.items()}
    return tuple(str(told[name]) for name in HEAD)


def coming(number: int, **more: Any) -> tuple[str, ...]:
    """Somebody who must come herself."""
    return person(number, visa_type="Z", **more)


def ending(number: int, *, days: int = 20, today: date = TODAY, **more: Any) -> tuple[str, ...]:
    return person(number, today=today, may_stay_until=(today + timedelta(days=days)).isoformat(), **more)


def text(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def take(content: bytes, organisation: UUID, by: Actor, *, whole: bool = True, at: datetime = AT, **more: Any) -> UUID:
    return commands.take_roster(content, organisation, whole=whole, language="de", by=by, at=at, **more).number


def drafted(content: bytes, organisation: UUID, by: Actor, *, at: datetime = AT, **more: Any) -> queries.BatchCard:
    """Handed in and drafted at once."""
    number = take(content, organisation, by, at=at, **more)
    commands.draft(number, by=by, at=at)
    found = queries.batch(number, by)
    assert found is not None
    return found


def rows(found: queries.BatchCard, by: Actor, *states: str, at: datetime = AT) -> tuple[queries.RowCard, ...]:
    return queries.rows_of(found, states=states or ("draft", "noted", "before", "broken", "filed", "revoked"), by=by,
                           at=at).rows  # fmt: skip


def run(at: datetime = AT) -> None:
    """The worker, until nothing is left to do."""
    while work.run_one(owner="test", at=at):
        pass


def messages(about: str) -> list[tuple[int, str]]:
    """What was written about a subject that begins so: address and text, the earliest first."""
    return [
        (int(address), str(said))
        for address, said in select(
            "SELECT d.address_id, r.text FROM delivery_delivery d JOIN delivery_message m ON m.id = d.message_id"
            " JOIN delivery_rendition r ON r.message_id = m.id WHERE m.about LIKE %s ORDER BY d.id", f"{about}%",
        )
    ]  # fmt: skip


def lane_opened(**more: Any) -> date:
    """A hall where permits have many times kept for the green lane; the first Wednesday that can be booked."""
    slots.put_venue(
        HALL,
        name={"en": "Hall", "zh-Hans": "大厅"},
        address={"zh-Hans": "民生路1号", "en": "1 Road"},
        by=machine("tests"),
        at=AT,
    )
    pattern = Pattern(
        service="permits", place=HALL, name="lane", opens=time(9), closes=time(11), minutes=30, since=TODAY, horizon=20,
        **{"capacity": 20, "green": 20, **more},
    )  # fmt: skip
    slots.put_pattern(pattern, by=machine("tests"), at=AT)
    days = times.days("permits", HALL, "green", at=AT)
    return next(one.on for one in days if one.free and one.on.weekday() == 2)
