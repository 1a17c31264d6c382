"""Somebody types an address: known or not, and forgotten when nobody proves it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portlight.kernel.people import commands, queries
from portlight.kernel.people.rules import NewAddress, NewPerson
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused

AT, BY = datetime(2026, 3, 2, 9, tzinfo=UTC), machine("tests")
WHOSE = {"channel": "email", "value": "new@mail.example"}


def test_a_stranger_is_made_once_and_known_the_second_time(db: object) -> None:
    first = commands.meet(**WHOSE, languages=("fr", "en"), by=BY, at=AT)
    assert first.fresh
    assert commands.meet(**WHOSE, languages=("de",), by=BY, at=AT) == commands.Met(first.address, fresh=False)
    card = queries.person(queries.recognise(**WHOSE)[0].person)
    assert card is not None
    assert card.languages == ("fr", "en"), "who types a known address changes nothing"


def test_of_several_who_share_an_address_the_oldest_entry_is_met(db: object) -> None:
    same = NewAddress(**WHOSE)
    commands.enrol([NewPerson(languages=("en",), addresses=(same,)) for _ in range(2)], by=BY, at=AT)
    oldest = queries.recognise(**WHOSE)[0].address
    assert commands.meet(**WHOSE, languages=("en",), by=BY, at=AT) == commands.Met(oldest, fresh=False)


def test_only_who_proved_nothing_is_forgotten_and_only_once(db: object) -> None:
    met = commands.meet(**WHOSE, languages=("en",), by=BY, at=AT)
    assert commands.forget_if_unproved(address=met.address, by=BY, at=AT)
    assert queries.recognise(**WHOSE) == []
    assert not commands.forget_if_unproved(address=met.address, by=BY, at=AT), (
        "erased before: no refusal stops the others"
    )


def test_whoever_has_proved_the_address_stays(fresh_db: object) -> None:
    met = commands.meet(**WHOSE, languages=("en",), by=BY, at=AT)
    commands.prove(address=met.address, code=commands.ask_proof(address=met.address, by=BY, at=AT), by=BY, at=AT)
    assert not commands.forget_if_unproved(address=met.address, by=BY, at=AT)
    assert queries.recognise(**WHOSE)[0].address == met.address


def test_an_address_that_is_none_leaves_nobody_behind(db: object) -> None:
    with pytest.raises(Refused, match=r"people\.address-odd"):
        commands.meet(channel="email", value="not an address", languages=("en",), by=BY, at=AT)
    assert queries.recognise("email", "not an address") == []
