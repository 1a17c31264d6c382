from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portlight.kernel.people import commands, queries
from portlight.kernel.people.rules import NewAddress, NewPaper, NewPerson
from portlight.kernel.timeline.queries import about
from portlight.toolkit.actor import machine, staff
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import open_sealed

AT = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
BY = machine("import")
pytestmark = pytest.mark.django_db


def anna(**more: object) -> NewPerson:
    told: dict[str, object] = {
        "languages": ("fr", "en"),
        "nationality": "FRA",
        "name": "Anna Lefèvre",
        "birth_date": date(1988, 2, 29),
        "addresses": (NewAddress(channel="email", value="anna@mail.example", verified=True, consented=True),),
        "papers": (NewPaper(country="FRA", number="19ZZ 12345", expires_on=date(2030, 1, 1)),),
        "topics": ("measures",),
    }
    return NewPerson(**{**told, **more})  # type: ignore[arg-type]


def test_who_is_enrolled_is_found_again_and_only_opened_with_a_reason() -> None:
    (key,) = commands.enrol([anna()], by=BY, at=AT)
    card = queries.person(key)
    assert card is not None
    assert (card.nationality, card.languages, card.topics) == ("FRA", ("fr", "en"), ("measures",))
    (address,) = queries.addresses(key)
    assert address.in_use
    assert queries.recognise("email", "Anna@MAIL.example") == [queries.Recognised(key, address.number, True)]
    assert queries.recognise("email", "bnna@mail.example") == []
    assert queries.recognise_paper("FRA", "19zz-12345") == [key]
    chen = staff(uuid4())
    seen = queries.opened(key, by=chen, why="hotline", at=AT)
    assert (seen.name, seen.birth_date, seen.papers) == ("Anna Lefèvre", "1988-02-29", (("FRA", "19ZZ 12345"),))
    assert seen.addresses == ((address.number, "email", "anna@mail.example"),)
    note = about(f"person:{key}").rows[0]
    assert (note.kind, note.by_key, note.facts) == ("people.opened", chen.key, {"why": "hotline"})


def test_nothing_that_names_or_reaches_a_person_is_stored_in_the_clear() -> None:
    commands.enrol([anna()], by=BY, at=AT)
    told: list[object] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told += [value for row in cursor.fetchall() for value in row]
    stored = "\n".join(bytes(v).decode("latin1") if isinstance(v, (bytes, memoryview)) else f"{v}" for v in told)
    for secret in ("Anna Lef", "1988-02-29", "anna@mail", "19ZZ 12345", "19ZZ12345"):
        assert secret not in stored


def test_the_sending_path_opens_what_raw_sql_returns() -> None:
    commands.enrol([anna()], by=BY, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, seal FROM people_address")
        value, seal = cursor.fetchone()
    assert open_sealed(value, column="people_address.value", seal=seal) == "anna@mail.example"


def test_many_are_enrolled_in_batches_with_one_entry_each() -> None:
    many = [
        anna(name=f"N {n}", addresses=(NewAddress(channel="email", value=f"p{n}@mail.example"),)) for n in range(4100)
    ]
    keys = commands.enrol(many, by=BY, at=AT)
    entries = about("people:all").rows
    assert [entry.facts["count"] for entry in entries] == [100, 2000, 2000]
    assert len({entry.facts["content"] for entry in entries}) == 3
    assert queries.audience.count(queries.audience.Question()) == 4100
    found = queries.recognise("email", "p4099@mail.example")
    assert found[0].person == keys[4099]


def test_the_same_run_sent_twice_enrols_once_and_a_changed_one_is_refused() -> None:
    again, many = uuid4(), [anna(), anna(name="Other")]
    first = commands.enrol(many, by=BY, at=AT, request_id=again)
    assert commands.enrol(many, by=BY, at=AT, request_id=again) == first
    assert queries.audience.count(queries.audience.Question()) == 2
    with pytest.raises(Refused, match="resend-differs"):
        commands.enrol([anna(), anna(name="Changed")], by=BY, at=AT, request_id=again)


def test_nobody_is_enrolled_when_one_cannot_be() -> None:
    for wrong, code in (
        ({"languages": ("fr", "xx")}, "people.language-unknown"),
        ({"languages": ("fr", "fr")}, "people.language-doubled"),
        ({"nationality": "France"}, "people.nationality-odd"),
        ({"district": "Pudong"}, "people.district-odd"),
        ({"topics": ("Überblick",)}, "people.topic-odd"),
        ({"papers": (NewPaper(country="FR", number="1"),)}, "people.paper-odd"),
        ({"addresses": (NewAddress(channel="email", value="anna"),)}, "people.address-odd"),
        ({"addresses": (NewAddress(channel="sms", value="13800138000"),)}, "people.address-odd"),
        ({"addresses": (NewAddress(channel="rehearsal", value="two\nlines"),)}, "people.address-odd"),
        ({"addresses": (NewAddress(channel="E Mail", value="a@b.example"),)}, "people.channel-odd"),
    ):
        with pytest.raises(Refused, match=code):
            commands.enrol([anna(), anna(**wrong)], by=BY, at=AT)
    assert queries.audience.count(queries.audience.Question()) == 0


def test_a_key_is_enrolled_once() -> None:
    key = UUID(int=1)
    commands.enrol([anna(key=key)], by=BY, at=AT)
    with pytest.raises(Refused, match="key-known"):
        commands.enrol([anna(key=key)], by=BY, at=AT)


def test_an_address_written_twice_is_one_address() -> None:
    twice = tuple(NewAddress(channel="email", value=v) for v in ("a@mail.example", "A@MAIL.example"))
    (key,) = commands.enrol([anna(addresses=twice)], by=BY, at=AT)
    assert len(queries.addresses(key)) == 1


@pytest.mark.scale
def test_people_are_enrolled_by_the_page_not_one_by_one() -> None:
    """However many: a few statements a page. (170,000 people take seconds; a bench says how many.)"""

    def spent(count: int, start: int) -> int:
        many = [
            anna(name=f"N {n}", papers=(), addresses=(NewAddress(channel="email", value=f"p{n}@mail.example"),))
            for n in range(start, start + count)
        ]
        with CaptureQueriesContext(connection) as statements:
            commands.enrol(many, by=BY, at=AT)
        return len(statements)

    few, many = spent(500, 0), spent(5_000, 500)
    assert many <= few * 10
    assert many < 5_000 / 20
