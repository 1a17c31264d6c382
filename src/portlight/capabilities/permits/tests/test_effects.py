"""An emergency prolongs the stays of applications that are here, each once; what it counted is what it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from portlight.capabilities.permits import commands, queries, words
from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.rules.stays import Stay
from portlight.capabilities.permits.tests.given import EXTENSION, file, with_
from portlight.capabilities.permits.words.own import clocks_of
from portlight.kernel.emergencies import commands as emergencies
from portlight.kernel.emergencies import queries as declared
from portlight.kernel.emergencies.commands import paging
from portlight.kernel.emergencies.rules.prolonging import Relief
from portlight.kernel.emergencies.tests.given import BAO, ERL, counted, effective, run, shown, told
from portlight.kernel.policies import commands as policies
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.actor import machine
from portlight.toolkit.statements import select
from tests.cast import Cast

pytestmark = pytest.mark.django_db
IN_2020 = Relief(control_from=date(2020, 1, 20), announced_on=date(2020, 2, 27))
AT = datetime(2020, 2, 27, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _office(settings: Any, db: object) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    policies.load_tables(by=machine("tests"), at=timezone.now())


def declaration(relief: Relief) -> Any:
    """By the law that was in force then."""
    return told(reliefs=(relief,), since=AT, until=None, basis=replace(ERL, law="erl-2007", article="49"))


def ending(cast: Cast, day: date, number: str, *, at: datetime = AT, holds: str = "residence-permit") -> int:
    """An application of somebody whose permit ends on that day."""
    stay = Stay(holds=holds, permit_until=day)
    applied = with_(EXTENSION, matter="residence-extension", applicant={"paper_number": number})
    return file(type(applied)(**{**vars(applied), "stay": stay, "until": date(2021, 1, 1)}), cast.anna, at=at).case


def until(case: int) -> tuple[date | None, bool]:
    row = Application.objects.get(pk=case)
    return row.prolonged_until, row.in_time


@pytest.mark.parametrize(
    ("ends", "last", "in_time"),
    [
        (date(2020, 1, 19), None, False),  # before the control: not covered
        (date(2020, 1, 20), date(2020, 4, 27), True),  # from then to the announcement: from the announcement
        (date(2020, 2, 27), date(2020, 4, 27), True),
        (date(2020, 2, 28), date(2020, 4, 29), True),  # later ones: from the day after their end
        (date(2020, 12, 31), date(2021, 3, 1), True),
    ],
)
def test_the_edges_of_2020(cast: Cast, ends: date, last: date | None, in_time: bool) -> None:
    case = ending(cast, ends, "E1000001")
    number = effective(declaration(IN_2020), at=AT)
    assert until(case) == (last, in_time)
    emergencies.revert(number, "An error.", by=BAO, at=AT)
    run(number, at=AT)
    assert until(case) == (None, ends >= date(2020, 2, 27))


def test_once_only_and_decided_ones_are_an_officers(cast: Cast) -> None:
    open_one, decided = (ending(cast, date(2020, 2, 1), f"E200000{n}") for n in (1, 2))
    chen = {"texts": words.message, "by": cast.chen.actor, "at": AT}
    commands.accept(decided, passport_held=True, **chen)
    commands.intend(decided, "unsuited", **chen)
    commands.reply(decided, "Please.", by=cast.anna.actor, at=AT)
    commands.refuse(decided, "unsuited", **chen)
    number = effective(declaration(IN_2020), at=AT)
    (line,) = [one for one in declared.preview(number) if one.effect == "permits.stays"]
    assert (line.rows, line.by_hand) == (2, 1)
    assert until(open_one)[0] == date(2020, 4, 27)
    assert until(decided)[0] is None
    again = counted(declaration(IN_2020), at=AT)
    assert not [one for one in declared.preview(again) if one.effect == "permits.stays" and one.rows > one.by_hand]


@tried(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(0, 60), min_size=1, max_size=7), later=st.integers(0, 20), months=st.integers(1, 3))
def test_what_is_counted_is_what_happens(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, days: list[int], later: int, months: int
) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    control = date(2020, 1, 20)
    relief = Relief(control_from=control, announced_on=date.fromordinal(control.toordinal() + later), months=months)
    with transaction.atomic():
        made = [
            ending(cast, date.fromordinal(control.toordinal() - 20 + day), f"E3{n:06d}") for n, day in enumerate(days)
        ]
        number = counted(declaration(relief), at=AT)
        planned = sum(one.rows for one in declared.preview(number) if one.effect == "permits.stays")
        assert all(until(case)[0] is None for case in made), "counting changes nothing"
        emergencies.sign(number, shown(number).digest, by=BAO, at=AT)
        run(number, at=AT)
        assert sum(until(case)[0] is not None for case in made) == planned
        emergencies.revert(number, "An error.", by=BAO, at=AT)
        run(number, at=AT)
        assert all(until(case)[0] is None for case in made)
        transaction.set_rollback(True)


def test_a_person_sees_the_new_last_day(cast: Cast) -> None:
    case = ending(cast, date(2020, 2, 1), "E4000001")
    effective(declaration(IN_2020), at=AT)
    (found,) = queries.filed_by(cast.anna.key).rows
    assert (found.case.id, found.prolonged_until) == (case, date(2020, 4, 27))


def test_an_open_one_is_reminded_a_week_before_the_prolonged_end_and_her_page_says_so(cast: Cast) -> None:
    case = ending(cast, date(2020, 2, 1), "E5000001")
    number = effective(declaration(IN_2020), at=AT)
    (clock,) = [one for one in clocks_of(cast.anna.key, AT) if one.name == "permits.stay"]
    assert (clock.title, clock.reminder) == ("Your stay is prolonged", "We write to you 7 days before the end.")
    days = [datetime(2020, 4, day, 4, tzinfo=UTC) for day in (19, 20, 20, 21)]
    assert [commands.remind(day, texts=words.message) for day in days] == [0, 1, 0, 0]
    assert [event.kind for event in timeline.about(f"case:{case}").rows].count("permits.reminded") == 1
    assert Application.objects.get(pk=case).remind_on is None
    assert number


def test_a_relief_that_is_taken_back_and_an_application_that_is_decided_are_not_reminded_of(cast: Cast) -> None:
    taken_back, refused = ending(cast, date(2020, 2, 1), "E6000001"), ending(cast, date(2020, 2, 2), "E6000002")
    number = effective(declaration(IN_2020), at=AT)
    commands.not_accept(refused, "elsewhere", by=cast.chen.actor, at=AT, texts=words.message)
    assert commands.remind(datetime(2020, 4, 21, 4, tzinfo=UTC), texts=words.message) == 1
    emergencies.revert(number, "An error.", by=BAO, at=AT)
    run(number, at=AT)
    assert Application.objects.get(pk=taken_back).remind_on is None


def test_whose_stay_is_prolonged_is_written_to_once_as_the_preview_says_and_again_when_it_is_undone(cast: Cast) -> None:
    cases = [ending(cast, date(2020, 2, day), f"E900000{day}") for day in (1, 2, 3)]
    commands.withdraw(cases[2], by=cast.anna.actor, at=AT)
    number = counted(declaration(IN_2020), at=AT)
    before = told_of(cases)
    (found,) = (one for one in declared.preview(number) if one.effect == "permits.told")
    assert (found.rows, told_of(cases)) == (2, before), "counting writes to nobody"
    emergencies.sign(number, shown(number).digest, by=BAO, at=AT)
    late = ending(cast, date(2020, 2, 4), "E9000004")
    run(number, at=AT)
    run(number, at=AT)
    assert told_of([*cases, late]) == [before[0] + 1, before[1] + 1, before[2], 2]
    (found,) = (one for one in declared.preview(number) if one.effect == "permits.told")
    assert (found.states, found.late) == ({"applied": 2}, 1)
    emergencies.revert(number, "An error.", by=BAO, at=AT)
    run(number, at=AT)
    assert told_of([*cases, late]) == [before[0] + 2, before[1] + 2, before[2], 3]


def told_of(cases: list[int]) -> list[int]:
    """How many messages went to each person about her case."""
    return [
        int(select("SELECT count(*) FROM delivery_message WHERE about = %s", f"case:{case}")[0][0]) for case in cases
    ]  # fmt: skip
