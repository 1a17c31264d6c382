"""Codes of counters: one declaration each, by somebody without an address; a stranger learns nothing of any."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portlight.capabilities.lodging import commands, queries, words
from portlight.capabilities.lodging.models import CounterCode, Declaration, Filer
from portlight.capabilities.lodging.rules.counter import BITS, SIGNS, code_of, spelt
from portlight.capabilities.lodging.tests.given import AT, BY, DECLARED, put_in_places, with_
from portlight.kernel.people import queries as people
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.actor import person
from portlight.toolkit.refusals import Refused
from tests.cast import Cast, make
from tests.together import at_once

HOUR = timedelta(hours=1)
NO_GOOD = r"lodging\.code-no-good"


@pytest.fixture
def code(cast: Cast) -> str:
    put_in_places()
    return printed().code


def printed(**more: Any) -> commands.PrintedCode:
    return commands.print_code(**{"counter": "office", "language": "ar", "by": BY, "at": AT, **more})


def used(code: str, **more: Any) -> commands.ByCode:
    own = {"filed": commands.Filed(language="ar"), "texts": words.message, "at": AT, "request_id": uuid4()}
    return commands.declare_by_code(code, more.pop("declared", DECLARED), **{**own, **more})


@given(some.integers(0, 2**BITS - 1))
def test_a_code_is_read_as_it_was_printed_and_no_single_wrong_sign_is_taken(number: int) -> None:
    code = code_of(number)
    if code is None:
        return
    assert spelt(code) == spelt(f" {code.lower().replace('-', ' ')} ") == code
    assert spelt(code.replace("0", "o").replace("1", "l")) == code
    place = number % 11 + number % 11 // 4  # of a sign, past the dashes
    other = SIGNS[(SIGNS.index(code[place]) + 1 + number % 31) % 32]
    assert other == code[place] or spelt(code[:place] + other + code[place + 1 :]) is None


def test_what_cannot_be_a_code_is_none() -> None:
    for typed in ("", "1234", "UUUU-UUUU-UUUU", "0000-0000-000", "٣" * 12, "0" * 4000):
        assert spelt(typed) is None


def test_fifty_bits_and_more_are_drawn() -> None:
    assert BITS >= 51


@pytest.mark.django_db
def test_only_a_keyed_hash_is_kept(code: str) -> None:
    (row,) = CounterCode.objects.values_list()
    assert code not in str(row)
    assert code.replace("-", "") not in str(row)


@pytest.mark.django_db
def test_a_person_is_made_without_an_address_and_files_as_herself(code: str) -> None:
    made = used(code)
    card = queries.card(made.done.number)
    assert card is not None
    assert (card.state, card.case.filed_as, card.case.contact) == ("current", "counter", None)
    assert card.case.subject == made.person
    assert people.addresses(made.person) == []
    assert people.person(made.person).languages == ("ar",)  # type: ignore[union-attr]
    assert queries.mine(made.done.number, made.person) is not None
    (row,) = CounterCode.objects.all()
    kinds = [event.kind for event in timeline.about(f"counter:{row.pk}").rows]
    assert kinds == ["lodging.code-used", "lodging.code-printed"]


@pytest.mark.django_db
def test_the_same_rules_hold_and_what_is_refused_uses_no_code_up(code: str) -> None:
    with pytest.raises(Refused, match=r"lodging\.hotel"):
        used(code, declared=with_(lodging={"address": "H1"}))
    assert Filer.objects.count() == 0
    assert used(code).done.first


@pytest.mark.django_db
def test_sent_again_it_is_the_same_registration(code: str) -> None:
    request = uuid4()
    first, second = used(code, request_id=request), used(code, request_id=request)
    assert (first.person, first.done.number) == (second.person, second.done.number)
    assert Declaration.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_a_used_an_ended_and_a_revoked_code_are_refused_alike(cast: Cast, code: str) -> None:
    used(code)
    ended, back = printed(at=AT - 25 * HOUR), printed()
    commands.revoke_code(back.number, by=BY, at=AT)
    for one in (code, ended.code, back.code, code_of(12345) or "", "", "nonsense"):
        with pytest.raises(Refused, match=NO_GOOD) as refused:
            used(one)
        assert (refused.value.field, refused.value.facts) == ("code", {})
        assert not queries.code_good(one, at=AT)
    assert Declaration.objects.count() == 1


@pytest.mark.django_db
def test_with_sheet_and_number_she_sees_it_again_and_nobody_with_less(code: str) -> None:
    made = used(code)
    assert commands.open_by_code(code, " 20fv 12345", at=AT + HOUR) == (made.person, made.done.number)
    unused = printed().code
    for one, number, at in (
        (code, "20FV12346", AT), (code, "", AT), (unused, "20FV12345", AT), (unused, "", AT),
        (code, "20FV12345", AT + timedelta(days=31)),
    ):  # fmt: skip
        with pytest.raises(Refused, match=NO_GOOD):
            commands.open_by_code(one, number, at=at)
    commands.revoke_code(CounterCode.objects.get(person=made.person).pk, by=BY, at=AT)
    with pytest.raises(Refused, match=NO_GOOD):
        commands.open_by_code(code, "20FV12345", at=AT)


@pytest.mark.django_db
def test_eve_with_a_used_code_and_a_passport_of_her_own_sees_nothing(code: str) -> None:
    made = used(code)
    with pytest.raises(Refused, match=NO_GOOD):
        used(code, declared=with_(holder={"paper_number": "EVE123456"}))
    with pytest.raises(Refused, match=NO_GOOD):
        commands.open_by_code(code, "EVE123456", at=AT)
    assert queries.mine(made.done.number, UUID(int=1)) is None


@pytest.mark.django_db
def test_a_corrected_declaration_is_the_one_that_is_shown(code: str) -> None:
    made = used(code)
    filed = commands.Filed(language="ar", person=made.person)
    again = commands.declare(
        with_(lodging={"room": "2"}), filed=filed, texts=words.message, by=person(made.person), at=AT,
        continues=made.done.case,
    )  # fmt: skip
    assert commands.open_by_code(code, "20FV12345", at=AT)[1] == again.number


@pytest.mark.django_db
def test_a_counter_makes_no_more_than_the_office_allows_in_a_day(cast: Cast, settings: Any) -> None:
    settings.LODGING_CODES_A_DAY = 2
    assert len({printed().code, printed().code}) == 2
    with pytest.raises(Refused, match=r"lodging\.codes-too-many"):
        printed()
    assert printed(counter="station:PD01")
    assert printed(at=AT + 24 * HOUR)


@pytest.mark.django_db
def test_a_button_pressed_twice_prints_one_code(cast: Cast) -> None:
    key = uuid4()
    assert printed(request_id=key) == printed(request_id=key)
    assert CounterCode.objects.count() == 1


@pytest.mark.django_db
def test_codes_are_forgotten_when_they_open_nothing_any_more(code: str) -> None:
    used(code)
    printed()
    assert commands.forget_codes(AT + timedelta(days=2), by=BY) == 0
    assert commands.forget_codes(AT + timedelta(days=4), by=BY) == 1
    assert commands.forget_codes(AT + timedelta(days=31), by=BY) == 1
    assert not CounterCode.objects.exists()


def test_two_with_the_same_sheet_are_one_registration(fresh_db: object) -> None:
    make()
    put_in_places()
    code = printed().code
    other = with_(holder={"paper_number": "EVE123456"})
    done = at_once(lambda: used(code), lambda: used(code, declared=other), lambda: used(code))
    assert len([one for one in done if isinstance(one, commands.ByCode)]) == 1, done
    assert Declaration.objects.count() == 1


def test_two_hands_at_one_counter_print_two_codes(fresh_db: object, settings: Any) -> None:
    make()
    settings.LODGING_CODES_A_DAY = 2
    done = at_once(printed, printed, printed)
    assert len({one.code for one in done if isinstance(one, commands.PrintedCode)}) == 2, done
