"""A list of an institution's people, in a process of its own: `python -m benchmarks.peers.listing COUNT`.

`lane_errors`: seconds from the file to every row's verdict, with what has changed. `lane_drafts`: until there is one
draft for each person, with what the law lets the institution do for her.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import django

HEAD = ("Surname", "Given name", "Nationality", "Sex", "Date of birth", "Passport no", "Passport expiry", "Visa type",
        "May stay until", "Email")  # fmt: skip


def main(count: int) -> None:
    django.setup()
    from django.utils import timezone

    from portlight.capabilities.green_lanes import commands, queries
    from portlight.config.preparing import prepare as office

    office()
    at = timezone.now()
    content = sheet(count, at.date())
    organisation, by = _agreed(at)
    began = time.perf_counter()
    number = commands.take_roster(content, organisation, whole=True, language="en", by=by, at=at).number
    found = queries.batch(number, by)
    assert found is not None
    queries.opened_batch(found, by=by, at=at)
    checked = time.perf_counter()
    drafted = commands.draft(number, by=by, at=at)
    print(json.dumps({
        "lane_errors": checked - began, "lane_drafts": time.perf_counter() - checked, "drafts": drafted.drafts,
    }))  # fmt: skip


def sheet(count: int, today: date) -> bytes:
    """People whose residence permits end in twenty days: each of them needs a draft."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(HEAD)
    for number in range(count):
        letters = "".join(chr(65 + int(digit)) for digit in f"{number:05d}")
        lines.writerow((
            f"STUDENT{letters}", "ANNA", "FRA", "F", "1999-05-04", f"X{number:08d}", today + timedelta(days=2000),
            "residence permit", today + timedelta(days=20), f"student{number}@mail.example",
        ))  # fmt: skip
    return out.getvalue().encode()


def _agreed(at: Any) -> tuple[UUID, Any]:
    """An institution with an agreement that two have signed, and its officer."""
    from django.conf import settings

    from portlight.capabilities.green_lanes import commands
    from portlight.capabilities.green_lanes.rules.agreements import Terms
    from portlight.kernel.organisations import commands as organisations
    from portlight.kernel.organisations.rules import NewOrganisation, code_of
    from portlight.kernel.people import commands as people
    from portlight.kernel.people.rules import NewAddress, NewPerson
    from portlight.kernel.policies import commands as policies
    from portlight.simulator.cast import BY, hire
    from portlight.toolkit.actor import person

    policies.load_tables(by=BY, at=at)
    cast = hire(into=settings.DATA / "cast.json", at=at)
    mail = "officer@lanes.example"
    address = NewAddress(channel="email", value=mail, verified=True, consented=True)
    (officer,) = people.enrol([NewPerson(languages=("en",), addresses=(address,))], by=BY, at=at)
    new = NewOrganisation(kind="university", zh="临港大学", en="Lingang University", code=code_of("12310000425009993"))
    organisation = organisations.enrol(new, by=cast["chen"].actor, at=at)
    invited = organisations.invite(
        organisation, email=mail, name="M. Brandt", role="officer", language="en", by=cast["chen"].actor, at=at
    )  # fmt: skip
    organisations.accept(invited.token, person=officer, by=person(officer), at=at)
    today = at.date()
    terms = Terms(organisation=organisation, per_day=5, per_week=8, promise=3, since=today - timedelta(days=1),
                  until=today + timedelta(days=365), guarantees=True, contact=UUID(cast["lin"].key))  # fmt: skip
    commands.sign(commands.propose(terms, by=cast["chen"].actor, at=at), by=cast["zhou"].actor, at=at)
    return organisation, person(officer)


if __name__ == "__main__":
    main(int(sys.argv[1]))
