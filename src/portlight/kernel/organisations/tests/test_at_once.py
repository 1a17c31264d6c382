from __future__ import annotations

from portlight.kernel.organisations import commands, queries
from portlight.kernel.organisations.models import Officer
from portlight.kernel.organisations.tests.given import institution, joined
from portlight.toolkit.refusals import Refused
from tests.cast import AT, make
from tests.together import at_once


def test_two_officers_who_dismiss_each_other_leave_one(fresh_db: object) -> None:
    cast = make()
    key = institution(at=AT)
    dora, anna = joined(key, cast.dora, at=AT), joined(key, cast.anna, at=AT)

    def one() -> None:
        commands.dismiss(anna, by=cast.dora.actor, at=AT)

    def other() -> None:
        commands.dismiss(dora, by=cast.anna.actor, at=AT)

    found = at_once(one, other)
    assert sum(isinstance(each, Refused) for each in found) == 1
    assert Officer.objects.filter(state="active").count() == 1
    assert len(queries.reached(key)) == 1
