"""Matters, changes, rights, files and terms by tables of facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from portlight.capabilities.green_lanes import words
from portlight.capabilities.green_lanes.rules.agreements import Terms, fault, week_of
from portlight.capabilities.green_lanes.rules.differing import Coming, Standing, compared
from portlight.capabilities.green_lanes.rules.duties import duty_to_change, duty_to_extend, duty_to_report
from portlight.capabilities.green_lanes.rules.files import named
from portlight.capabilities.green_lanes.rules.hours import Hours, may_book
from portlight.capabilities.green_lanes.rules.matters import wanted
from portlight.capabilities.green_lanes.rules.people import years
from portlight.capabilities.green_lanes.rules.rights import facts
from portlight.capabilities.green_lanes.rules.roster import TEMPLATE, check
from portlight.capabilities.green_lanes.tests.given import HEAD, TODAY, ending, person, text
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused
from portlight.toolkit.rosters import columns, writing
from portlight.toolkit.sheets import read

SOON, LATER = TODAY + timedelta(days=30), TODAY + timedelta(days=31)


@pytest.mark.parametrize(("asked", "holds", "letter", "change", "ends_on", "matter"), [
    ("", "residence-permit", "", "same", SOON, "residence-extension"),
    ("", "residence-permit", "", "ending", TODAY - timedelta(days=3), "residence-extension"),
    ("", "residence-permit", "", "same", LATER, ""),
    ("", "residence-permit", "", "changed", LATER, "residence-change"),
    ("", "visa", "Z", "joined", LATER, "residence-work"), ("", "visa", "X1", "joined", LATER, "residence-study"),
    ("", "visa", "X2", "joined", LATER, ""), ("", "visa", "F", "ending", SOON, "visa-extension"),
    ("", "visa", "F", "changed", LATER, "visa-replacement"), ("", "visa-free", "", "ending", SOON, "stay-permit"),
    ("nothing", "residence-permit", "", "ending", SOON, ""),
    ("residence-note", "residence-permit", "", "same", LATER, "residence-note"),
])  # fmt: skip
def test_what_a_row_wants(asked: str, holds: str, letter: str, change: str, ends_on: date, matter: str) -> None:
    found = wanted(asked, holds=holds, letter=letter, change=change, ends_on=ends_on, on=TODAY)  # type: ignore[arg-type]
    assert found == matter


def test_who_joined_changed_ends_left_and_revoked() -> None:
    known = [
        Standing(member=place, same=name, paper=f"p{name}", state=state)
        for place, (name, state) in enumerate(
            (("a", "current"), ("b", "current"), ("c", "current"), ("d", "left"), ("e", "revoked")), start=1
        )
    ]
    coming = [
        Coming(place=place, same=same, paper=paper, ends_on=ends_on)
        for place, (same, paper, ends_on) in enumerate(
            (("a", "pa", LATER), ("b", "new", SOON), ("d", "pd", LATER), ("e", "pe", LATER), ("z", "pz", SOON),
             ("other name", "pa", SOON))
        )
    ]  # fmt: skip
    found = compared(coming, known, whole=True, on=TODAY)
    assert found.change == {0: "same", 1: "changed", 2: "joined", 3: "same", 4: "joined", 5: "ending"}
    assert (found.left, found.revoked) == ((3,), (3,))
    assert compared(coming, known, whole=False, on=TODAY).left == ()
    assert compared([], [], whole=True, on=TODAY).left == ()


@pytest.mark.parametrize(("born", "on", "full"), [
    (date(2010, 2, 10), date(2026, 2, 10), 16), (date(2010, 2, 11), date(2026, 2, 10), 15),
    (date(2012, 2, 29), date(2028, 2, 28), 15), (date(2011, 2, 28), date(2027, 2, 28), 16),
    (date(2008, 2, 29), date(2026, 3, 1), 18), (date(1966, 2, 10), date(2026, 2, 10), 60),
])  # fmt: skip
def test_full_years(born: date, on: date, full: int) -> None:
    assert years(born, on=on) == full


def test_the_facts_of_the_table_of_rights() -> None:
    told = facts("residence-work", born=date(1966, 2, 10), ground="", guarantees=False, on=TODAY)
    assert told == {"matter": "residence-work", "age": "sixty", "ground": "none", "guarantee": "unsaid"}
    assert facts("stay-permit", born=date(2010, 2, 11), ground="unwell", guarantees=True, on=TODAY)["age"] == "under-16"


@pytest.mark.parametrize(("path", "number", "slot"), [
    ("E12345678.jpg", "E12345678", "passport-page"), ("e12345678_photo.png", "E12345678", "photo"),
    ("people/E12345678/visa 2.pdf", "E12345678", "visa-page"), ("护照 E12345678.jpg", "E12345678", "passport-page"),
    ("E12345678-work permit.pdf", "E12345678", "visa-page"), ("E12345678 letter.pdf", "E12345678", "supporting-paper"),
    ("anna.jpg", "", "supporting-paper"), ("Thumbs.db", "", "supporting-paper"),
    ("../../../X1234567.jpg", "X1234567", "passport-page"),
])  # fmt: skip
def test_whose_a_file_is(path: str, number: str, slot: str) -> None:
    assert named(path) == (number, slot)


def test_duties_have_their_days_and_their_source() -> None:
    permit, visa = duty_to_extend("residence-permit", date(2026, 4, 1)), duty_to_extend("visa", date(2026, 4, 1))
    assert permit is not None
    assert (permit.by, permit.source) == (date(2026, 3, 2), "LAW 32")
    assert visa is not None
    assert (visa.by, visa.source) == (date(2026, 3, 25), "LAW 29")
    assert duty_to_extend("visa-free", date(2026, 4, 1)) is None
    changed = duty_to_change("residence-permit", date(2026, 2, 10))
    assert changed is not None
    assert (changed.by, changed.source) == (date(2026, 2, 20), "LAW 33")
    assert duty_to_change("visa", date(2026, 2, 10)) is None
    assert (duty_to_report().by, duty_to_report().source) == (None, "REG 26")


TERMS = Terms(organisation=uuid4(), contact=uuid4(), per_day=5, per_week=8, promise=3, since=TODAY, until=LATER)


@pytest.mark.parametrize(("more", "code"), [
    ({}, None), ({"days": (1, 3), "opens": time(9), "closes": time(11)}, None), ({"per_day": 0}, "lanes.quota-odd"),
    ({"per_week": 4}, "lanes.quota-odd"), ({"promise": 16}, "lanes.promise-odd"), ({"until": TODAY}, "lanes.term-odd"),
    ({"until": TODAY + timedelta(days=1200)}, "lanes.term-odd"), ({"days": (1,)}, "lanes.hours-odd"),
    ({"opens": time(9), "closes": time(11)}, "lanes.hours-odd"), ({"visits": 32}, "lanes.quota-odd"),
    ({"days": (1,), "opens": time(11), "closes": time(9)}, "lanes.hours-odd"),
])  # fmt: skip
def test_what_cannot_be_agreed(more: dict[str, object], code: str | None) -> None:
    found = fault(replace(TERMS, **more))  # type: ignore[arg-type]
    assert (found[0] if found else None) == code


def test_a_week_begins_on_monday() -> None:
    assert {week_of(date(2026, 2, 9) + timedelta(days=day)) for day in range(7)} == {date(2026, 2, 9)}


@pytest.mark.parametrize(("more", "code", "verdict"), [
    ({"passport_no": "12345678"}, None, "ok"), ({"passport_no": "1.2E+10"}, "paper-number-was-number", "error"),
    ({"may_stay_until": ""}, "empty", "error"), ({"visa_type": ""}, "empty", "error"),
    ({"visa_type": "diplomatic"}, "exempt", "error"), ({"visa_type": "blue"}, "stay-kind-unknown", "error"),
    ({"may_stay_until": "03/04/2026"}, "date-ambiguous", "warn"),
    ({"may_stay_until": "2026-02-30"}, "date-impossible", "error"),
    ({"wanted": "a pony"}, "wanted-unknown", "error"), ({"ground": "friend"}, "ground-unknown", "warn"),
    ({"email": "nobody"}, "email-odd", "error"), ({"email": ""}, "no-email", "warn"),
    ({"wanted": "居留证件延期"}, None, "ok"),
    ({"nationality": "Narnia"}, "nationality-unknown", "error"),
    ({"may_stay_until": "2026-02-01"}, "stay-over", "warn"),
])  # fmt: skip
def test_each_cell_is_named(more: dict[str, str], code: str | None, verdict: str) -> None:
    found = check(read(text(person(1, **more))), as_of=TODAY).verdict(0)
    assert (found.code, found.verdict) == (code, verdict)


def test_one_person_twice_and_one_passport_of_two_people() -> None:
    twice = check(read(text(person(1), person(1))), as_of=TODAY)
    assert twice.verdict(1).code == "twice"
    two = check(read(text(person(1), person(2, passport_no="X00000001"))), as_of=TODAY)
    assert two.verdict(1).code == "twice-other-person"


def test_a_list_without_what_decides_is_refused() -> None:
    for head, code in ((HEAD[:8], "roster.columns-missing"), (("a", "b"), "roster.heading-missing")):
        with pytest.raises(Refused, match=code):
            check(read(text(person(1)[: len(head)], head=head)), as_of=TODAY)
    with pytest.raises(Refused, match=r"lanes\.too-many"):
        check(read(text(*(ending(number) for number in range(2001)))), as_of=TODAY)


@pytest.mark.parametrize("language", CODES)
def test_every_column_of_our_own_template_is_read(language: str) -> None:
    header = read(writing.template(TEMPLATE, words.labels(language))).header
    assert tuple(columns.key_of(heading, TEMPLATE.columns) for heading in header) == TEMPLATE.keys


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


MORNINGS = Hours(days=frozenset({2, 4}), opens=time(9), closes=time(11))


@pytest.mark.parametrize(("starts", "ends", "inside"), [
    ("2026-02-10T09:00", "2026-02-10T09:30", True), ("2026-02-12T10:30", "2026-02-12T11:00", True),
    ("2026-02-10T08:30", "2026-02-10T09:00", False), ("2026-02-10T08:45", "2026-02-10T09:15", False),
    ("2026-02-10T10:45", "2026-02-10T11:15", False), ("2026-02-11T09:00", "2026-02-11T09:30", False),
    ("2026-02-10T23:30", "2026-02-11T00:00", False),
])  # fmt: skip
def test_a_time_lies_in_reserved_hours_whole_or_not_at_all(starts: str, ends: str, inside: bool) -> None:
    assert MORNINGS.hold(at(starts), at(ends)) is inside


EVENINGS = Hours(days=frozenset(range(1, 8)), opens=time(16), closes=time(20))
ALL_DAY = Hours(days=frozenset(range(1, 8)), opens=time(8), closes=time(20))


@pytest.mark.parametrize(("own", "others", "fallen", "may"), [
    (None, (), False, True),
    (None, (EVENINGS,), False, True),
    (None, (EVENINGS, ALL_DAY), False, False),
    (ALL_DAY, (), False, True),
    (ALL_DAY, (ALL_DAY,), False, True),  # both have reserved it
    (EVENINGS, (), False, False),  # its own hours are others
    (EVENINGS, (ALL_DAY,), True, True),  # fallen to everybody
    (None, (ALL_DAY,), True, True),
])  # fmt: skip
def test_reserved_hours_bind_the_one_and_keep_out_the_others(
    own: Hours | None, others: tuple[Hours, ...], fallen: bool, may: bool
) -> None:
    starts = at("2026-02-10T09:00")
    assert may_book(starts, starts + timedelta(minutes=30), own=own, others=others, fallen=fallen) is may
