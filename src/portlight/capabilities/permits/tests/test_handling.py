"""From filing to hand-over: what officers do, each by name; nobody else may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from portlight.capabilities.permits import commands, queries, words
from portlight.capabilities.permits.kinds import KINDS, RECEIPT_ENDS
from portlight.capabilities.permits.rules.making import Made
from portlight.capabilities.permits.tests.given import AT, EXTENSION, SHANGHAI, TODAY, WORK, file, with_
from portlight.kernel.cases import commands as cases
from portlight.kernel.clocks import commands as clock_commands
from portlight.kernel.clocks import queries as clocks
from portlight.kernel.papers import queries as papers
from portlight.kernel.policies import commands as policies
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SAY = {"texts": words.message, "at": AT}


@pytest.fixture(autouse=True)
def _office(settings: Any, db: object) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    policies.load_tables(by=machine("tests"), at=timezone.now())


def _accepted(cast: Cast, applied: Any = EXTENSION, *, held: bool = True) -> commands.Done:
    done = file(applied, cast.anna)
    commands.accept(done.case, passport_held=held, by=cast.chen.actor, **SAY)
    return done


def _card(done: commands.Done) -> queries.ApplicationCard:
    found = queries.card(done.number)
    assert found is not None
    return found


@pytest.mark.parametrize(("applied", "until"), [(EXTENSION, date(2026, 3, 19)), (WORK, date(2026, 3, 31))])
def test_acceptance_hands_out_the_receipt_for_the_term_of_the_law(cast: Cast, applied: Any, until: date) -> None:
    """7 working days from 10 March 2026 end on the 19th, 15 on the 31st (REG 13, 18, 36)."""
    found = _card(_accepted(cast, applied))
    receipt = papers.card(found.receipt)
    assert receipt is not None
    assert (found.receipt_until, found.passport_held, receipt.kind) == (until, True, "permits.receipt")
    assert {"permits.decide-visa", "permits.decide-residence"} & {one.name for one in clocks.running(found.case.about)}


def test_no_move_that_is_an_officers_own_can_be_anybody_elses(cast: Cast) -> None:
    """Acceptance, refusal, the intention of it, non-acceptance and the grant: never a machine, never the person."""
    own = {move.name for kind in KINDS for move in kind.moves if move.refuses or move.named}
    assert own == {"accept", "not-accept", "intend", "grant", "refuse"}
    done = file(EXTENSION, cast.anna)
    for actor in (machine("permits"), machine("ticks"), cast.anna.actor):
        for name in ("accept", "not-accept"):
            with pytest.raises(Refused, match=r"cases\.not-yours"):
                cases.move(done.case, name, by=actor, at=AT, reason="elsewhere")
        with pytest.raises(Refused, match=r"cases\.not-yours"):
            commands.accept(done.case, passport_held=True, by=actor, **SAY)
        with pytest.raises(Refused, match=r"cases\.not-yours"):
            commands.not_accept(done.case, "elsewhere", by=actor, **SAY)
    assert _card(done).receipt == ""


def test_what_is_missing_is_asked_once(cast: Cast) -> None:
    done = file(EXTENSION, cast.anna)
    commands.ask(done.case, ["reason", "photo"], by=cast.chen.actor, **SAY)
    assert _card(done).missing == ("photo", "reason")
    commands.answer(done.case, by=cast.anna.actor, at=AT)
    with pytest.raises(Refused, match=r"cases\.no-such-move"):
        commands.ask(done.case, ["passport"], by=cast.chen.actor, **SAY)
    commands.accept(done.case, passport_held=False, by=cast.chen.actor, **SAY)
    assert _card(done).case.step == "accepted"


@pytest.mark.parametrize("wanted", [[], ["a golden watch"]])
def test_only_papers_of_the_list_are_asked_for(cast: Cast, wanted: list[str]) -> None:
    done = file(EXTENSION, cast.anna)
    with pytest.raises(Refused, match=r"permits\.reason-unknown"):
        commands.ask(done.case, wanted, by=cast.chen.actor, **SAY)


def test_nobody_is_refused_before_she_could_answer(cast: Cast) -> None:
    done = _accepted(cast)
    with pytest.raises(Refused, match=r"cases\.no-such-move"):
        commands.refuse(done.case, "untrue", by=cast.chen.actor, **SAY)
    commands.intend(done.case, "untrue", by=cast.chen.actor, **SAY)
    with pytest.raises(Refused, match=r"permits\.reply-open"):
        commands.refuse(done.case, "untrue", by=cast.chen.actor, **SAY)
    commands.reply(done.case, "The letter is real: call them.", by=cast.anna.actor, at=AT)
    opened = queries.opened(_card(done), by=cast.chen.actor, why="check", at=AT)
    assert opened.reply.startswith("The letter is real")
    commands.refuse(done.case, "untrue", by=cast.chen.actor, **SAY)
    found = _card(done)
    letter = papers.card(found.letter)
    assert letter is not None
    assert (found.case.step, found.reason, letter.kind) == ("refused", "untrue", "permits.letter")


def test_with_the_time_over_she_may_be_refused_unheard_but_not_before(cast: Cast) -> None:
    done = _accepted(cast)
    commands.intend(done.case, "breach", by=cast.chen.actor, **SAY)
    over = AT + timedelta(days=8)
    clock_commands.lapse_due(over)
    commands.refuse(done.case, "breach", by=cast.chen.actor, texts=words.message, at=over)
    assert _card(done).case.step == "refused"


def test_a_refusal_names_the_way_on_and_no_appeal(cast: Cast) -> None:
    done = _accepted(cast)
    commands.intend(done.case, "unsuited", by=cast.chen.actor, **SAY)
    commands.reply(done.case, "Please.", by=cast.anna.actor, at=AT)
    commands.refuse(done.case, "unsuited", by=cast.chen.actor, **SAY)
    for language in ("en", "zh-Hans", "ar"):
        printed = papers.pdf(_card(done).letter, language=language, by=cast.anna.actor, why="own", at=AT)
        assert printed.pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (None, "permits.until-missing"),
        (date(2026, 4, 22), "permits.outside-limits"),  # 30 printed days more end on 21 April (REG 14)
        (date(2026, 3, 10), "permits.outside-limits"),
        (date(2026, 4, 21), ""),
    ],
)
def test_an_extension_is_granted_within_what_was_printed(cast: Cast, until: date | None, code: str) -> None:
    done = _accepted(cast)
    if code:
        with pytest.raises(Refused) as refused:
            commands.grant(done.case, until=until, by=cast.chen.actor, **SAY)
        assert refused.value.code == code
        assert _card(done).case.step == "accepted"
    else:
        commands.grant(done.case, until=until, by=cast.chen.actor, **SAY)
        assert _card(done).granted_until == until


def test_a_fee_by_length_is_known_with_the_grant_and_one_that_was_paid_stays(cast: Cast) -> None:
    until = TODAY + timedelta(days=400)
    done, paid = _accepted(cast, WORK), _accepted(cast, with_(WORK, applicant={"paper_number": "20FV99999"}))
    assert (_card(done).fee_item, _card(done).fee_fen) == ("", None)
    commands.note_paid(paid.case, "counter 7", by=cast.chen.actor, at=AT)
    for one in (done, paid):
        commands.grant(one.case, until=until, by=cast.chen.actor, **SAY)
    assert (_card(done).fee_item, _card(done).fee_fen) == ("residence-1-to-3", 80_000)
    assert _card(paid).fee_fen is None


@pytest.mark.parametrize(("days", "fits"), [(89, False), (90, True), (1827, False)])
def test_a_work_permit_is_between_ninety_days_and_five_years(cast: Cast, days: int, fits: bool) -> None:
    done, until = _accepted(cast, WORK), TODAY + timedelta(days=days)
    if fits:
        commands.grant(done.case, until=until, by=cast.chen.actor, **SAY)
    else:
        with pytest.raises(Refused, match=r"permits\.outside-limits"):
            commands.grant(done.case, until=until, by=cast.chen.actor, **SAY)


def test_the_number_comes_back_and_the_passport_goes_home(cast: Cast) -> None:
    done = _accepted(cast)
    commands.grant(done.case, until=date(2026, 4, 10), by=cast.chen.actor, **SAY)
    for wrong, code in (
        (Made(number="A!", issued_on=TODAY, until=None), "permits.sticker-odd"),
        (Made(number="AB123456", issued_on=TODAY + timedelta(days=1), until=None), "permits.issued-later"),
        (Made(number="AB123456", issued_on=TODAY, until=date(2026, 4, 11)), "permits.not-as-granted"),
        (Made(number="AB123456", issued_on=TODAY, until=None, lines=("V<CHN", "1")), "permits.lines-odd"),
    ):
        with pytest.raises(Refused) as refused:
            commands.issue(done.case, wrong, by=cast.chen.actor, **SAY)
        assert refused.value.code == code
    made = Made(number="AB123456", issued_on=TODAY, until=date(2026, 4, 10))
    commands.issue(done.case, made, by=cast.chen.actor, **SAY)
    assert queries.opened(_card(done), by=cast.chen.actor, why="check", at=AT).made == made
    receipt = _card(done).receipt
    commands.hand_over(done.case, by=cast.chen.actor, at=AT)
    found, paper = _card(done), papers.card(receipt)
    assert (found.case.step, found.passport_held, found.receipt) == ("handed-over", False, "")
    assert paper is not None
    assert paper.revoked_at is not None


def test_the_alarm_comes_two_working_days_before_the_receipt_ends(cast: Cast) -> None:
    found = _card(_accepted(cast))
    clock = next(one for one in clocks.running(found.case.about) if one.name == RECEIPT_ENDS["visa"].name)
    assert clock.until.astimezone(SHANGHAI).date() == date(2026, 3, 18)  # it lapses when the 17th is over


@pytest.mark.parametrize(("applied", "until"), [(EXTENSION, date(2026, 4, 10)), (WORK, date(2027, 3, 9))])
def test_the_term_of_the_law_ends_with_the_decision_and_the_alarm_with_what_was_made(
    cast: Cast, applied: Any, until: date
) -> None:
    """REG 13, LAW 30 give the office so long to decide; how long it takes to make and collect it is no part of that."""
    found, by = _card(_accepted(cast, applied)), cast.chen.actor

    def running() -> set[str]:
        return {one.name.removesuffix("-visa").removesuffix("-residence") for one in clocks.running(found.case.about)}

    assert running() == {"permits.decide", "permits.receipt"}
    commands.grant(found.case.id, until=until, by=by, **SAY)
    assert running() == {"permits.receipt"}
    commands.issue(found.case.id, Made(number="AB123456", issued_on=TODAY, until=until), by=by, **SAY)
    assert running() == set()
    assert {one.missed for one in clocks.of(found.case.about)} == {False}


def test_every_act_sent_again_is_one_act(cast: Cast) -> None:
    done, request = file(EXTENSION, cast.anna), [uuid4() for _ in range(3)]
    by: Actor = cast.chen.actor
    first = commands.accept(done.case, passport_held=True, by=by, request_id=request[0], **SAY)
    assert commands.accept(done.case, passport_held=True, by=by, request_id=request[0], **SAY) == first
    for _ in range(2):
        commands.grant(done.case, until=date(2026, 4, 1), by=by, request_id=request[1], **SAY)
    for _ in range(2):
        commands.note_paid(done.case, "RCPT-1", by=by, at=AT, request_id=request[2])
    assert _card(done).paid_reference == "RCPT-1"
    with pytest.raises(Refused, match=r"permits\.paid-already"):
        commands.note_paid(done.case, "RCPT-2", by=by, at=AT)


def test_two_officers_at_once_are_told(cast: Cast) -> None:
    done = file(EXTENSION, cast.anna)
    seen = _card(done).case.revision
    commands.ask(done.case, ["reason"], by=cast.chen.actor, seen=seen, **SAY)
    with pytest.raises(Refused, match=r"cases\.changed-meanwhile"):
        commands.accept(done.case, passport_held=True, by=cast.bao.actor, seen=seen, **SAY)


def test_what_may_be_kept_no_longer_is_erased(cast: Cast) -> None:
    done = _accepted(cast)
    commands.withdraw(done.case, by=cast.anna.actor, at=AT)
    cases.erase_due(AT + timedelta(days=5 * 365 + 2))
    with pytest.raises(LookupError):
        queries.opened(_card(done), by=cast.chen.actor, why="check", at=AT)
