from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portlight.capabilities.lodging import commands, queries, words
from portlight.capabilities.lodging.models import Declaration
from portlight.capabilities.lodging.tests.given import (
    AT,
    DECLARED,
    declare,
    filed,
    put_in_places,
    with_,
)
from portlight.kernel.cases import commands as cases
from portlight.kernel.clocks import commands as clock_commands
from portlight.kernel.clocks import queries as clocks
from portlight.kernel.papers import queries as papers
from portlight.kernel.people import queries as people
from portlight.kernel.work.commands import run_one
from portlight.toolkit.refusals import Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(cast: Cast) -> None:
    put_in_places()


def told(cast: Cast) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM timeline_event WHERE kind LIKE 'lodging.%' ORDER BY id")
        return [kind for (kind,) in cursor.fetchall()]


def card(done: commands.Done) -> queries.FiledCard:
    found = queries.card(done.number)
    assert found is not None
    return found


def test_a_whole_declaration_is_registered_at_once_with_its_slip(cast: Cast) -> None:
    done = declare(DECLARED, cast.anna)
    found = card(done)
    assert (done.step, found.state, found.late_by, found.missing) == ("registered", "current", 0, ())
    slip = papers.card(done.slip)
    assert slip is not None
    assert (slip.kind, slip.about, slip.holder) == ("lodging.slip", found.case.about, cast.anna.key)
    assert found.case.queue == "station:PD01"
    assert people.recognise_paper("FRA", "20FV12345") == [cast.anna.key]
    assert told(cast) == ["lodging.registered", "lodging.told", "lodging.declared"]


def test_nothing_of_a_person_stands_in_the_open(cast: Cast) -> None:
    declare(DECLARED, cast.anna)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            text = repr(cursor.fetchall())
            for secret in ("DUPONT", "20FV12345", "1990-05-04", "12-1201"):
                assert secret not in text, (table, secret)


def test_late_is_accepted_and_flagged(cast: Cast) -> None:
    done = declare(with_(lodging={"moved_in_at": AT - timedelta(hours=72)}), cast.anna)
    assert (done.step, card(done).late_by, card(done).case.flags) == ("registered", 48, ("late",))


def test_lateness_is_judged_by_when_the_button_was_pressed(cast: Cast) -> None:
    early = with_(lodging={"moved_in_at": AT - timedelta(hours=23, minutes=50)})
    late_code = declare(early, cast.anna, filed=filed(cast.anna, pressed_at=AT), at=AT + timedelta(minutes=59))
    assert card(late_code).late_by == 0


def test_what_is_missing_follows_within_three_working_days(cast: Cast) -> None:
    part = with_(stay={"kind": "unknown", "visa": "", "until": None, "entered_on": None}, lodging={"leaving_on": None})
    done = declare(part, cast.anna)
    assert (done.step, card(done).state) == ("completing", "current")
    (clock,) = clocks.running(card(done).case.about)
    assert (clock.name, clock.until.date()) == ("lodging.complete", date(2026, 2, 13))
    with pytest.raises(Refused) as refusal:
        complete(done, cast, leaving_on=None)
    assert refusal.value.code == "lodging.still-missing"
    before = done.slip
    assert complete(done, cast) == "registered"
    found = card(done)
    assert (found.missing, found.leaving_on, clocks.running(found.case.about)) == ((), date(2026, 4, 30), ())
    assert found.slip != before


def test_what_does_not_follow_in_time_is_shown_to_the_officer_and_nothing_else(cast: Cast) -> None:
    done = declare(with_(lodging={"leaving_on": None}), cast.anna)
    late = AT + timedelta(days=10)
    assert clock_commands.lapse_due(late) == 1
    while run_one(owner="test", at=late):
        pass
    found = card(done)
    assert (found.state, found.case.step, found.case.flags) == ("current", "completing", ("not-completed",))
    assert complete(done, cast) == "registered"


def complete(done: commands.Done, cast: Cast, **more: Any) -> str:
    own = {
        "stay": DECLARED.stay,
        "leaving_on": date(2026, 4, 30),
        "texts": words.message,
        "by": cast.anna.actor,
        "at": AT,
    }
    return commands.complete(done.case, **{**own, **more})


def test_sent_three_times_is_registered_once(cast: Cast) -> None:
    request = uuid4()
    done = [declare(DECLARED, cast.anna, request_id=request) for _ in range(3)]
    assert {one.number for one in done} == {done[0].number}
    assert [one.first for one in done] == [True, False, False]
    with pytest.raises(Refused) as refusal:
        declare(with_(holder={"surname": "DURAND"}), cast.anna, request_id=request)
    assert refusal.value.code == "timeline.resend-differs"


def test_the_same_address_again_is_the_first_slip(cast: Cast) -> None:
    first = declare(DECLARED, cast.anna, request_id=uuid4())
    again = declare(with_(lodging={"room": "12 1201"}), cast.anna, request_id=uuid4(), at=AT + timedelta(days=2))
    assert (again.slip, again.first) == (first.slip, False)
    assert Declaration.objects.count() == 1


def test_guest_and_host_both_declaring_are_one_registration(cast: Cast) -> None:
    guest = declare(DECLARED, cast.anna)
    host = declare(with_(declared_for="guest"), cast.dora)
    assert host.number == guest.number
    assert [queries.mine(guest.number, key) is not None for key in (cast.anna.key, cast.dora.key)] == [True, True]


def test_who_guesses_a_passport_and_an_address_is_shown_nothing(cast: Cast) -> None:
    hers = declare(DECLARED, cast.anna)
    guessed = declare(with_(holder={"surname": "EVIL", "given_names": "EVE"}, declared_for="guest"), cast.dora)
    alone = declare(with_(holder={"surname": "EVIL", "paper_number": "ZZ1234567"}, declared_for="guest"), cast.dora)
    assert guessed.number != hers.number
    assert (guessed.step, guessed.first, bool(guessed.slip)) == (alone.step, alone.first, bool(alone.slip))
    assert card(guessed).state == card(alone).state == "current", "no answer tells that she is registered there"
    assert queries.mine(hers.number, cast.dora.key) is None
    assert queries.mine(hers.number, cast.eve.key) is None
    assert card(hers).state == "current"
    assert declare(DECLARED, cast.anna).number == hers.number, "she herself is found again among both"


def test_an_officer_compares_what_contradicts_and_annuls_what_is_wrong(cast: Cast) -> None:
    guessed = declare(with_(holder={"surname": "EVIL", "given_names": "EVE"}, declared_for="guest"), cast.dora)
    hers = declare(DECLARED, cast.anna)
    declare(with_(holder={"paper_number": "ZZ1234567"}), cast.anna)
    with CaptureQueriesContext(connection) as asked:
        found = queries.contradicting()
    assert {one.case.number for one in found.rows} == {hers.number, guessed.number}
    assert all("differs-from-another" in one.case.flags for one in found.rows)
    assert len(asked) == 3
    assert queries.contradicting(queues=("station:elsewhere",)).rows == ()
    with pytest.raises(Refused) as refusal:
        commands.annul(guessed.case, "because", texts=words.message, by=cast.bao.actor, at=AT)
    assert refusal.value.code == "lodging.reason-unknown"
    commands.annul(guessed.case, "not-this-persons-paper", texts=words.message, by=cast.bao.actor, at=AT)
    with pytest.raises(Refused) as refusal:
        commands.annul(guessed.case, "not-this-persons-paper", texts=words.message, by=cast.bao.actor, at=AT)
    assert refusal.value.code == "lodging.not-current"
    assert queries.contradicting().rows == ()
    assert (card(guessed).state, card(hers).state) == ("void", "current")
    taken_back = papers.card(guessed.slip)
    assert taken_back is not None
    assert taken_back.revoked_at is not None


def test_a_registration_that_is_over_is_not_annulled(cast: Cast) -> None:
    done = declare(DECLARED, cast.anna)
    commands.leave(done.case, AT.date(), by=cast.anna.actor, at=AT + timedelta(hours=1))
    with pytest.raises(Refused) as refusal:
        commands.annul(done.case, "declared-in-error", texts=words.message, by=cast.bao.actor, at=AT)
    assert refusal.value.code == "lodging.not-current"


def test_who_has_typed_a_strangers_passport_first_sees_nothing_of_hers_later(cast: Cast) -> None:
    declare(with_(holder={"surname": "EVIL", "given_names": "EVE"}, lodging={"room": "elsewhere"}), cast.dora)
    hosted = commands.declare(
        with_(declared_for="guest"), filed=filed(None), texts=words.message, by=cast.bao.actor, at=AT
    )
    assert queries.mine(hosted.number, cast.dora.key) is None
    assert queries.mine(hosted.number, cast.bao.key) is not None
    joined = declare(DECLARED, cast.anna)
    assert joined.number == hosted.number
    assert queries.mine(hosted.number, cast.anna.key) is not None


def test_moving_ends_the_earlier_registration_and_its_slip(cast: Cast) -> None:
    first = declare(DECLARED, cast.anna)
    later = AT + timedelta(days=30)
    second = declare(with_(lodging={"room": "3-301", "moved_in_at": later}), cast.anna, at=later)
    assert (card(first).state, card(second).state) == ("replaced", "current")
    old = papers.card(first.slip)
    assert old is not None
    assert old.revoked_at is not None
    assert [link.kind for link in cases_links(second)] == ["continues"]


def test_a_correction_takes_the_place_of_the_first(cast: Cast) -> None:
    for made in (lambda: declare(DECLARED, cast.anna), lambda: waiting(cast)):
        first = made()
        corrected = declare(
            with_(holder={"given_names": "ANNE MARIE"}), cast.anna, continues=first.case, at=AT + timedelta(hours=1)
        )
        assert (corrected.first, corrected.step) == (True, "registered")
        assert (card(first).state, card(first).slip, card(first).case.closed_at is None) == ("replaced", "", False)
        commands.leave(corrected.case, AT.date(), by=cast.anna.actor, at=AT + timedelta(hours=2))


def test_nobody_corrects_anothers(cast: Cast) -> None:
    first = declare(DECLARED, cast.anna)
    with pytest.raises(Refused) as refusal:
        declare(with_(lodging={"room": "9"}), cast.dora, continues=first.case)
    assert refusal.value.code == "lodging.unknown"
    assert card(first).state == "current"


def cases_links(done: commands.Done) -> Any:
    from portlight.kernel.cases.queries import links

    return links(done.case)


def test_what_another_declared_elsewhere_stays(cast: Cast) -> None:
    hers = declare(DECLARED, cast.anna)
    other = declare(with_(lodging={"room": "9"}, declared_for="guest"), cast.dora)
    assert (card(hers).state, card(other).state) == ("current", "current")


def test_a_child_is_declared_by_a_guardian(cast: Cast) -> None:
    child = with_(holder={"given_names": "LÉA", "birth_date": date(2020, 1, 1), "paper_number": "20KD00001"})
    with pytest.raises(Refused) as refusal:
        declare(child, cast.anna)
    assert refusal.value.code == "lodging.guardian-needed"
    done = declare(with_(child, declared_for="child"), cast.anna)
    assert card(done).case.filed_as == "guardian"
    assert card(done).case.subject != cast.anna.key


def test_an_officer_files_for_somebody_without_a_telephone(cast: Cast) -> None:
    bao = cast.holding("window")
    done = commands.declare(
        DECLARED, filed=commands.Filed(language="ar", assisted=True), texts=words.message, by=bao.actor, at=AT
    )
    assert (done.step, card(done).case.filed_as, card(done).case.contact) == ("registered", "staff", None)


@pytest.mark.parametrize("flag", [{"holder": {"paper_until": date(2026, 1, 1)}}, {"holder": {"paper": "other"}}])
def test_what_an_officer_must_see_gets_a_receipt_and_a_promise(cast: Cast, flag: dict[str, Any]) -> None:
    done = declare(with_(**flag), cast.anna)
    assert (done.step, card(done).state) == ("checking", "waiting")
    receipt = papers.card(done.slip)
    assert receipt is not None
    assert receipt.kind == "lodging.receipt"
    (clock,) = clocks.running(card(done).case.about)
    assert clock.name == "lodging.check"
    assert [one.case.number for one in queries.worklist(queues=("station:PD01",)).rows] == [done.number]
    assert queries.worklist(queues=("station:PD02",)).rows == ()


def waiting(cast: Cast) -> commands.Done:
    return declare(with_(holder={"paper_until": date(2026, 1, 1)}), cast.anna)


def test_an_officer_accepts(cast: Cast) -> None:
    done, request = waiting(cast), uuid4()
    slips = {
        commands.accept(done.case, texts=words.message, by=cast.bao.actor, at=AT, request_id=request) for _ in "12"
    }
    assert len(slips) == 1
    found = card(done)
    assert (found.case.step, found.state, found.slip) == ("registered", "current", slips.pop())
    receipt = papers.card(done.slip)
    assert receipt is not None
    assert receipt.revoked_at is not None


def test_everything_missing_is_asked_for_once_and_answered(cast: Cast) -> None:
    done = waiting(cast)
    commands.ask(done.case, ["visa-page", "dates"], texts=words.message, by=cast.bao.actor, at=AT)
    assert card(done).missing == ("dates", "visa-page")
    with pytest.raises(Refused):
        commands.ask(done.case, ["host"], texts=words.message, by=cast.bao.actor, at=AT)
    assert complete(done, cast) == "checking"
    assert card(done).missing == ()


def test_a_rejection_has_a_reason_and_an_officer(cast: Cast) -> None:
    done = waiting(cast)
    for reason in ("", "because", "not-at-this-address"):
        with pytest.raises(Refused):
            commands.reject(done.case, reason, texts=words.message, by=cast.anna.actor, at=AT)
    commands.reject(done.case, "not-at-this-address", texts=words.message, by=cast.bao.actor, at=AT)
    assert (card(done).case.step, card(done).state, card(done).slip) == ("rejected", "void", "")
    again = declare(DECLARED, cast.anna)  # nobody is shut out by a rejection
    assert (again.step, again.first) == ("registered", True)


def test_a_person_takes_her_declaration_back(cast: Cast) -> None:
    done = waiting(cast)
    commands.withdraw(done.case, texts=words.message, by=cast.anna.actor, at=AT)
    assert card(done).state == "void"


def test_staying_longer_and_leaving(cast: Cast) -> None:
    done, request = declare(DECLARED, cast.anna), uuid4()
    slips = {
        commands.extend(done.case, date(2026, 6, 1), by=cast.anna.actor, at=AT, request_id=request) for _ in range(2)
    }
    assert len(slips) == 1
    assert card(done).leaving_on == date(2026, 6, 1)
    for wrong in (date(2026, 2, 9), date(2040, 1, 1)):
        with pytest.raises(Refused):
            commands.extend(done.case, wrong, by=cast.anna.actor, at=AT)
    later = AT + timedelta(days=10)
    with pytest.raises(Refused):
        commands.leave(done.case, date(2026, 3, 1), by=cast.anna.actor, at=later)
    commands.leave(done.case, date(2026, 2, 19), by=cast.anna.actor, at=later)
    assert (card(done).state, card(done).slip) == ("left", "")
    with pytest.raises(Refused) as refusal:
        commands.extend(done.case, date(2026, 6, 1), by=cast.anna.actor, at=later)
    assert refusal.value.code == "lodging.not-current"
    assert declare(DECLARED, cast.anna, at=later).first  # back again


def test_a_reminder_comes_once_before_the_declared_end(cast: Cast) -> None:
    done = declare(DECLARED, cast.anna)
    soon = AT.replace(month=4, day=28)
    assert commands.remind_leaving(AT, texts=words.message) == 0
    assert commands.remind_leaving(soon, texts=words.message) == 1
    assert commands.remind_leaving(soon, texts=words.message) == 0
    commands.extend(done.case, date(2026, 5, 30), by=cast.anna.actor, at=soon)
    assert commands.remind_leaving(AT.replace(month=5, day=28), texts=words.message) == 1


def test_what_may_be_kept_no_longer_is_erased(cast: Cast) -> None:
    done = declare(DECLARED, cast.anna)
    assert cases.erase_due(AT + timedelta(days=5 * 365 + 1)) == 1
    found = card(done)
    assert queries.mine(done.number, cast.anna.key) is None
    with pytest.raises(LookupError):
        queries.opened(found, by=cast.bao.actor, why="check", at=AT)
    assert found.nationality == "FRA"  # for the counts
    with pytest.raises(Refused):
        papers.pdf(done.slip, by=cast.bao.actor, why="look", at=AT)


def test_a_reading_is_noted_with_who_and_why(cast: Cast) -> None:
    done = declare(DECLARED, cast.anna)
    assert queries.opened(card(done), by=cast.bao.actor, why="check", at=AT).declared == DECLARED
    assert told(cast)[-1] == "lodging.opened"


def test_an_address_outside_the_table_and_outside_the_city(cast: Cast) -> None:
    for change, code in (
        ({"address": "A9"}, "lodging.address-missing"), ({"district": "310101"}, "lodging.address-missing"),
        ({"address": "H1"}, "lodging.hotel"), ({"address": "", "district": "320100"}, "lodging.outside-city"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            declare(with_(lodging=change), cast.anna)
        assert refusal.value.code == code
    typed = declare(with_(lodging={"address": "", "line": "Minsheng Road 1502"}), cast.anna)
    assert (typed.step, card(typed).case.queue) == ("checking", "district:310115")
    assert Declaration.objects.count() == 1


def test_many_at_once_resent_in_any_order_are_registered_once_each(cast: Cast) -> None:
    requests = [(n, uuid4()) for n in range(12)] * 3
    random.Random(7).shuffle(requests)
    for n, request in requests:
        declare(with_(holder={"paper_number": f"20XX{n:05d}"}, declared_for="guest"), cast.anna, request_id=request)
    assert Declaration.objects.count() == 12
