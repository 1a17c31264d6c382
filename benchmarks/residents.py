"""People who have proved an address, with the cookies of their telephones: inside an office that is measured."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def signed_in(count: int, *, at: datetime) -> dict[str, Any]:
    """So many new people: the name of the cookie, and one token each."""
    from django.conf import settings

    from portlight.kernel.people import commands as people
    from portlight.kernel.people.rules import NewAddress, NewPerson
    from portlight.simulator.cast import BY
    from portlight.toolkit.actor import person

    many = [
        NewPerson(languages=("en",), addresses=(
            NewAddress(channel="email", value=f"r{n}@resident.example", verified=True, consented=True),
        ))
        for n in range(count)
    ]  # fmt: skip
    keys = people.enrol(many, by=BY, at=at)
    tokens = [people.open_session(person=key, by=person(key), at=at) for key in keys]
    return {"cookie": settings.PERSON_COOKIE, "tokens": tokens}
