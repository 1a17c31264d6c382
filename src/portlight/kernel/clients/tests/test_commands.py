"""A program is admitted, calls, gets another key, is shut out; its secret stands nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from portlight.kernel.clients import commands, queries
from portlight.kernel.clients.models import Client, Key
from portlight.kernel.clients.tests.given import OFFICER, admitted
from portlight.kernel.people import queries as people
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit import nameplate
from portlight.toolkit.actor import ActorKind
from portlight.toolkit.refusals import Refused
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
READ = "tests.read"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _scope() -> Iterator[None]:
    nameplate.hang(nameplate.Nameplate(room="tests", scopes={READ: "Read", "tests.write": "Write"}))
    yield
    nameplate.hang(nameplate.Nameplate(room="tests"))


def refused(key: str, at: object = AT) -> str:
    with pytest.raises(Refused) as found:
        queries.caller(key, at=at)  # type: ignore[arg-type]
    return found.value.code


def test_a_program_that_was_admitted_is_known_by_its_key_and_by_nothing_else() -> None:
    issued = admitted("Tongji", READ, at=AT)
    caller = queries.caller(issued.key, at=AT)
    assert (caller.key, caller.institution, caller.scopes) == (issued.client, "Tongji", {READ})
    assert (caller.actor.kind, caller.actor.key) == (ActorKind.CLIENT, str(issued.client))
    other = issued.key[:-1] + ("A" if issued.key[-1] != "A" else "B")
    unknown = "plk_" + "2" * 8 + issued.key[12:]
    assert [refused(key) for key in (other, unknown, "", "plk_x")] == ["clients.key-wrong"] * 4


def test_the_secret_stands_nowhere(cast: Cast) -> None:
    secret = admitted("Tongji", READ, at=AT).key.split("_", 2)[2]
    with connection.cursor() as cursor:
        for table in ("clients_client", "clients_key", "timeline_event"):
            cursor.execute(f"SELECT * FROM {table}")
            assert secret not in str(cursor.fetchall())
    assert Key.objects.get().secret_index not in secret


def test_the_same_form_twice_makes_one_program_and_shows_its_key_once() -> None:
    request = uuid4()
    first = admitted("Tongji", READ, at=AT, request_id=request)
    assert admitted("Tongji", READ, at=AT, request_id=request) == commands.Issued(client=first.client, key="")
    assert (Client.objects.count(), Key.objects.count()) == (1, 1)
    with pytest.raises(Refused, match=r"timeline\.resend-differs"):
        admitted("Fudan", READ, at=AT, request_id=request)


def test_a_new_key_lets_the_old_one_work_for_a_week() -> None:
    first = admitted("Tongji", READ, at=AT)
    second = commands.renew(first.client, by=OFFICER, at=AT)
    for key in (first.key, second.key):
        assert queries.caller(key, at=AT + 6 * DAY).key == first.client
    assert refused(first.key, AT + 7 * DAY) == "clients.key-over"
    assert queries.caller(second.key, at=AT + 364 * DAY).key == first.client
    assert refused(second.key, AT + 365 * DAY) == "clients.key-over"


def test_a_leaked_key_opens_nothing_from_the_moment_of_the_new_one() -> None:
    first = admitted("Tongji", READ, at=AT)
    second = commands.renew(first.client, leaked=True, by=OFFICER, at=AT)
    assert refused(first.key) == "clients.key-over"
    assert queries.caller(second.key, at=AT).key == first.client


def test_who_is_withdrawn_is_shut_out_with_all_keys_and_her_contact_forgotten() -> None:
    first = admitted("Tongji", READ, at=AT)
    second = commands.renew(first.client, by=OFFICER, at=AT)
    card = queries.client(first.client, at=AT)
    assert card is not None
    assert queries.contact_of(card, by=OFFICER, why="program", at=AT) == "it@university.example"
    for _ in range(2):
        commands.withdraw(first.client, by=OFFICER, at=AT)
    assert {refused(first.key), refused(second.key)} == {"clients.withdrawn"}
    assert queries.contact_of(card, by=OFFICER, why="program", at=AT) == ""
    assert people.recognise("email", "it@university.example") == []
    kinds = [event.kind for event in timeline.about(f"client:{first.client}").rows]
    assert sorted(kinds) == ["clients.admitted", "clients.key-made", "clients.withdrawn"]
    with pytest.raises(Refused, match=r"clients\.withdrawn"):
        commands.renew(first.client, by=OFFICER, at=AT)


def test_a_contact_of_two_programs_is_forgotten_with_the_second_and_a_known_person_never(cast: Cast) -> None:
    one, two = admitted("Tongji", READ, at=AT), admitted("Fudan", READ, at=AT)
    of_dora = admitted("Jiaotong", READ, at=AT, contact=cast.dora.email)
    for issued, left in ((one, 1), (of_dora, 1), (two, 0)):
        commands.withdraw(issued.client, by=OFFICER, at=AT)
        assert len(people.recognise("email", "it@university.example")) == left
    assert people.recognise("email", cast.dora.email)[0].in_use


def test_the_day_of_the_last_call_is_written_once_a_day(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    issued = admitted("Tongji", READ, at=AT)
    today = AT.date()
    commands.note_use(queries.caller(issued.key, at=AT), on=today)
    assert Key.objects.get().used_on == today
    with django_assert_num_queries(1):  # the key itself
        commands.note_use(queries.caller(issued.key, at=AT), on=today)
    commands.note_use(queries.caller(issued.key, at=AT), on=today + DAY)
    assert Key.objects.get().used_on == today + DAY


@pytest.mark.parametrize(("told", "code"), [
    ({"institution": "  "}, "institution-empty"), ({"program": ""}, "program-empty"),
    ({"institution": "x" * 121}, "name-too-long"), ({"scopes": ()}, "scope-unknown"),
    ({"scopes": (READ, "tests.rule")}, "scope-unknown"), ({"until": AT}, "over-already"),
    ({"until": AT + 367 * DAY}, "ends-too-late"),
])  # fmt: skip
def test_it_refuses_a_program_that_cannot_be_meant(told: dict[str, object], code: str) -> None:
    whole = {"institution": "Tongji", "scopes": (READ,), **told}
    institution, scopes = whole.pop("institution"), whole.pop("scopes")
    with pytest.raises(Refused, match=rf"clients\.{code}"):
        admitted(institution, *scopes, at=AT, **whole)  # type: ignore[misc, arg-type]
    assert Client.objects.count() == 0


def test_it_refuses_an_odd_address_a_second_program_of_the_name_and_whoever_is_no_officer(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"people\.address-odd"):
        admitted("Tongji", READ, at=AT, contact="nobody")
    issued = admitted("Tongji", READ, at=AT)
    with pytest.raises(Refused, match=r"clients\.known"):
        admitted("  Tongji ", READ, at=AT)
    for by in (cast.dora.actor, queries.caller(issued.key, at=AT).actor):
        with pytest.raises(Refused, match=r"clients\.officer-needed"):
            admitted("Fudan", READ, at=AT, by=by)
    for act in (commands.renew, commands.withdraw):
        with pytest.raises(Refused, match=r"clients\.unknown"):
            act(uuid4(), by=OFFICER, at=AT)


def test_a_name_is_free_again_when_its_program_is_withdrawn() -> None:
    first = admitted("Tongji", READ, at=AT)
    commands.withdraw(first.client, by=OFFICER, at=AT)
    assert admitted("Tongji", READ, at=AT).client != first.client


def test_programs_are_listed_by_key_pages_in_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    issued = [admitted(f"Hostel {number}", READ, at=AT).client for number in range(5)]
    with django_assert_num_queries(2):
        page = queries.clients(at=AT, size=3)
    rest = queries.clients(at=AT, before=int(page.next or 0), size=3)
    assert [card.key for card in (*page.rows, *rest.rows)] == issued[::-1]
    assert rest.next is None
    assert {card.state for card in page.rows} == {"soon"}
    assert queries.names([str(issued[0]), "console"]) == {str(issued[0]): "Hostel 0 · Housing office"}
