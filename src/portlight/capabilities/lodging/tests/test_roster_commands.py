"""Rosters taken and declared: nothing before the word, nothing twice, nothing lost when the worker is killed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from portlight.capabilities.lodging import commands, queries, words
from portlight.capabilities.lodging.commands import roster as verbs
from portlight.capabilities.lodging.models import Batch, BatchRow, Declaration
from portlight.capabilities.lodging.rules.roster import Spot
from portlight.capabilities.lodging.tests.given import AT, put_in_places
from portlight.capabilities.lodging.tests.rosters import HEAD, book, person, row, text
from portlight.kernel.timeline import queries as timeline
from portlight.kernel.work import commands as work
from portlight.toolkit.refusals import Refused
from tests.cast import Cast, Resident

pytestmark = pytest.mark.django_db
SPOT = Spot(address="A1")
PEOPLE = tuple(person(number) for number in range(1, 6))


@pytest.fixture(autouse=True)
def _places(cast: Cast) -> None:
    put_in_places()


def take(content: bytes, who: Resident, **more: Any) -> commands.TakenRoster:
    own = {"spot": SPOT, "filed": commands.Filed(language="de"), "by": who.actor, "at": AT}
    return commands.take_roster(content, **{**own, **more})


def run(at: datetime = AT) -> int:
    turns = 0
    while work.run_one(owner="test", at=at):
        turns += 1
    return turns


def register(number: str, who: Resident, at: datetime = AT) -> queries.BatchCard:
    commands.register_roster(number, by=who.actor, at=at)
    run(at)
    found = queries.batch(number, who.actor)
    assert found is not None
    return found


def test_a_sheet_is_taken_and_nobody_is_declared_before_the_word(cast: Cast) -> None:
    taken = take(text(*PEOPLE, row(nationality="Narnia")), cast.dora)
    found = queries.batch(taken.number, cast.dora.actor)
    assert found is not None
    assert (found.state, found.rows, found.wrong, found.waiting, found.good) == ("checked", 6, 1, 5, 5)
    assert run() == 0
    assert Declaration.objects.count() == 0
    assert timeline.about(f"batch:{taken.number}").rows[0].kind == "lodging.roster-taken"


def test_the_good_rows_become_declarations_and_the_wrong_ones_stay_named(cast: Cast) -> None:
    taken = take(text(*PEOPLE, row(nationality="Narnia")), cast.dora)
    found = register(taken.number, cast.dora)
    assert (found.state, found.done, found.wrong, found.refused, found.waiting) == ("done", 5, 1, 0, 0)
    told_of = set(Declaration.objects.values_list("state", "batch", "declared_for"))
    assert told_of == {("current", taken.number, "institution")}
    rows = queries.rows_of(taken.number, cast.dora.actor, states=("done",))
    assert [one.row for one in rows] == [2, 3, 4, 5, 6]
    filed = queries.mine(rows[0].number, cast.dora.key)
    assert filed is not None
    assert filed.slip
    told = queries.opened(filed, by=cast.dora.actor, why="own", at=AT).declared
    assert (told.holder.surname, told.lodging.address, told.lodging.room) == ("GUESTAAAB", "A1", "1")
    (wrong,) = queries.rows_of(taken.number, cast.dora.actor, states=("broken",))
    assert (wrong.row, wrong.code) == (7, "nationality-unknown")


def test_the_same_sheet_again_is_the_same_roster(cast: Cast) -> None:
    request = uuid4()
    first = take(text(*PEOPLE), cast.dora, request_id=request)
    assert first.first
    assert take(text(*PEOPLE), cast.dora, request_id=request) == commands.TakenRoster(number=first.number, first=False)
    assert take(text(*PEOPLE), cast.dora).number == first.number
    with pytest.raises(Refused, match=r"timeline\.resend-differs"):
        take(text(*PEOPLE[:2]), cast.dora, request_id=request)
    register(first.number, cast.dora)
    assert register(first.number, cast.dora).done == 5
    assert Declaration.objects.count() == 5


def test_a_corrected_sheet_is_sent_whole_and_makes_no_doubles(cast: Cast) -> None:
    register(take(text(*PEOPLE, row(nationality="Narnia")), cast.dora).number, cast.dora)
    later = AT + timedelta(hours=2)
    again = take(book(*PEOPLE, row(nationality="FRA")), cast.dora, at=later)
    found = register(again.number, cast.dora, later)
    assert (found.before, found.done, found.wrong) == (5, 1, 0)
    assert Declaration.objects.count() == 6


def test_who_has_left_meanwhile_is_not_declared_anew_by_the_same_row(cast: Cast) -> None:
    first = register(take(text(*PEOPLE[:2]), cast.dora).number, cast.dora)
    (one, _) = queries.rows_of(first.number, cast.dora.actor, states=("done",))
    filed = queries.mine(one.number, cast.dora.key)
    assert filed is not None
    commands.leave(filed.case.id, AT.date(), by=cast.dora.actor, at=AT)
    found = register(take(text(*PEOPLE), cast.dora).number, cast.dora)
    assert (found.before, found.done) == (2, 3)


def test_a_worker_that_is_killed_between_two_pages_goes_on_where_it_stopped(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "PAGE", 2)
    monkeypatch.setattr(verbs, "PAGES", 2)
    taken = take(text(*(person(number) for number in range(1, 10))), cast.dora)
    commands.register_roster(taken.number, by=cast.dora.actor, at=AT)

    class Killed(BaseException):
        """As a signal that ends the process: nothing catches it."""

    seen = 0

    def dies(*args: Any, **named: Any) -> commands.Done:
        nonlocal seen
        seen += 1
        if seen == 4:  # in the middle of the second page
            raise Killed
        return commands.declare(*args, **named)

    monkeypatch.setattr(verbs, "declare", dies)
    with pytest.raises(Killed):
        work.run_one(owner="one", at=AT)
    assert Declaration.objects.count() == 2
    run(AT)  # the lease is still the dead one's
    assert Declaration.objects.count() == 2
    later = AT + timedelta(seconds=61)
    run(later)
    found = queries.batch(taken.number, cast.dora.actor)
    assert found is not None
    assert (found.state, found.done, found.waiting) == ("done", 9, 0)
    assert Declaration.objects.count() == 9


def test_rows_that_want_a_look_are_declared_as_read_and_go_to_an_officer(cast: Cast) -> None:
    content = text(person(1, valid_until="2026-02-01"), person(2, check_in="2026-02-01", entry_date="2026-01-30"))
    found = register(take(content, cast.dora).number, cast.dora)
    assert (found.warned, found.done) == (2, 2)
    assert sorted(Declaration.objects.values_list("state", "late_by")) == [("current", 179), ("waiting", 0)]


def test_nobody_is_written_to_unless_it_was_asked_for(cast: Cast) -> None:
    register(take(text(*PEOPLE[:1]), cast.dora).number, cast.dora)
    row_of = Declaration.objects.get()
    assert list(row_of.filers.values_list("contact", "key")) == [(None, str(cast.dora.key))]


@pytest.mark.parametrize(("spot", "code"), [
    (Spot(address="nowhere"), "lodging.address-missing"), (Spot(address="H1"), "lodging.hotel"),
    (Spot(line="Some Road 1", district="110101"), "lodging.outside-city"),
    (Spot(line="x", district="310115"), "lodging.address-missing"),
])  # fmt: skip
def test_it_refuses_a_place_where_nobody_can_be_declared(cast: Cast, spot: Spot, code: str) -> None:
    with pytest.raises(Refused, match=code):
        take(text(*PEOPLE), cast.dora, spot=spot)
    assert Batch.objects.count() == 0


def test_it_refuses_a_file_that_is_no_roster_and_another_persons(cast: Cast) -> None:
    for content, code in ((b"", "sheet.empty"), (b"a,b\n1,2\n", "roster.heading-missing"), (text(), "roster.no-rows")):
        with pytest.raises(Refused, match=code):
            take(content, cast.dora)
    number = take(text(*PEOPLE), cast.dora).number
    with pytest.raises(Refused, match=r"roster\.unknown"):
        commands.register_roster(number, by=cast.anna.actor, at=AT)
    assert queries.batch(number, cast.anna.actor) is None
    assert queries.rows_of(number, cast.anna.actor, states=("waiting",)) == ()
    with pytest.raises(LookupError):
        queries.opened_batch(number, by=cast.anna.actor, why="own", at=AT)


def test_a_row_may_name_an_address_of_its_own(cast: Cast) -> None:
    content = text((*PEOPLE[0], "1500 Minsheng Road, Pudong"), (*PEOPLE[1], "Far Lane 12"), (*PEOPLE[2], ""),
                   head=(*HEAD, "Address"))  # fmt: skip
    taken = take(content, cast.dora, spot=Spot(line="Some Road 99", district="310115"))
    found = register(taken.number, cast.dora)
    assert (found.done, found.warned) == (3, 1)
    told = []
    for one in queries.rows_of(taken.number, cast.dora.actor, states=("done",)):
        filed = queries.mine(one.number, cast.dora.key)
        assert filed is not None
        lodging = queries.opened(filed, by=cast.dora.actor, why="own", at=AT).declared.lodging
        told.append((lodging.address, lodging.line, lodging.district))
    assert told == [
        ("A1", "浦东新区民生路1500号", "310115"), ("", "Far Lane 12", "310115"), ("", "Some Road 99", "310115"),
    ]  # fmt: skip


def test_sheets_go_after_a_month_and_what_was_declared_stays(cast: Cast) -> None:
    taken = take(text(*PEOPLE[:1]), cast.dora)
    register(taken.number, cast.dora)
    assert commands.forget_rosters(AT + timedelta(days=29)) == 0
    assert commands.forget_rosters(AT + timedelta(days=31)) == 1
    found = queries.batch(taken.number, cast.dora.actor)
    assert found is not None
    assert (found.kept, found.done) == (False, 1)
    assert Declaration.objects.count() == 1


def test_nothing_of_a_person_stands_in_the_open(cast: Cast) -> None:
    taken = take(text(*PEOPLE), cast.dora)
    kept = Batch.objects.get(number=taken.number)
    assert "•••" in str(kept.content)
    assert not BatchRow.objects.filter(likeness__contains="GUEST").exists()
    assert b"GUEST" not in bytes(kept.content or b"")


def test_the_words_of_a_message_are_there_for_every_step() -> None:
    assert words.message("registered")
    assert words.row_told("nationality-unknown", "en")
    assert words.row_told("", "en") == ""
