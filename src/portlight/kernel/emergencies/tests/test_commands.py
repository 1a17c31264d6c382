"""From a draft to its end: two persons, one plan, and what is set holds at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portlight.kernel.emergencies import commands, queries
from portlight.kernel.emergencies.rules.declaring import Basis, Parameter
from portlight.kernel.emergencies.tests.given import (
    AT,
    BAO,
    CHEN,
    DAY,
    DORA,
    ERL,
    RELIEF,
    City,
    counted,
    effective,
    run,
    shown,
    signed,
    states,
    told,
)
from portlight.kernel.timeline.queries import about as told_about
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
CLOSED = {"clocks.closed": ["2026-11-30"]}


def refused(code: str, act: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as error:
        act()
    assert error.value.code == f"emergencies.{code}"
    return error.value


def test_in_ordinary_times_nothing_is_in_force_and_everything_has_its_default() -> None:
    assert queries.current(AT) is None
    assert queries.parameter("clocks.closed", (), AT) == ()
    assert queries.prolongation(date(2026, 11, 20), at=AT) is None
    assert commands.advance_due(AT) == 0


def test_what_is_set_holds_from_the_signature_in_one_statement_and_ends_with_its_period() -> None:
    number = counted(told(parameters=CLOSED))
    assert queries.current(AT) is None
    commands.sign(number, shown(number).digest, by=BAO, at=AT)
    with CaptureQueriesContext(connection) as asked:
        card = queries.current(AT)
        assert queries.parameter("clocks.closed", (), AT) == (date(2026, 11, 30),)
    assert len(asked) == 2
    assert card is not None
    assert (card.name_in("fr"), card.name_in("zh-Hans")) == (("en", "Typhoon"), ("zh-Hans", "台风"))
    assert queries.current(AT + 30 * DAY) is None
    assert queries.parameter("clocks.closed", (), AT + 30 * DAY) == ()


def test_what_lies_ahead_asks_for_its_own_moment_in_one_statement() -> None:
    first = effective(told(parameters=CLOSED))
    second = effective(told(since=AT + DAY, until=AT + 2 * DAY, parameters={**CLOSED, "clocks.open": ["2026-12-05"]}))
    effective(told(parameters={"clocks.open": ["2026-12-06"]}))
    with CaptureQueriesContext(connection) as asked:
        found = queries.spans("clocks.closed", since=AT, until=AT + 9 * DAY)
    assert len(asked) == 1
    assert [(one.emergency, sorted(one.values)) for one in found] == [
        (second, ["clocks.closed"]), (first, ["clocks.closed"]),
    ]  # fmt: skip
    assert [one.holds(AT + DAY) for one in found] == [True, True]
    assert [one.holds(AT + 2 * DAY) for one in found] == [False, True]
    assert queries.spans("clocks.closed", since=AT + 30 * DAY, until=AT + 31 * DAY) == ()
    with pytest.raises(LookupError):
        queries.spans("nobody.knows", since=AT, until=AT + DAY)


def test_what_is_left_to_an_officer_hinders_no_signature_and_is_listed_afterwards(city: City) -> None:
    city.stays, city.decided = {1: date(2026, 11, 20), 2: date(2026, 11, 20)}, {2}
    number = counted(told(reliefs=(RELIEF,)))
    city.stays[3], city.decided = date(2026, 11, 20), {2, 3}
    commands.sign(number, shown(number).digest, by=BAO, at=AT)
    run(number)
    stays = next(one for one in queries.preview(number) if one.effect == "test.stays")
    assert (stays.states, stays.late) == ({"applied": 1, "by-hand": 1}, 1)
    again = counted(told(reliefs=(RELIEF,)))
    city.stays[4] = date(2026, 11, 20)
    refused("plan-changed", lambda: commands.sign(again, shown(again).digest, by=BAO, at=AT))


def test_languages_are_kept_in_the_order_of_the_office_and_no_other_is() -> None:
    one = Parameter(name="notices.languages", kind="languages", label="", used="")
    assert one.typed(["ar", "en", "zh-Hans", "en"]) == ("zh-Hans", "en", "ar")
    for wrong in (["xx"], "en", 7):
        with pytest.raises(Refused, match="parameter-wrong"):
            one.typed(wrong)


def test_a_second_person_signs_and_never_a_machine() -> None:
    number = commands.draft(told(), by=CHEN, at=AT)
    refused("not-proposed", lambda: commands.sign(number, "", by=BAO, at=AT))
    commands.propose(number, by=DORA, at=AT)
    refused("being-counted", lambda: commands.sign(number, "", by=BAO, at=AT))
    run(number)
    digest = shown(number).digest
    for own in (CHEN, DORA):
        refused("own-proposal", lambda own=own: commands.sign(number, digest, by=own, at=AT))  # type: ignore[misc]
    commands.propose(number, by=BAO, at=AT)  # having it counted again does not make it hers
    run(number)
    refused("own-proposal", lambda: commands.sign(number, digest, by=DORA, at=AT))
    for act in (
        lambda: commands.draft(told(), by=machine("x"), at=AT),
        lambda: commands.sign(number, digest, by=machine("x"), at=AT),
        lambda: commands.end(number, "over", by=machine("x"), at=AT),
    ):
        refused("person-needed", act)
    commands.sign(number, shown(number).digest, by=BAO, at=AT)
    refused("not-proposed", lambda: commands.sign(number, digest, by=BAO, at=AT))


def test_what_somebody_changed_under_it_is_not_undone_but_listed(city: City) -> None:
    city.stays = {1: date(2026, 11, 20), 2: date(2026, 11, 20)}
    number = effective(told(reliefs=(RELIEF,)))
    assert city.stays == {1: date(2027, 1, 25), 2: date(2027, 1, 25)}
    city.stays[2] = date(2027, 6, 30)
    commands.revert(number, "declared by mistake", by=BAO, at=AT)
    run(number)
    assert city.stays == {1: date(2026, 11, 20), 2: date(2027, 6, 30)}
    assert states(number, "test.stays") == {"undone": 1, "left": 1}


def test_a_relief_that_looks_back_lists_what_was_decided_and_touches_it_not(city: City) -> None:
    city.stays, city.decided = {1: date(2026, 11, 2), 2: date(2026, 11, 2), 3: date(2026, 10, 31)}, {2}
    number = effective(told(reliefs=(RELIEF,)))
    stays = next(one for one in queries.preview(number) if one.effect == "test.stays")
    assert (stays.states, stays.by_hand, stays.late) == ({"applied": 1, "by-hand": 1}, 1, 0)
    assert city.stays == {1: date(2027, 1, 25), 2: date(2026, 11, 2), 3: date(2026, 10, 31)}
    assert [one.state for one in stays.samples] == ["applied", "by-hand"]


def test_its_end_destroys_what_was_collected_only_for_it_and_says_so(city: City) -> None:
    city.answers, city.stays = 1_203, {1: date(2026, 11, 20)}
    number = signed(told(reliefs=(RELIEF,)))
    refused("under-way", lambda: commands.end(number, "over", by=CHEN, at=AT))
    run(number)
    refused("why-missing", lambda: commands.end(number, " ", by=CHEN, at=AT))
    commands.end(number, "the order of 25 November is lifted", by=CHEN, at=AT)
    assert queries.current(AT) is None
    run(number)
    (line,) = queries.protocol(number)
    assert (line.what, line.count, city.answers, len(line.digest)) == ("test.answers", 1_203, 0, 64)
    assert city.stays == {1: date(2027, 1, 25)}, "what it gave stays"
    last = told_about(f"emergency:{number}").rows[0]
    assert (last.kind, last.facts) == ("emergencies.destroyed", {"kinds": 1, "count": 1_203})
    refused("not-in-force", lambda: commands.revert(number, "late", by=CHEN, at=AT))


def test_sent_twice_it_is_done_once() -> None:
    request, second = uuid4(), uuid4()
    number = commands.draft(told(), by=CHEN, at=AT, request_id=request)
    assert commands.draft(told(), by=CHEN, at=AT, request_id=request) == number
    with pytest.raises(Refused, match="resend-differs"):
        commands.draft(told(until=None), by=CHEN, at=AT, request_id=request)
    for _ in range(2):
        commands.propose(number, by=CHEN, at=AT, request_id=second)
    run(number)
    digest, third = shown(number).digest, uuid4()
    for _ in range(2):
        commands.sign(number, digest, by=BAO, at=AT, request_id=third)
    for _ in range(2):
        commands.revert(number, "by mistake", by=BAO, at=AT, request_id=request)
    assert shown(number).state == "reverted"


def test_a_declaration_is_amended_until_it_is_signed_and_never_over_somebody_elses() -> None:
    number = counted()
    turn = shown(number).turn
    commands.amend(number, turn, told(parameters=CLOSED), by=DORA, at=AT)
    assert (shown(number).state, shown(number).worded_by) == ("draft", DORA.key)
    refused("changed-meanwhile", lambda: commands.amend(number, turn, told(), by=CHEN, at=AT))
    commands.propose(number, by=CHEN, at=AT)
    run(number)
    refused("own-proposal", lambda: commands.sign(number, shown(number).digest, by=DORA, at=AT))
    commands.sign(number, shown(number).digest, by=BAO, at=AT)
    refused("signed-already", lambda: commands.amend(number, shown(number).turn, told(), by=CHEN, at=AT))
    refused("signed-already", lambda: commands.propose(number, by=CHEN, at=AT))
    refused("unknown", lambda: commands.propose(number + 1, by=CHEN, at=AT))


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"until": AT - 2 * DAY}, "ends-before", "until"),
        ({"names": {"en": "Typhoon"}}, "text-missing", "name_zh-Hans"),
        ({"banners": {"en": "x" * 401, "zh-Hans": "台风"}}, "text-too-long", "banner_en"),
        ({"basis": Basis(law="erl-2024", article="", authority="a", document="b")}, "basis-missing", "article"),
        ({"basis": Basis(law="other", article="1", authority="a", document="b")}, "basis-missing", "title"),
        ({"basis": Basis(law="erl-2007", article="45", authority="a", document="b")}, "basis-not-in-force", "law"),
        ({"parameters": {"nobody.knows": 1}}, "parameter-unknown", None),
        ({"parameters": {"clocks.closed": ["tomorrow"]}}, "parameter-wrong", "clocks.closed"),
        ({"parameters": {"clocks.closed": 7}}, "parameter-wrong", "clocks.closed"),
    ],
)
def test_what_cannot_be_declared(wrong: dict[str, Any], code: str, field: str | None) -> None:
    assert refused(code, lambda: commands.draft(told(**wrong), by=CHEN, at=AT)).field == field
    assert queries.everything() == ()


def test_a_text_of_law_is_cited_on_a_day_on_which_it_was_in_force() -> None:
    old = Basis(law="erl-2007", article="45", authority="a", document="b")
    assert commands.draft(told(basis=old), by=CHEN, at=AT.replace(year=2020))
    local = Basis(law="other", title="A city's own order", article="3", authority="a", document="b")
    assert commands.draft(told(basis=local), by=CHEN, at=AT)
    refused("over", lambda: commands.propose(counted(told(basis=ERL)), by=CHEN, at=AT + 31 * DAY))
