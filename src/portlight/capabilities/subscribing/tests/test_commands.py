"""Nothing is sent to an address that was not proved; one click stops it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection

from portlight.capabilities.subscribing import commands, queries, rules
from portlight.capabilities.subscribing.words import code_message
from portlight.delivery import commands as delivery
from portlight.delivery import tokens
from portlight.kernel.people import queries as people
from portlight.toolkit.refusals import Refused
from tests.cast import AT, BY, Cast


def last_message() -> tuple[str, str]:
    """Language and title, read where the channel will: no query shows the words of a message to one person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT language, title FROM delivery_rendition ORDER BY id DESC LIMIT 1")
        return cursor.fetchone()


def code_sent() -> str:
    return re.findall(r"\b\d{6}\b", last_message()[1])[0]


def sign_up(value: str, **told: object) -> int:
    usual: dict = {"languages": ("fr", "en"), "topics": ["hall"], "consent": True, "texts": code_message()}
    return commands.sign_up(channel="email", value=value, **{**usual, **told}, by=BY, at=AT)


@pytest.mark.django_db
def test_a_stranger_is_written_to_only_after_the_code() -> None:
    number = sign_up("new@mail.example")
    assert people.recognise("email", "new@mail.example")[0].in_use is False
    key = commands.confirm(address=number, code=code_sent(), by=BY, at=AT)
    assert people.recognise("email", "new@mail.example")[0].in_use is True
    chosen = queries.choices(key)
    assert (chosen.first_language, chosen.other_languages, chosen.topics) == ("fr", ("en",), ("hall",))


def test_whoever_types_another_persons_address_changes_nothing_for_her(cast: Cast) -> None:
    before = queries.choices(cast.anna.key)
    sign_up(cast.anna.email, languages=("ru",), topics=["entry"])
    assert queries.choices(cast.anna.key) == before


def test_the_code_comes_in_the_language_asked_for(cast: Cast) -> None:
    sign_up("other@mail.example", languages=("de",))
    assert last_message()[0] == "de"


@pytest.mark.django_db
def test_it_refuses_without_consent_and_keeps_nothing() -> None:
    with pytest.raises(Refused, match="no-consent"):
        sign_up("new@mail.example", consent=False)
    assert people.recognise("email", "new@mail.example") == []


@pytest.mark.django_db
def test_it_refuses_a_sixth_code_within_the_hour() -> None:
    for _ in range(5):
        sign_up("new@mail.example")
    with pytest.raises(Refused, match="throttled"):
        sign_up("new@mail.example")


@pytest.mark.django_db
def test_a_wrong_code_confirms_nothing() -> None:
    number = sign_up("new@mail.example")
    wrong = f"{(int(code_sent()) + 1) % 1_000_000:06d}"
    with pytest.raises(Refused, match="proof-wrong"):
        commands.confirm(address=number, code=wrong, by=BY, at=AT)
    assert people.recognise("email", "new@mail.example")[0].in_use is False


def test_one_click_stops_it_and_twice_is_harmless(cast: Cast) -> None:
    token = tokens.token(tokens.OUT, cast.anna.address)
    assert commands.stop(token=token, at=AT)
    assert commands.stop(token=token, at=AT)
    assert people.recognise("email", cast.anna.email)[0].in_use is False
    assert not commands.stop(token=token[:-2] + "xx", at=AT)


def test_a_changed_address_is_proved_again_before_it_is_used(cast: Cast) -> None:
    number = commands.move(
        person=cast.anna.key, address=cast.anna.address, value="anna@new.example", texts=code_message(),
        by=cast.anna.actor, at=AT,
    )  # fmt: skip
    assert people.recognise("email", cast.anna.email)[0].in_use is False
    assert people.recognise("email", "anna@new.example")[0].in_use is False
    commands.confirm(address=number, code=code_sent(), by=cast.anna.actor, at=AT)
    assert people.recognise("email", "anna@new.example")[0].in_use is True


def test_nobody_stops_or_moves_anothers_address(cast: Cast) -> None:
    with pytest.raises(Refused, match="address-unknown"):
        commands.stop_address(person=cast.dora.key, address=cast.anna.address, by=cast.dora.actor, at=AT)


@pytest.mark.django_db
def test_what_nobody_confirms_is_forgotten_after_a_week() -> None:
    sign_up("new@mail.example")
    assert commands.forget_unconfirmed(at=AT + timedelta(days=6)) == 0
    assert commands.forget_unconfirmed(at=AT + timedelta(days=8)) == 1
    assert people.recognise("email", "new@mail.example") == []


def test_the_first_language_comes_first_and_once() -> None:
    assert rules.chain("ar", ["en", "ar", "fr"]) == ("ar", "en", "fr")
    with pytest.raises(Refused, match="no-language"):
        rules.chain("", ["en"])


def test_an_address_that_was_dead_and_answers_again_is_written_to_again(cast: Cast) -> None:
    delivery.suppress(address_id=cast.anna.address, reason="refused", by=BY, at=AT)
    number = sign_up(cast.anna.email)
    commands.confirm(address=number, code=code_sent(), by=BY, at=AT)
    assert not delivery.lift(address_id=cast.anna.address, by=BY, at=AT)  # nothing stands against it any more
