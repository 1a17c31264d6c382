"""Booking, moving, cancelling: one place each, one booking each, whoever sends what twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portlight.kernel.slots import commands, queries
from portlight.kernel.slots.commands.taking import take
from portlight.kernel.slots.models import Booking, Taken
from portlight.kernel.slots.rules import LANES, Counts, Pattern, free, limit
from portlight.kernel.slots.tests.given import (
    ANNA,
    AT,
    BAO,
    BY,
    DORA,
    HALL,
    NINE,
    PATTERN,
    SERVICE,
    at,
    book,
    opened,
    refuses,
    wish,
)
from portlight.kernel.slots.tests.given import a_service as a_service
from portlight.kernel.timeline.queries import about as told_about
from portlight.toolkit.actor import machine, person

pytestmark = pytest.mark.django_db
HALF_PAST = NINE + timedelta(minutes=30)


def counts(starts_at: Any = NINE) -> tuple[int, int, int]:
    found = Taken.objects.filter(starts_at=starts_at).values_list("ordinary", "urgent", "green").first()
    return found or (0, 0, 0)


def left(starts_at: Any = NINE, lane: Any = "ordinary") -> int:
    cards = queries.times(SERVICE, HALL, lane, on=queries.office_day(starts_at), at=AT)
    return next(card.free for card in cards if card.starts_at == starts_at)


def test_a_booking_takes_one_place_and_tells_the_timeline() -> None:
    opened()
    number = book()
    card = queries.booking(number, by=person(ANNA))
    assert (card.starts_at, card.ends_at, card.lane, card.state) == (NINE, HALF_PAST, "ordinary", "booked")
    assert number.startswith("A-2026-")
    assert left() == 1
    (event,) = told_about(f"booking:{number}").rows
    assert (event.kind, event.facts["place"], event.facts["lane"]) == ("slots.booked", HALL, "ordinary")


def test_sent_again_it_is_the_same_booking_and_with_other_content_it_is_refused() -> None:
    opened()
    request = uuid4()
    numbers = {commands.book(wish(), by=person(ANNA), at=AT, request_id=request) for _ in range(3)}
    assert len(numbers) == 1
    assert counts() == (1, 0, 0)
    with refuses("timeline.resend-differs"):
        commands.book(wish(starts_at=HALF_PAST), by=person(ANNA), at=AT, request_id=request)


def test_who_has_one_is_refused_with_its_number_and_takes_no_place() -> None:
    opened()
    number = book()
    with refuses("slots.booked-already", number=number):
        book(starts_at=HALF_PAST)
    assert counts(HALF_PAST) == (0, 0, 0)
    assert book(starts_at=HALF_PAST, about="case:7") != number


def test_the_last_place_is_the_last() -> None:
    opened()
    book(ANNA), book(DORA)
    with refuses("slots.full"):
        book(UUID(int=13))
    assert counts() == (2, 0, 0)
    assert left() == 0


@pytest.mark.parametrize("starts_at", ["2026-11-25 07:30", "2026-11-26 09:10", "2026-11-28 09:00", "2026-11-26 11:00"])
def test_what_no_pattern_offers_cannot_be_booked(starts_at: str) -> None:
    opened()
    with refuses("slots.no-such-time"):
        book(starts_at=at(starts_at))


def test_a_time_beyond_the_horizon_is_refused_with_the_moment_it_opens() -> None:
    opened()
    with refuses("slots.not-open-yet", opens=at("2026-11-26 00:00")):
        book(starts_at=at("2026-12-10 09:00"))
    assert book(starts_at=at("2026-12-10 09:00"), now=at("2026-11-26 00:00"))


def test_released_times_open_hour_by_hour() -> None:
    from datetime import time

    opened(releases=(time(9), time(12)))
    first, second = at("2026-12-09 09:00"), at("2026-12-09 09:30")
    with refuses("slots.not-open-yet", opens=at("2026-11-25 12:00")):
        book(starts_at=second, now=at("2026-11-25 11:59"))
    assert book(starts_at=first, now=at("2026-11-25 09:00"))
    assert book(DORA, starts_at=second, now=at("2026-11-25 12:00"))


def test_moving_changes_places_keeps_the_number_and_gives_the_old_one_back() -> None:
    opened(capacity=1)
    number = book()
    later = commands.move(number, starts_at=HALF_PAST, by=person(ANNA), at=AT)
    card = queries.booking(number, by=person(ANNA))
    assert (later, card.starts_at, card.revision) == (number, HALF_PAST, 2)
    assert (counts(NINE), counts(HALF_PAST)) == ((0, 0, 0), (1, 0, 0))
    book(DORA)
    with refuses("slots.full"):
        commands.move(number, starts_at=NINE, by=person(ANNA), at=AT)
    assert queries.booking(number, by=person(ANNA)).starts_at == HALF_PAST
    with refuses("slots.changed-meanwhile"):
        commands.move(number, starts_at=NINE + timedelta(hours=1), seen=1, by=person(ANNA), at=AT)
    assert sum(sum(counts(one)) for one in (NINE, HALF_PAST, NINE + timedelta(hours=1))) == 2


def test_moving_to_the_same_time_changes_nothing() -> None:
    opened()
    number = book()
    assert commands.move(number, starts_at=NINE, by=person(ANNA), at=AT) == number
    assert queries.booking(number, by=BY).revision == 1


def test_cancelling_gives_the_place_back_once() -> None:
    opened()
    number, request = book(), uuid4()
    for _ in range(3):
        commands.cancel(number, reason="own-wish", by=person(ANNA), at=AT, request_id=request)
    commands.cancel(number, by=person(ANNA), at=AT)
    assert counts() == (0, 0, 0)
    assert queries.of_person(f"person:{ANNA}", at=AT) == ()
    with refuses("slots.not-booked"):
        commands.move(number, starts_at=HALF_PAST, by=person(ANNA), at=AT)
    assert book() != number


def test_what_has_begun_is_neither_moved_nor_cancelled() -> None:
    opened()
    number = book()
    with refuses("slots.past"):
        commands.cancel(number, by=person(ANNA), at=NINE)
    with refuses("slots.past"):
        commands.move(number, starts_at=HALF_PAST, by=person(ANNA), at=NINE)


def test_dora_learns_nothing_of_annas_booking() -> None:
    opened()
    number = book()
    for act in (
        lambda: queries.booking(number, by=person(DORA)),
        lambda: commands.cancel(number, by=person(DORA), at=AT),
        lambda: commands.move(number, starts_at=HALF_PAST, by=person(DORA), at=AT),
        lambda: queries.booking("A-2026-0000001-X", by=person(ANNA)),
        lambda: queries.booking(number.replace("2026", "2025"), by=person(ANNA)),
        lambda: queries.booking("nonsense", by=person(ANNA)),
    ):
        with refuses("slots.unknown"):
            act()
    assert queries.booking(number, by=BAO).number == number


@pytest.mark.parametrize("hours", [30, 3])
@pytest.mark.parametrize("lane", LANES)
def test_the_statement_that_takes_asks_what_the_rule_says(lane: Any, hours: int) -> None:
    """Every small table of counts: a place is taken exactly where the rule finds one free."""
    now = NINE - timedelta(hours=hours)
    pattern = Pattern(**{**PATTERN.__dict__, "capacity": 3, "urgent": 1, "green": 1, "green_hours": 24})
    for n in range(64):
        given = Counts(n % 4, n // 4 % 4, n // 16)
        Taken.objects.update_or_create(
            service=SERVICE, place=HALL, starts_at=NINE, defaults=dict(zip(LANES, given, strict=True))
        )
        wanted = bool(free(limit(pattern, lane, NINE, now), given, lane))
        assert take(pattern, lane, NINE, at=now) is wanted, given
        after = given._replace(**{lane: getattr(given, lane) + wanted})
        assert counts() == after


def test_urgent_takes_what_is_kept_and_ordinary_does_not() -> None:
    opened(capacity=2, urgent=1)
    book(ANNA)
    with refuses("slots.full"):
        book(DORA)
    assert (left(), left(lane="urgent")) == (0, 1)
    book(DORA, lane="urgent")
    assert counts() == (1, 1, 0)


def test_first_times_show_both_dates_and_the_way_that_is_in_time() -> None:
    opened(capacity=2, urgent=1, opens=PATTERN.opens, closes=PATTERN.closes.replace(hour=9, minute=30))
    days = ["2026-11-25", "2026-11-26", "2026-11-27"]
    for n, on in enumerate(days):
        book(UUID(int=100 + n), at(f"{on} 09:00"))
    found = queries.first_times(SERVICE, last_lawful=at("2026-11-27 12:00").date(), at=AT)
    assert found.ordinary is not None
    assert found.urgent is not None
    assert (str(found.ordinary.on), str(found.urgent.on), found.way) == ("2026-11-30", "2026-11-25", "urgent")
    assert queries.first_times(SERVICE, last_lawful=found.ordinary.on, at=AT).way == "ordinary"
    for n, on in enumerate(days):
        book(UUID(int=200 + n), at(f"{on} 09:00"), lane="urgent")
    late = queries.first_times(SERVICE, last_lawful=at("2026-11-27 12:00").date(), at=AT)
    assert late.urgent is not None
    assert (str(late.urgent.on), late.way) == ("2026-11-30", "none")
    assert queries.first_times("visits", last_lawful=None, at=AT).way == "none"


def test_the_whole_horizon_costs_five_statements_however_long_it_is() -> None:
    opened(horizon=30)
    book(), book(DORA)
    for ask in (
        lambda: queries.days(SERVICE, HALL, at=AT),
        lambda: queries.first_times(SERVICE, last_lawful=None, at=AT),
    ):
        with CaptureQueriesContext(connection) as statements:
            ask()
        assert len(statements) == 5  # the last asks for emergencies
    days = queries.days(SERVICE, HALL, at=AT)
    assert len(days) == 31  # thirty working days ahead, and today
    assert [(day.free, day.first) for day in days[:2]] == [(8, at("2026-11-25 09:00")), (6, HALF_PAST)]


def test_whom_to_remind_is_told_once_and_anew_when_it_moved() -> None:
    opened()
    number = book(contact=1)
    book(DORA, at("2026-11-27 09:00"), contact=2)
    assert queries.due_reminders(AT) == ()  # booked today
    commands.move(number, starts_at=at("2026-11-27 09:30"), by=person(ANNA), at=AT)
    tomorrow = AT + timedelta(days=1)
    due = queries.due_reminders(tomorrow)
    assert [card.starts_at for card in due] == [at("2026-11-27 09:00"), at("2026-11-27 09:30")]
    assert [commands.reminded(card.number, at=tomorrow) for card in (*due, due[0])] == [True, True, False]
    assert queries.due_reminders(tomorrow) == ()
    commands.move(number, starts_at=at("2026-11-27 10:00"), by=person(ANNA), at=tomorrow)
    assert [card.number for card in queries.due_reminders(tomorrow)] == [number]


def test_who_came_who_did_not_and_of_whom_nobody_said_anything() -> None:
    opened()
    came, missed, silent = book(ANNA), book(DORA), book(UUID(int=13), HALF_PAST)
    for act, code in (
        (lambda: commands.note_came(came, by=BAO, at=AT), "slots.too-early"),
        (lambda: commands.note_came(came, by=person(ANNA), at=NINE), "slots.not-yours"),
        (lambda: commands.note_missed(missed, by=person(DORA), at=NINE), "slots.not-yours"),
        (lambda: commands.note_missed(missed, by=machine("hall"), at=NINE), "slots.too-early"),
    ):
        with refuses(code):
            act()
    late = NINE + timedelta(hours=1)
    for _ in range(2):
        commands.note_came(came, by=BAO, at=NINE)
        commands.note_missed(missed, by=machine("hall"), at=late)
    commands.note_came(missed, by=BAO, at=late)  # she stood at the other door
    assert commands.note_over(late) == 0
    assert commands.note_over(at("2026-11-27 00:00")) == 1
    assert [queries.booking(one, by=BAO).state for one in (came, missed, silent)] == ["came", "came", "over"]
    assert book(UUID(int=13), at("2026-11-27 09:00"), now=at("2026-11-27 08:00"))
    cancelled = book(UUID(int=14), at("2026-11-27 09:00"))
    commands.cancel(cancelled, by=BAO, at=AT)
    with refuses("slots.not-booked"):
        commands.note_came(cancelled, by=BAO, at=at("2026-11-27 09:00"))


def test_the_board_lists_a_day_page_by_page_without_the_cancelled() -> None:
    opened(capacity=3)
    numbers = [book(UUID(int=100 + n), NINE if n < 3 else HALF_PAST) for n in range(5)]
    book(ANNA, at("2026-11-27 09:00"))
    commands.cancel(numbers[1], by=BAO, at=AT)
    day, seen, after = queries.office_day(NINE), [], ""
    while True:
        page = queries.board(HALL, day, after=after, size=2)
        seen += [card.number for card in page.rows]
        if not page.next:
            break
        after = page.next
    assert seen == [numbers[0], *numbers[2:]]


def test_who_came_is_forgotten_and_the_counts_stay() -> None:
    opened()
    number = book(about="case:9")
    commands.note_came(number, by=BAO, at=NINE)
    assert commands.forget(NINE + timedelta(days=89)) == 0
    assert commands.forget(NINE + timedelta(days=91)) == 1
    row = Booking.objects.get()
    assert (row.who, row.about, row.by_key, row.contact, row.state) == ("", "", "", None, "came")
    assert counts() == (1, 0, 0)
