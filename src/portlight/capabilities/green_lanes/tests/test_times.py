"""Reserved hours, and times of a list that are moved and cancelled: by the institution, and by the office."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localtime

from portlight.capabilities.green_lanes import commands, queries, words
from portlight.capabilities.green_lanes.models import LEFT, Agreement, Member, Row, Taken
from portlight.capabilities.green_lanes.queries import BatchCard
from portlight.capabilities.green_lanes.queries.times import LANES
from portlight.capabilities.green_lanes.tests.given import HALL, agreed, coming, drafted, lane_opened, messages, text
from portlight.faces import appointing
from portlight.kernel.emergencies.tests.given import effective, told
from portlight.kernel.organisations import commands as organisations
from portlight.kernel.organisations.tests.given import joined
from portlight.kernel.slots import queries as slots
from portlight.kernel.slots.queries import BookingCard
from portlight.toolkit.refusals import Refused
from tests.cast import AT, Cast, Resident, resident

pytestmark = pytest.mark.django_db
SHANGHAI, DAY = ZoneInfo("Asia/Shanghai"), timedelta(days=1)
WEDNESDAY = {"days": (3,), "opens": time(9, 30), "closes": time(10, 30)}


@pytest.fixture(autouse=True)
def _zone(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"


def listed(cast: Cast, count: int = 2, *, first: int = 1, officer: Resident | None = None, place: int = 1,
           **more: Any) -> BatchCard:  # fmt: skip
    """An institution's list of people who must come; the first of them is Anna."""
    by = officer or cast.dora
    organisation = agreed(cast, place=place, officer=by, **more)
    told = [coming(first + n, **({"email": cast.anna.email} if n == 0 else {})) for n in range(count)]
    return drafted(text(*told), organisation, by.actor)


def book(found: BatchCard, on: date, by: Resident, *, at: datetime = AT) -> list[str]:
    """Books; the hours of all times of the institution then."""
    commands.book(found.number, place=HALL, on=on, by=by.actor, at=at)
    return hours(found)


def hours(found: BatchCard) -> list[str]:
    booked = queries.times_of(found, at=AT).values()
    return [f"{localtime(one.starts_at, SHANGHAI):%a %H:%M}" for one in booked]


def first(found: BatchCard) -> tuple[int, BookingCard]:
    """The row and the time of the first who has one."""
    return min(queries.times_of(found, at=AT).items())


def counts(place: str = "day") -> dict[int, int]:
    return {day.day: count for day, count in Taken.objects.filter(span=place).values_list("day", "count")}


def cancel(found: BatchCard, row: int, card: BookingCard, by: Any, *, at: datetime = AT, **more: Any) -> None:
    commands.cancel_time(commands.Which(batch=found.number, row=row, seen=card.revision), by=by, at=at, **more)


def move(found: BatchCard, row: int, card: BookingCard, to: datetime, by: Any, **more: Any) -> None:
    which = commands.Which(batch=found.number, row=row, seen=card.revision)
    commands.move_time(which, starts_at=to, by=by, at=AT, **more)


def test_whoever_gets_a_time_is_told_when_and_where_in_her_own_language_once(cast: Cast) -> None:
    on, request = lane_opened(), uuid4()
    found = listed(cast)
    before = messages("lane-member:")
    for _ in range(2):
        commands.book(
            found.number, place=HALL, on=on, texts=words.message, by=cast.dora.actor, at=AT, request_id=request
        )
    told = messages("lane-member:")[len(before) :]
    assert len(told) == 2, "each of the two once"
    assert {address for address, _ in told} >= {cast.anna.address}
    said = next(said for address, said in told if address == cast.anna.address)
    assert ("09:00" in said, "1 Road" in said, "民生路1号" in said, "{" in said) == (True, True, True, False)


def remind(at: datetime) -> int:
    return commands.remind_times(at, texts=words.message)


def test_whoever_has_a_time_is_reminded_the_day_before_once_and_by_day(cast: Cast) -> None:
    on = lane_opened() + DAY
    found = listed(cast)
    book(found, on, cast.dora)
    noon = datetime.combine(on - DAY, time(12), SHANGHAI)
    assert [remind(noon - DAY), remind(noon.replace(hour=3)), remind(noon), remind(noon)] == [0, 0, 2, 0]
    (said,) = (said for address, said in messages("lane-member:") if address == cast.anna.address)
    assert ("University 1" in said, "09:00" in said, "民生路1号" in said, "{" in said) == (True, True, True, False)


def test_who_has_left_the_institution_is_reminded_of_nothing(cast: Cast) -> None:
    on = lane_opened() + DAY
    found = listed(cast)
    book(found, on, cast.dora)
    Member.objects.filter(address=cast.anna.address).update(state=LEFT)
    remind(datetime.combine(on - DAY, time(12), SHANGHAI))
    assert [address for address, _ in messages("lane-member:") if address == cast.anna.address] == []


def test_the_portals_own_reminders_leave_an_institutions_times_to_it(cast: Cast) -> None:
    on = lane_opened() + DAY
    book(listed(cast), on, cast.dora)
    noon = datetime.combine(on - DAY, time(12), SHANGHAI)
    assert [appointing.remind(noon), remind(noon)] == [0, 2]


def test_an_institution_books_in_its_reserved_hours_alone(cast: Cast) -> None:
    on = lane_opened(capacity=1, green=1)
    found = listed(cast, 4, **WEDNESDAY)
    with pytest.raises(Refused, match=r"lanes\.outside-hours"):
        book(found, on + DAY, cast.dora)
    assert Taken.objects.count() == 0
    assert book(found, on, cast.dora) == ["Wed 09:30", "Wed 10:00"]
    with pytest.raises(Refused, match=r"lanes\.outside-hours"):
        book(found, on, cast.dora)
    assert counts() == {11: 2}


def test_hours_reserved_for_one_are_not_given_to_another_while_they_are_reserved(cast: Cast) -> None:
    on = lane_opened(capacity=1, green=1)
    agreed(cast, **WEDNESDAY)
    other = resident("eve@company.example", languages=("en",))
    found = listed(cast, 5, place=2, officer=other)
    assert book(found, on, other) == ["Wed 09:00", "Wed 10:30"]
    with pytest.raises(Refused, match=r"lanes\.outside-hours"):
        book(found, on, other)
    (held,) = Agreement.objects.filter(opens__isnull=False)
    commands.end(held.key, by=cast.chen.actor, at=AT)
    assert len(book(found, on, other)) == 4, "an agreement that has ended reserves nothing"


def test_an_institution_that_was_closed_reserves_nothing(cast: Cast) -> None:
    on = lane_opened(capacity=1, green=1)
    organisations.close(agreed(cast, **WEDNESDAY), by=cast.chen.actor, at=AT)
    other = resident("eve@company.example", languages=("en",))
    assert len(book(listed(cast, 5, place=2, officer=other), on, other)) == 4


def test_hours_that_two_have_reserved_are_open_to_both_and_never_oversold(cast: Cast) -> None:
    on = lane_opened(capacity=2, green=2)
    other = resident("eve@company.example", languages=("en",))
    one = listed(cast, 3, **WEDNESDAY)
    two = listed(cast, 3, first=50, place=2, officer=other, **WEDNESDAY)
    assert book(one, on, cast.dora) == ["Wed 09:30", "Wed 09:30", "Wed 10:00"]
    assert book(two, on, other) == ["Wed 10:00"]


def test_what_has_fallen_to_everybody_is_reserved_for_nobody(cast: Cast) -> None:
    on = lane_opened(capacity=1, green=1, green_hours=48)
    found = listed(cast, 5, **WEDNESDAY)
    assert book(found, on, cast.dora) == ["Wed 09:00", "Wed 09:30", "Wed 10:00", "Wed 10:30"]


def test_a_cancelled_time_is_free_again_counts_no_longer_and_the_person_is_told_once(cast: Cast) -> None:
    on, request = lane_opened(capacity=2, green=2), uuid4()
    found = listed(cast)
    book(found, on, cast.dora)
    row, card = first(found)
    for _ in range(2):
        cancel(found, row, card, cast.dora.actor, request_id=request)
    assert hours(found) == ["Wed 09:00"]
    assert (counts(), counts("week")) == ({11: 1}, {9: 1})
    assert slots.booking(card.number, by=cast.chen.actor).state == "cancelled"
    ((address, said),) = messages("lane-member:")
    assert address == cast.anna.address
    assert "University 1" in said
    assert "{" not in said
    with pytest.raises(Refused, match=r"lanes\.no-time-booked"):
        cancel(found, row, card, cast.dora.actor)
    assert commands.book(found.number, place=HALL, on=on + DAY, by=cast.dora.actor, at=AT).count == 1


def test_a_moved_time_is_counted_where_it_went(cast: Cast) -> None:
    on, request = lane_opened(), uuid4()
    found = listed(cast)
    book(found, on, cast.dora)
    row, card = first(found)
    for _ in range(2):
        move(found, row, card, card.starts_at + DAY, cast.dora.actor, request_id=request)
    assert sorted(hours(found)) == ["Thu 09:00", "Wed 09:00"]
    assert (counts(), counts("week")) == ({11: 1, 12: 1}, {9: 2})
    ((address, said),) = messages("lane-member:")
    assert address == cast.anna.address
    assert "12" in said
    later = queries.time_of(found, row, at=AT)
    assert later is not None
    move(found, row, later, later.starts_at, cast.dora.actor)
    move(found, row, later, later.starts_at + timedelta(days=14), cast.dora.actor)
    assert (counts(), counts("week")) == ({11: 1, 12: 0, 26: 1}, {9: 1, 23: 1})
    assert len(messages("lane-member:")) == 2, "a move to the same time is none"


def test_an_institution_does_not_move_past_its_number(cast: Cast) -> None:
    on = lane_opened()
    found = listed(cast, 3, per_day=2, per_week=3)
    book(found, on, cast.dora)
    book(found, on + DAY, cast.dora)
    assert counts() == {11: 2, 12: 1}
    row, card = max(queries.times_of(found, at=AT).items())
    with pytest.raises(Refused, match=r"lanes\.quota-used") as refusal:
        move(found, row, card, card.starts_at - DAY, cast.dora.actor)
    assert refusal.value.facts["day"] == 2
    assert (counts(), counts("week")) == ({11: 2, 12: 1}, {9: 3})
    assert queries.time_of(found, row, at=AT) == card
    assert messages("lane-member:") == []


def test_in_an_emergency_it_does_not_move_past_what_is_left_of_its_number(cast: Cast) -> None:
    on = lane_opened()
    found = listed(cast, 2, per_day=2, per_week=8)
    book(found, on, cast.dora)
    begins = datetime.combine(on + DAY, time(), SHANGHAI)
    lowered = told(since=begins, until=begins + DAY, parameters={"lanes.quota": 50})
    effective(lowered, at=AT)
    (row, card), (other, second) = sorted(queries.times_of(found, at=AT).items())
    move(found, row, card, card.starts_at + DAY, cast.dora.actor)
    with pytest.raises(Refused, match=r"lanes\.quota-lowered") as refusal:
        move(found, other, second, second.starts_at + DAY, cast.dora.actor)
    assert refusal.value.facts["day"] == 1
    assert counts() == {on.day: 1, on.day + 1: 1}


def test_an_institution_does_not_move_out_of_its_hours(cast: Cast) -> None:
    on = lane_opened()
    found = listed(cast, 1, **WEDNESDAY)
    book(found, on, cast.dora)
    row, card = first(found)
    for away in (DAY, -timedelta(minutes=30)):
        with pytest.raises(Refused, match=r"lanes\.outside-hours"):
            move(found, row, card, card.starts_at + away, cast.dora.actor)
    move(found, row, card, card.starts_at + timedelta(minutes=30), cast.dora.actor)
    assert hours(found) == ["Wed 10:00"]


def test_only_whoever_files_for_the_institution_touches_its_times(cast: Cast) -> None:
    on = lane_opened()
    found = listed(cast)
    book(found, on, cast.dora)
    row, card = first(found)
    key = found.organisation.key
    deputy, viewer, eve = (resident(f"{name}@x.example", languages=("en",)) for name in ("deputy", "viewer", "eve"))
    joined(key, deputy, role="deputy", at=AT)
    joined(key, viewer, role="viewer", at=AT)
    other = listed(cast, 1, first=70, place=2, officer=eve)
    for by in (viewer.actor, eve.actor, cast.anna.actor):
        with pytest.raises(Refused, match=r"lanes\.unknown"):
            cancel(found, row, card, by)
        with pytest.raises(Refused, match=r"lanes\.unknown"):
            move(found, row, card, card.starts_at + DAY, by)
    with pytest.raises(Refused, match=r"lanes\.unknown"):
        cancel(other, row, card, eve.actor)
    with pytest.raises(Refused, match=r"slots\.unknown"):
        slots.booking(card.number, by=cast.dora.actor)
    assert counts() == {11: 2}
    cancel(found, row, card, deputy.actor)
    assert counts() == {11: 1}


def test_what_is_past_stays_as_it_was(cast: Cast) -> None:
    on = lane_opened()
    found = listed(cast)
    book(found, on, cast.dora)
    row, card = first(found)
    with pytest.raises(Refused, match=r"slots\.past"):
        cancel(found, row, card, cast.dora.actor, at=card.starts_at)
    assert counts() == {11: 2}


def test_without_an_agreement_a_time_is_cancelled_and_not_moved(cast: Cast) -> None:
    on = lane_opened()
    found = listed(cast)
    book(found, on, cast.dora)
    row, card = first(found)
    commands.end(Agreement.objects.get().key, by=cast.chen.actor, at=AT)
    with pytest.raises(Refused, match=r"lanes\.no-agreement"):
        move(found, row, card, card.starts_at + DAY, cast.dora.actor)
    cancel(found, row, card, cast.dora.actor)
    assert counts() == {11: 1}


def office(number: str) -> dict[str, Any]:
    card = slots.booking(number, by=LANES)
    return {"seen": card.revision, "at": AT, "request_id": uuid4()}


def test_the_offices_own_cancelling_gives_the_number_back_and_everybody_is_told(cast: Cast) -> None:
    on = lane_opened()
    found = listed(cast)
    book(found, on, cast.dora)
    row, card = first(found)
    appointing.cancel_for(card.number, reason="closed", by=cast.chen.actor, **office(card.number))
    assert (counts(), counts("week")) == ({11: 1}, {9: 1})
    assert Row.objects.get(pk=row).booking == ""
    assert [address for address, _ in messages("lane-member:")] == [cast.anna.address]
    assert [address for address, _ in messages("lane-batch:")] == [cast.dora.address]


def test_the_offices_own_move_is_counted_and_not_bounded_by_the_number(cast: Cast) -> None:
    on = lane_opened()
    found = listed(cast, 3, per_day=1, per_week=3, **{**WEDNESDAY, "days": (3, 4)})
    book(found, on, cast.dora)
    book(found, on + DAY, cast.dora)
    _, card = first(found)
    to = card.starts_at + DAY + timedelta(hours=1)
    appointing.move_for(card.number, starts_at=to, place=HALL, by=cast.chen.actor, **office(card.number))
    assert (counts(), counts("week")) == ({11: 0, 12: 2}, {9: 2})
    assert sorted(hours(found)) == ["Thu 09:30", "Thu 10:30"]
    ((_, said),) = messages("lane-member:")
    assert "University 1" in said
    with pytest.raises(Refused, match=r"lanes\.quota-used"):
        book(found, on + DAY, cast.dora)
    assert book(found, on, cast.dora)


def test_who_revokes_is_not_told_of_it_and_who_is_dropped_is(cast: Cast) -> None:
    on = lane_opened()
    found = listed(cast)
    book(found, on, cast.dora)
    row, _ = first(found)
    commands.drop(row, by=cast.dora.actor, at=AT)
    assert counts() == {11: 1}
    assert [address for address, _ in messages("lane-member:")] == [cast.anna.address]
    (mine,) = queries.of_person(cast.anna.key)
    commands.revoke(mine.member, person=cast.anna.key, texts=words.message, by=cast.anna.actor, at=AT)
    assert len([one for one in messages("lane-member:") if one[0] == cast.anna.address]) == 1
