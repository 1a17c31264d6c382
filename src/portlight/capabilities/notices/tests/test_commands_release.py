"""Releasing, withdrawing, breaking the glass, and prepared notices."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portlight.capabilities.notices import commands, queries, words
from portlight.capabilities.notices.tests import make
from portlight.delivery import queries as ledger
from portlight.kernel.emergencies import commands as emergencies
from portlight.kernel.emergencies.tests.given import BAO, effective, told
from portlight.kernel.people.rules import Question
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused
from tests.cast import AT, Cast
from tests.together import at_once


def test_what_was_signed_leaves_frozen_and_the_rest_stays(cast: Cast) -> None:
    number = make.ready(cast)
    make.translated(cast, number, "fr", make.FRENCH)
    code = commands.release(number=number, by=cast.chen.actor, at=AT)
    assert ledger.is_official(code, language="zh-Hans").title == make.TITLE
    assert ledger.is_official(code, language="en").title == make.ENGLISH[0]
    assert ledger.is_official(code, language="fr").language != "fr"
    assert queries.editor(number, "fr").released_at is None
    seen = queries.editor(number, "en").revision
    with pytest.raises(Refused, match="text-released"):
        commands.revise(number=number, language="en", title="a", body="b", revision=seen, by=cast.bao.actor, at=AT)


def test_a_language_signed_later_leaves_at_once(cast: Cast) -> None:
    number = make.ready(cast)
    code = commands.release(number=number, by=cast.chen.actor, at=AT)
    make.translated(cast, number, "fr", make.FRENCH)
    make.signed(cast, number, "fr")
    assert queries.editor(number, "fr").released_at == AT
    assert len(ledger.reach(code=code).codes) == 2  # the top-up goes on in the thread of the release


def test_the_writer_does_not_release(cast: Cast) -> None:
    with pytest.raises(Refused, match="writer-releases"):
        commands.release(number=make.ready(cast), by=cast.bao.actor, at=AT)


def test_two_releasers_at_once_release_once(fresh_db: object, cast: Cast) -> None:
    number = make.ready(cast)
    others = (cast.chen.actor, make.hands(cast)["approver"].actor)
    found = at_once(*(lambda by=by: commands.release(number=number, by=by, at=AT) for by in others))
    refused = [each for each in found if isinstance(each, Refused)]
    assert [each.code for each in refused] == ["notices.released-already"]
    assert len([event for event in timeline.about(number).rows if event.kind == "notices.released"]) == 1


def asks_for(*languages: str) -> int:
    parameters = {"notices.languages": list(languages)}
    return effective(told(since=AT - timedelta(days=1), until=None, parameters=parameters), at=AT)


def test_an_emergency_asks_for_languages_also_of_a_notice_begun_before(cast: Cast) -> None:
    number = make.ready(cast)
    declared = asks_for("ar", "fr", "en")
    with pytest.raises(Refused, match="languages-wanting") as refusal:
        commands.release(number=number, by=cast.chen.actor, at=AT)
    assert refusal.value.facts == {"languages": "Français · العربية"}
    assert not queries.frame(number).released_at
    emergencies.revert(declared, "by mistake", by=BAO, at=AT)
    asks_for("en")
    assert commands.release(number=number, by=cast.chen.actor, at=AT)


def test_a_correction_and_one_officer_alone_wait_for_no_language(cast: Cast) -> None:
    make.crowd()
    first = make.ready(cast)
    commands.release(number=first, by=cast.chen.actor, at=AT)
    asks_for("fr")
    correction = commands.correct(number=first, by=cast.bao.actor, at=AT)
    make.signed(cast, correction, "zh-Hans", "en")
    assert commands.release(number=correction, by=cast.chen.actor, at=AT)
    alone = make.ready(cast, severity="emergency")
    assert commands.break_glass(
        number=alone, reason="the river is rising now", by=cast.holding("duty").actor, at=AT
    )  # fmt: skip


def test_an_audience_of_nobody_is_refused(cast: Cast) -> None:
    number = make.ready(cast)
    make.addressed(cast, number, Question(nationalities=("ISL",)))
    with pytest.raises(Refused, match="nobody"):
        commands.release(number=number, by=cast.chen.actor, at=AT)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (None, None, "no-not-after"),
        (None, AT - timedelta(minutes=1), "not-after-past"),
        (AT + timedelta(days=3), AT + timedelta(days=2), "not-after-before-not-before"),
    ],
)
def test_a_period_that_cannot_be_is_refused_and_not_saved(cast: Cast, before, after, code) -> None:
    number = make.ready(cast)
    with pytest.raises(Refused, match=code):
        commands.address(
            number=number, question=Question(nationalities=("FRA",)), channels=("email",), outlets=(),
            not_before=before, not_after=after, by=cast.bao.actor, at=AT,
        )  # fmt: skip
    assert queries.frame(number).question == Question()


def test_a_release_past_its_not_after_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="not-after-past"):
        commands.release(number=make.ready(cast), by=cast.chen.actor, at=AT + timedelta(days=3))


def test_withdrawn_it_does_not_go_on_and_cannot_be_withdrawn_again(cast: Cast) -> None:
    number = make.ready(cast)
    with pytest.raises(Refused, match="not-out"):
        commands.withdraw(number=number, reason="wrong date", sentences=words.withdrawal(), by=cast.chen.actor, at=AT)
    code = commands.release(number=number, by=cast.chen.actor, at=AT)
    commands.withdraw(number=number, reason="wrong date", sentences=words.withdrawal(), by=cast.chen.actor, at=AT)
    assert ledger.is_official(code).recalled_at == AT
    with pytest.raises(Refused, match="not-out"):
        commands.withdraw(number=number, reason="again", sentences=words.withdrawal(), by=cast.chen.actor, at=AT)


def test_one_duty_officer_alone_releases_an_emergency_and_another_reviews_it(cast: Cast) -> None:
    number, by = make.written(cast, severity="emergency"), make.hands(cast)
    make.addressed(cast, number)
    with pytest.raises(Refused, match="glass-narrow"):  # two people live in this city
        commands.break_glass(number=number, reason="The river is rising.", by=by["duty"].actor, at=AT)
    make.crowd()
    commands.break_glass(number=number, reason="The river is rising, nobody else is here.", by=by["duty"].actor, at=AT)
    assert [card.number for card in queries.glass_waiting()] == [number]
    with pytest.raises(Refused, match="own-glass"):
        commands.review_glass(number=number, finding="fine", by=by["duty"].actor, at=AT)
    commands.review_glass(number=number, finding="right, and in time", by=by["supervisor"].actor, at=AT)
    assert queries.glass_waiting() == ()
    assert queries.listing().rows[0].broke_glass  # marked for ever


def test_glass_of_an_ordinary_notice_does_not_break(cast: Cast) -> None:
    with pytest.raises(Refused, match="glass-emergency-only"):
        commands.break_glass(number=make.ready(cast), reason="I am in a hurry today.", by=cast.chen.actor, at=AT)


def test_a_prepared_notice_needs_a_writer_and_a_releaser_only(cast: Cast) -> None:
    commands.load_prepared(by=cast.chen.actor, at=AT)
    values = {"from": "2026-02-17", "until": "2026-02-20", "phone": "021-5550 0160"}
    with pytest.raises(Refused, match="prepared-unsigned"):
        commands.fill(key="hall-closed", values=values, by=cast.bao.actor, at=AT)
    commands.sign_prepared(key="hall-closed", languages=CODES, by=make.hands(cast)["approver"].actor, at=AT)
    number = commands.fill(key="hall-closed", values=values, by=cast.bao.actor, at=AT)
    make.addressed(cast, number)
    commands.release(number=number, by=cast.chen.actor, at=AT)
    assert {each.released_at for each in queries.editor(number, "de").rail} == {AT}
    assert "17. Februar 2026" in queries.editor(number, "de").title


def test_a_wrong_slot_is_refused_and_nothing_is_written(cast: Cast) -> None:
    commands.load_prepared(by=cast.chen.actor, at=AT)
    commands.sign_prepared(key="hall-closed", languages=CODES, by=cast.chen.actor, at=AT)
    values = {"from": "soon", "until": "2026-02-20", "phone": "1234567"}
    with pytest.raises(Refused, match="slot-wrong"):
        commands.fill(key="hall-closed", values=values, by=cast.bao.actor, at=AT)
    assert queries.listing().rows == ()


def test_loading_again_changes_nothing_and_keeps_signatures(cast: Cast) -> None:
    assert commands.load_prepared(by=cast.chen.actor, at=AT) == 14 * 9
    commands.sign_prepared(key="drill", languages=("fr",), by=cast.chen.actor, at=AT)
    assert commands.load_prepared(by=cast.chen.actor, at=AT) == 0
    assert queries.prepared("drill", language="fr").signed == ("fr",)
