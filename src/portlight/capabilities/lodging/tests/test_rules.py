from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from portlight.capabilities.lodging.rules.checks import Judged, Place, age, judge, same_place
from portlight.capabilities.lodging.rules.values import Declared
from portlight.capabilities.lodging.tests.given import AT, DECLARED, LODGING, SHANGHAI, with_
from portlight.toolkit.refusals import Refused

CITY = Place(in_city=True, use="home", station="PD01")


def judged(declared: Declared = DECLARED, place: Place = CITY, at: datetime = AT) -> Judged:
    return judge(declared, place, at=at, zone=SHANGHAI)


def test_a_whole_declaration_has_nothing_to_look_at() -> None:
    found = judged()
    assert (found.late_by, found.flags, found.missing) == (0, (), ())


def test_a_declaration_survives_being_kept() -> None:
    whole = with_(differs_from_photo=("surname",), photo_doubts=("birth_date",), read_from_photo=True)
    assert Declared.from_json(whole.to_json()) == whole


@pytest.mark.parametrize(
    ("moved_in", "at", "hours"),
    [
        ("2026-02-09T10:30", "2026-02-10T10:30", 0),
        ("2026-02-09T10:30", "2026-02-10T11:00", 0),  # the hour it began in is not counted (PROC 35)
        ("2026-02-09T10:30", "2026-02-10T11:01", 1),
        ("2026-02-09T00:00", "2026-02-10T00:00", 0),
        ("2026-02-09T00:00", "2026-02-10T00:30", 1),
        ("2026-02-08T23:59", "2026-02-10T10:30", 11),
        ("2026-01-31T22:00", "2026-02-10T22:00", 216),  # holidays do not stop hours
    ],
)
def test_the_24_hours_run_from_moving_in(moved_in: str, at: str, hours: int) -> None:
    begun = datetime.fromisoformat(moved_in).replace(tzinfo=SHANGHAI)
    found = judged(with_(lodging={"moved_in_at": begun}), at=datetime.fromisoformat(at).replace(tzinfo=SHANGHAI))
    assert found.late_by == hours
    assert ("late" in found.flags) == bool(hours)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"holder": {"surname": "", "given_names": ""}}, "name-odd", "surname"),
        ({"holder": {"surname": "ANNA 🙂"}}, "name-odd", "surname"),
        ({"holder": {"surname": "A" * 200}}, "name-odd", "surname"),
        ({"holder": {"given_names": "R2D2"}}, "name-odd", "given_names"),
        ({"holder": {"surname": "\u202eDUPONT"}}, "name-odd", "surname"),
        ({"holder": {"nationality": "UTO"}}, "nationality-unknown", "nationality"),
        ({"holder": {"birth_date": date(2026, 2, 11)}}, "born-odd", "birth_date"),
        ({"holder": {"birth_date": date(1890, 1, 1)}}, "born-odd", "birth_date"),
        ({"holder": {"paper_number": "X 1"}}, "paper-number-odd", "paper_number"),
        ({"holder": {"paper_number": "Ｅ1234567"}}, "paper-number-odd", "paper_number"),
        ({"holder": {"birth_date": date(2013, 2, 11)}}, "guardian-needed", "birth_date"),
        ({"stay": {"kind": "diplomatic"}}, "exempt", "stay_kind"),
        ({"stay": {"entered_on": date(2026, 2, 11)}}, "entered-odd", "entered_on"),
        ({"stay": {"until": date(2026, 2, 8)}}, "dates-reversed", "stay_until"),
        ({"lodging": {"leaving_on": date(2026, 2, 9)}}, "dates-reversed", "leaving_on"),
        ({"lodging": {"leaving_on": date(2036, 2, 9)}}, "leaving-too-far", "leaving_on"),
        ({"lodging": {"moved_in_at": AT + timedelta(days=1)}}, "not-yet", "moved_in_on"),
        ({"lodging": {"moved_in_at": AT - timedelta(days=4200)}}, "too-long-ago", "moved_in_on"),
        ({"lodging": {"address": "", "line": "here"}}, "address-missing", "line"),
        ({"lodging": {"room": "x" * 41}}, "room-odd", "room"),
    ],
)
def test_what_cannot_be_meant_is_refused_beside_its_field(change: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        judged(with_(**change))
    assert (refusal.value.code, refusal.value.field) == (f"lodging.{code}", field)


@pytest.mark.parametrize(
    ("place", "code"), [(Place(in_city=False), "outside-city"), (Place(in_city=True, use="hotel"), "hotel")]
)
def test_what_is_not_this_offices_is_told_kindly(place: Place, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        judged(place=place)
    assert refusal.value.code == f"lodging.{code}"


@pytest.mark.parametrize(
    "name", ["O'BRIEN", "D’ANGELO", "SAINT-EXUPÉRY", "محمد بن سلمان", "МАРИНА", "김민준", "N", "Ó Súilleabháin", "नेहा"]
)
def test_names_of_the_world_are_names(name: str) -> None:
    assert judged(with_(holder={"surname": name})).flags == ()


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"holder": {"paper_until": date(2026, 2, 9)}}, "paper-expired"),
        ({"stay": {"until": date(2026, 2, 9), "entered_on": None}}, "stay-over"),
        ({"lodging": {"moved_in_at": AT - timedelta(days=9), "leaving_on": date(2026, 2, 9)}}, "leaving-past"),
        ({"lodging": {"address": ""}}, "address-typed"),
        ({"holder": {"paper": "stateless"}}, "rare-paper"),
        ({"differs_from_photo": ("surname",)}, "differs-from-photo"),
        ({"photo_doubts": ("birth_date",)}, "photo-doubtful"),
    ],
)
def test_what_an_officer_should_see_is_flagged_not_refused(change: dict[str, Any], flag: str) -> None:
    assert flag in judged(with_(**change)).flags


def test_what_may_follow_within_three_days_is_named() -> None:
    found = judged(with_(stay={"kind": "unknown", "until": None, "entered_on": None}, lodging={"leaving_on": None}))
    assert found.missing == ("stay_kind", "entered_on", "leaving_on")
    permit = with_(stay={"kind": "residence-permit", "visa": "", "entered_on": None})
    assert judged(permit).missing == ()


def test_the_same_place_is_the_same_however_it_is_written() -> None:
    typed = with_(lodging={"address": "", "line": "Minsheng Road 1500"}).lodging
    again = with_(lodging={"address": "", "line": "minsheng road, 1500", "room": "12 1201"}).lodging
    assert same_place(typed) == same_place(again)
    assert same_place(typed) != same_place(LODGING)


@pytest.mark.parametrize(("born", "on", "years"), [("2012-02-29", "2026-02-28", 13), ("2012-02-29", "2026-03-01", 14)])
def test_age_of_a_leap_day_child(born: str, on: str, years: int) -> None:
    assert age(date.fromisoformat(born), date.fromisoformat(on)) == years
