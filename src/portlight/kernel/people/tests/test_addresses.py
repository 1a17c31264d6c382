from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from portlight.kernel.people import commands, queries
from portlight.kernel.people.rules import NewPerson
from portlight.kernel.timeline.queries import about
from portlight.toolkit import actor
from portlight.toolkit.refusals import Refused
from tests.together import at_once

AT = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
BY = actor.machine("portal")
WRONG = "000000x"


def person() -> UUID:
    return commands.enrol([NewPerson(languages=("fr",))], by=BY, at=AT)[0]


def add(key: UUID, value: str = "anna@mail.example", **more: object) -> int:
    return commands.add_address(person=key, channel="email", value=value, by=BY, at=AT, **more)  # type: ignore[arg-type]


def card(number: int) -> queries.AddressCard:
    found = queries.address(number)
    assert found is not None
    return found


@pytest.mark.django_db
def test_an_address_is_used_only_when_proved_and_agreed_to() -> None:
    number = add(person())
    assert not card(number).in_use
    commands.consent(address=number, by=BY, at=AT, request_id=uuid4())
    assert not card(number).in_use
    code = commands.ask_proof(address=number, by=BY, at=AT)
    commands.prove(address=number, code=f" {code} ", by=BY, at=AT)
    assert card(number).in_use
    commands.withdraw(address=number, by=BY, at=AT + timedelta(days=1))
    assert not card(number).in_use
    commands.consent(address=number, by=BY, at=AT + timedelta(days=2))
    assert card(number).in_use


@pytest.mark.django_db
def test_an_address_is_added_once() -> None:
    key, again = person(), uuid4()
    number = add(key, request_id=again)
    assert add(key, request_id=again) == number
    assert add(key, value="ANNA@mail.example") == number
    with pytest.raises(Refused, match="resend-differs"):
        add(key, value="other@mail.example", request_id=again)
    for wrong, code in (("x", "people.address-odd"), ("a@b", "people.address-odd")):
        with pytest.raises(Refused, match=code):
            add(key, value=wrong)
    with pytest.raises(Refused, match=r"people\.unknown"):
        add(uuid4())
    with pytest.raises(Refused, match="address-unknown"):
        commands.withdraw(address=number + 1, by=BY, at=AT)


@pytest.mark.django_db
def test_a_changed_address_is_proved_again_and_the_old_one_falls_silent() -> None:
    key, again = person(), uuid4()
    old = add(key, verified=True, consented=True)
    new = commands.change_address(address=old, value="new@mail.example", by=BY, at=AT, request_id=again)
    assert commands.change_address(address=old, value="new@mail.example", by=BY, at=AT, request_id=again) == new
    assert not card(old).in_use
    assert not card(new).in_use
    assert card(new).consented_at == AT
    code = commands.ask_proof(address=new, by=BY, at=AT)
    assert commands.prove(address=new, code=code, by=BY, at=AT) == key
    assert card(new).in_use
    with pytest.raises(Refused, match="address-odd"):
        commands.change_address(address=new, value="nothing", by=BY, at=AT)


@pytest.mark.django_db
def test_a_code_is_good_once_for_ten_minutes() -> None:
    key, again = person(), uuid4()
    number = add(key)
    code = commands.ask_proof(address=number, by=BY, at=AT, request_id=again)
    assert commands.ask_proof(address=number, by=BY, at=AT, request_id=again) == code
    assert len(code) == 6
    with pytest.raises(Refused, match="proof-over"):
        commands.prove(address=number, code=code, by=BY, at=AT + timedelta(minutes=10))
    late, sent = AT + timedelta(minutes=9, seconds=59), uuid4()
    assert commands.prove(address=number, code=code, by=BY, at=late, request_id=sent) == key
    assert commands.prove(address=number, code=code, by=BY, at=late, request_id=sent) == key
    with pytest.raises(Refused, match="proof-over"):
        commands.prove(address=number, code=code, by=BY, at=late)


@pytest.mark.django_db
def test_a_newer_code_takes_the_place_of_the_older() -> None:
    number = add(person())
    old = commands.ask_proof(address=number, by=BY, at=AT)
    new = commands.ask_proof(address=number, by=BY, at=AT)
    if old != new:
        with pytest.raises(Refused, match="proof-wrong"):
            commands.prove(address=number, code=old, by=BY, at=AT)
    commands.prove(address=number, code=new, by=BY, at=AT)


@pytest.mark.django_db
def test_after_five_wrong_attempts_the_right_code_is_no_longer_good() -> None:
    number = add(person())
    code = commands.ask_proof(address=number, by=BY, at=AT)
    for _ in range(5):
        with pytest.raises(Refused, match="proof-wrong"):
            commands.prove(address=number, code=WRONG, by=BY, at=AT)
    with pytest.raises(Refused, match="proof-spent"):
        commands.prove(address=number, code=code, by=BY, at=AT)
    assert card(number).verified_at is None


def test_of_many_attempts_at_once_only_five_are_looked_at(fresh_db: object) -> None:
    number = add(person())
    commands.ask_proof(address=number, by=BY, at=AT)
    tries = at_once(*[lambda: commands.prove(address=number, code=WRONG, by=BY, at=AT)] * 8)
    assert sorted(refused.code for refused in tries) == ["people.proof-spent"] * 3 + ["people.proof-wrong"] * 5


@pytest.mark.django_db
def test_five_codes_an_hour_are_enough() -> None:
    number = add(person())
    for minute in range(5):
        commands.ask_proof(address=number, by=BY, at=AT + timedelta(minutes=minute))
    with pytest.raises(Refused) as refused:
        commands.ask_proof(address=number, by=BY, at=AT + timedelta(minutes=30))
    assert (refused.value.code, refused.value.facts) == ("people.proofs-too-many", {"minutes": 30})
    commands.ask_proof(address=number, by=BY, at=AT + timedelta(minutes=60))


@pytest.mark.django_db
def test_the_timeline_tells_it_by_keys_only() -> None:
    key = person()
    number = add(key)
    told = about(f"person:{key}").rows[0]
    assert (told.kind, told.facts) == ("people.address-added", {"address": number, "channel": "email"})


@pytest.mark.django_db
def test_a_session_opens_with_its_token_until_it_ends() -> None:
    key = person()
    by = actor.person(key)
    token = commands.open_session(person=key, by=by, at=AT)
    assert queries.session_person(token=token, at=AT + timedelta(hours=11)) == key
    assert queries.session_person(token=token, at=AT + timedelta(hours=12)) is None
    assert queries.session_person(token=token + "x", at=AT) is None
    for _ in range(2):
        commands.close_session(token=token, by=by, at=AT)
    assert queries.session_person(token=token, at=AT) is None
    assert [event.kind for event in about(f"person:{key}").rows[:2]] == [
        "people.session-closed",
        "people.session-opened",
    ]


@pytest.mark.django_db
def test_languages_and_topics_are_the_person_s_own() -> None:
    key, again = person(), uuid4()
    for _ in range(2):
        commands.set_languages(person=key, languages=["ar", "en"], by=BY, at=AT, request_id=again)
        commands.set_interests(person=key, topics=["measures", "entry"], by=BY, at=AT)
    commands.set_interests(person=key, topics=["entry"], by=BY, at=AT, request_id=uuid4())
    found = queries.person(key)
    assert found is not None
    assert (found.languages, found.topics) == (("ar", "en"), ("entry",))
    with pytest.raises(Refused, match="language-unknown"):
        commands.set_languages(person=key, languages=["en", "xx"], by=BY, at=AT)
    with pytest.raises(Refused, match="topic-odd"):
        commands.set_interests(person=key, topics=["Not a topic"], by=BY, at=AT)


@pytest.mark.django_db
def test_whoever_is_erased_is_gone_and_the_chain_stays_whole() -> None:
    from portlight.kernel.timeline import commands as timeline
    from portlight.kernel.timeline.queries import verify

    key, again = person(), uuid4()
    number = add(key, verified=True, consented=True)
    add(key, value="second@mail.example")
    token = commands.open_session(person=key, by=BY, at=AT)
    commands.ask_proof(address=number, by=BY, at=AT)
    for _ in range(2):
        commands.erase(person=key, by=BY, at=AT, request_id=again)
    timeline.chain(at=AT)
    assert verify().whole
    assert queries.person(key) is None
    assert queries.addresses(key) == []
    assert queries.address(number) is None
    assert queries.recognise("email", "anna@mail.example") == []
    assert queries.session_person(token=token, at=AT) is None
    for act in (
        lambda: queries.opened(key, by=BY, why="x", at=AT),
        lambda: commands.erase(person=key, by=BY, at=AT),
        lambda: add(key),
    ):
        with pytest.raises(Refused, match=r"people\.unknown"):
            act()


@pytest.mark.django_db
def test_old_codes_and_sessions_are_not_kept() -> None:
    key = person()
    commands.ask_proof(address=add(key), by=BY, at=AT)
    commands.open_session(person=key, by=BY, at=AT)
    assert commands.tidy(at=AT + timedelta(days=1)) == 0
    assert commands.tidy(at=AT + timedelta(days=2)) == 1
    assert commands.tidy(at=AT + timedelta(days=31)) == 1
