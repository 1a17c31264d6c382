from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from portlight.kernel.policies import commands, queries
from portlight.kernel.policies.tests.given import AT, BAO, CHEN, published, told
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit import nameplate
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused

pytestmark = pytest.mark.django_db
NAME, DAY = "queue_first", timedelta(days=1)
BY = machine("test")


def refused(code: str, act: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as error:
        act()
    assert error.value.code == f"policies.{code}"
    return error.value


def decided(days: int, *, at: Any = AT, about: str = "case:1") -> Any:
    return commands.decide(NAME, {"days": days}, about=about, by=BY, at=at).output["out"]


def kinds(about: str) -> list[str]:
    return [event.kind for event in reversed(timeline.about(about, size=50).rows)]


def test_a_table_goes_from_draft_to_force_by_two_persons() -> None:
    number = published()
    card = queries.effective(NAME, AT)
    assert card is not None
    assert (card.number, card.state, card.since, card.until) == (number, "published", AT, None)
    assert (card.drafted_by, card.proposed_by, card.published_by) == (CHEN.key, CHEN.key, BAO.key)
    assert kinds(f"policy:{NAME}") == ["policies.drafted", "policies.proposed", "policies.published"]


def test_nobody_puts_in_force_what_is_her_own() -> None:
    number = commands.draft(told(), by=BAO, at=AT)
    refused("not-proposed", lambda: commands.publish(NAME, number, by=CHEN, at=AT))
    commands.propose(NAME, number, since=AT, by=CHEN, at=AT)
    refused("own-proposal", lambda: commands.publish(NAME, number, by=CHEN, at=AT))
    refused("own-proposal", lambda: commands.publish(NAME, number, by=BAO, at=AT))  # who drafted it signs it no less
    refused("person-needed", lambda: commands.publish(NAME, number, by=BY, at=AT))
    assert queries.effective(NAME, AT) is None


def test_twice_is_refused_and_a_draft_sent_twice_is_one() -> None:
    request = uuid4()
    first = commands.draft(told(), by=CHEN, at=AT, request_id=request)
    assert commands.draft(told(), by=CHEN, at=AT, request_id=request) == first
    with pytest.raises(Refused, match="resend-differs"):
        commands.draft(told(31), by=CHEN, at=AT, request_id=request)
    commands.propose(NAME, first, since=AT, by=CHEN, at=AT)
    refused("not-draft", lambda: commands.propose(NAME, first, since=AT, by=CHEN, at=AT))
    commands.publish(NAME, first, by=BAO, at=AT)
    refused("not-proposed", lambda: commands.publish(NAME, first, by=BAO, at=AT))


def without_row(**row: str) -> dict[str, Any]:
    return {"rules": [row, *told()["rules"]]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"cases": []}, "no-cases"),
        ({"cases": [{"facts": {"days": 31}, "expect": {"out": "first"}}]}, "case-fails"),
        ({"cases": [{"facts": {"days": None}, "expect": {"out": "refer"}}]}, "case-fails"),
        (without_row(days="", out='"later"'), "unreachable"),
        ({"inputs": [*told()["inputs"], {"field": "nationality", "type": "boolean"}]}, "asks-who"),
        (
            {"outputs": [{"field": "out", "type": "code", "codes": ["first", "later", "refer", "refuse"]}]},
            "no-proposal",
        ),
    ],
)
def test_what_may_not_be_in_force_is_not_even_proposed(change: dict[str, Any], code: str) -> None:
    number = commands.draft({**told(), **change}, by=CHEN, at=AT)
    refused(code, lambda: commands.propose(NAME, number, since=AT, by=CHEN, at=AT))


def test_a_malformed_cell_is_not_even_kept() -> None:
    cell = {**told(), **without_row(days="<= 30 oops (", out='"first"')}
    error = refused("malformed", lambda: commands.draft(cell, by=CHEN, at=AT))
    assert error.facts == {"place": "row 1, days", "fault": "bad-cell", "told": "<= 30 oops ("}
    refused("malformed", lambda: commands.draft("a text", by=CHEN, at=AT))
    refused("malformed", lambda: commands.draft({**told(), "cases": "x"}, by=CHEN, at=AT))
    assert queries.versions(NAME) == ()


def test_unknown_past_and_another_purpose_are_refused() -> None:
    refused("unknown", lambda: commands.propose("nothing", 1, since=AT, by=CHEN, at=AT))
    number = commands.draft(told(), by=CHEN, at=AT)
    refused("past", lambda: commands.propose(NAME, number, since=AT - DAY, by=CHEN, at=AT))
    refused("other-purpose", lambda: commands.draft(told(purpose="fees"), by=CHEN, at=AT))


def test_versions_follow_one_another_and_a_matter_keeps_the_one_it_was_decided_by() -> None:
    first = published()
    second = published(10, since=AT + DAY)
    before, after = queries.effective(NAME, AT + DAY - timedelta(seconds=1)), queries.effective(NAME, AT + DAY)
    assert before is not None
    assert after is not None
    assert (before.number, before.until, after.number) == (first, AT + DAY, second)
    assert decided(20) == "first"
    assert decided(20, at=AT + DAY, about="case:2") == "later"
    assert [made.version for made in queries.trace_of("case:1")] == [first]
    assert [made.version for made in queries.trace_of("case:2")] == [second]


def test_a_proposal_signed_late_begins_when_it_is_signed_and_never_before() -> None:
    number = commands.draft(told(), by=CHEN, at=AT)
    commands.propose(NAME, number, since=AT + DAY, by=CHEN, at=AT)
    commands.publish(NAME, number, by=BAO, at=AT + 3 * DAY)
    assert queries.effective(NAME, AT + 2 * DAY) is None
    assert queries.effective(NAME, AT + 3 * DAY) is not None


def test_a_version_between_two_ends_where_the_later_begins() -> None:
    published()
    published(10, since=AT + 9 * DAY)
    published(20, since=AT + 5 * DAY)
    assert [(card.since, card.until) for card in reversed(queries.versions(NAME))] == [
        (AT, AT + 5 * DAY), (AT + 9 * DAY, None), (AT + 5 * DAY, AT + 9 * DAY),
    ]  # fmt: skip


def test_two_versions_do_not_begin_at_the_same_moment() -> None:
    published()
    number = commands.draft(told(5), by=CHEN, at=AT)
    commands.propose(NAME, number, since=AT, by=CHEN, at=AT)
    refused("begins-twice", lambda: commands.publish(NAME, number, by=BAO, at=AT))


def test_what_has_not_begun_is_taken_back_and_the_one_before_goes_on() -> None:
    first, second = published(), published(10, since=AT + DAY)
    refused("in-force", lambda: commands.retire(NAME, first, by=BAO, at=AT))
    refused("person-needed", lambda: commands.retire(NAME, second, by=BY, at=AT))
    commands.retire(NAME, second, by=BAO, at=AT)
    refused("retired", lambda: commands.retire(NAME, second, by=BAO, at=AT))
    card = queries.effective(NAME, AT + 2 * DAY)
    assert card is not None
    assert (card.number, card.until) == (first, None)
    draft = commands.draft(told(), by=CHEN, at=AT)
    commands.retire(NAME, draft, by=CHEN, at=AT)
    refused("not-draft", lambda: commands.propose(NAME, draft, since=AT, by=CHEN, at=AT))


def test_a_decision_is_kept_with_its_facts_and_can_be_read_with_its_why() -> None:
    published()
    assert decided(40) == "later"
    (made,) = queries.trace_of("case:1")
    assert (made.facts, made.decision.row, made.decision.output) == ({"days": 40}, 2, {"out": "later"})
    assert [[answer.holds for answer in row] for row in made.decision.trace] == [[False], [True], [True]]
    (event,) = timeline.about("case:1", size=5).rows
    assert (event.kind, event.facts) == ("policies.decided", {"table": NAME, "version": 1, "row": 2})


def test_nothing_is_decided_without_a_table_or_without_its_facts() -> None:
    refused("nothing-in-force", lambda: decided(1))
    published()
    refused("nothing-in-force", lambda: decided(1, at=AT - DAY))
    for facts in ({}, {"days": None}, {"days": "12"}, {"days": 1, "name": "ANNA"}):
        refused("wrong-facts", lambda facts=facts: commands.decide(NAME, facts, about="case:1", by=BY, at=AT))  # type: ignore[misc]
    assert queries.trace_of("case:1") == ()


def test_a_new_version_says_who_would_change_and_changes_nobody() -> None:
    published()
    for days in (5, 20, 40, 2000):
        decided(days, about=f"case:{days}")
    number = commands.draft(told(10), by=CHEN, at=AT)
    changed = list(queries.replay(NAME, number, since=AT, until=AT + DAY))
    assert [(one.about, one.before, one.after) for one in changed] == [("case:20", {"out": "first"}, {"out": "later"})]
    assert queries.counted(NAME, since=AT, until=AT + DAY) == 4
    assert list(queries.replay(NAME, number, since=AT - DAY, until=AT)) == []
    narrower = told(10, inputs=[{**told()["inputs"][0], "most": 1000}])
    other = commands.draft(narrower, by=CHEN, at=AT)
    assert [one.after for one in queries.replay(NAME, other, since=AT, until=AT + DAY)] == [{"out": "later"}, None]


def test_trying_and_answering_keep_nothing() -> None:
    number = commands.draft(told(), by=CHEN, at=AT)
    assert queries.try_facts(NAME, number, {"days": 3}).output == {"out": "first"}
    refused("nothing-in-force", lambda: queries.answer(NAME, {"days": 3}, at=AT))
    published()
    assert queries.answer(NAME, {"days": 3}, at=AT).row == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM policies_made")
        assert cursor.fetchone() == (0,)


def test_what_ships_is_published_once_and_never_over_the_offices_own() -> None:
    shipped = [file for plate in nameplate.plates() for file in plate.tables]
    assert len(shipped) >= 2
    assert commands.load_tables(by=machine("prepare"), at=AT) == len(shipped)
    assert commands.load_tables(by=machine("prepare"), at=AT) == 0
    cards = queries.latest()
    assert {(card.number, card.state, card.published_by) for card in cards} == {(1, "published", "the product")}
    for card in cards:
        assert queries.examined(card.table, 1).publishable


def test_an_office_that_has_not_loaded_what_ships_decides_by_it_all_the_same() -> None:
    facts = {"event": "new-address", "stay": "visa"}
    assert commands.decide("lodging_again", facts, about="case:9", by=BY, at=AT).output == {"again": "again"}


def test_deciding_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    published()
    decided(1)
    with django_assert_max_num_queries(5):  # savepoint, version, decision, event, release
        decided(2)
