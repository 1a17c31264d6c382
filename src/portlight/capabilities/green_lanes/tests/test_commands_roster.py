"""A list is taken, compared, drafted; the next one shows what has changed; what the law allows stands on each draft."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portlight.capabilities.green_lanes import commands, queries, words
from portlight.capabilities.green_lanes.models import Batch, Member, Row
from portlight.capabilities.green_lanes.tests.given import (
    TODAY,
    agreed,
    drafted,
    ending,
    messages,
    person,
    rows,
    run,
    take,
    text,
)
from portlight.kernel.cases import commands as cases
from portlight.kernel.cases.rules import Filing
from portlight.kernel.people import queries as people
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.refusals import Refused
from tests.cast import AT, Cast, resident

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


def test_nobody_is_drafted_before_the_word_and_wrong_rows_stay_named(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    number = take(text(ending(1), person(2), person(3, nationality="Narnia")), organisation, by)
    found = queries.batch(number, by)
    assert found is not None
    assert (found.state, found.rows, found.wrong) == ("checked", 3, 1)
    assert (Member.objects.count(), Row.objects.filter(particulars__isnull=False).count()) == (0, 0)
    done = commands.draft(number, by=by, at=AT)
    assert (done.drafts, done.noted, done.left) == (1, 1, 0)
    assert commands.draft(number, by=by, at=AT).drafts == 1
    found = queries.batch(number, by)
    assert found is not None
    told = {one.row: (one.state, one.code, one.matter, one.change) for one in rows(found, by)}
    assert told == {
        2: ("draft", "", "residence-extension", "joined"), 3: ("noted", "", "", "joined"),
        4: ("broken", "nationality-unknown", "", ""),
    }  # fmt: skip
    assert found.reference.startswith("L-2026-")
    assert timeline.about(f"lane-batch:{number}").rows[-1].kind in {
        "lanes.drafted",
        "lanes.rows-read",
        "lanes.roster-taken",
    }


def test_the_same_sheet_again_is_the_same_list_until_it_is_drafted(cast: Cast) -> None:
    organisation, by, request = agreed(cast), cast.dora.actor, uuid4()
    first = take(text(ending(1)), organisation, by, request_id=request)
    assert take(text(ending(1)), organisation, by, request_id=request) == first
    assert take(text(ending(1)), organisation, by) == first
    with pytest.raises(Refused, match=r"timeline\.resend-differs"):
        take(text(ending(2)), organisation, by, request_id=request)
    commands.draft(first, by=by, at=AT)
    again = take(text(ending(1)), organisation, by)
    assert again != first
    assert commands.draft(again, by=by, at=AT).before == 1
    assert Row.objects.filter(state="draft").count() == 1


def test_the_next_list_shows_who_joined_left_ends_and_has_another_passport(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    drafted(text(person(1), person(2), person(3), ending(4)), organisation, by)
    number = take(
        text(person(1), person(2, passport_no="Y99999999"), ending(4), person(5, visa_type="Z")),
        organisation,
        by,
        at=LATER,
    )
    found = queries.batch(number, by)
    assert found is not None
    _, told = queries.opened_batch(found, by=by, at=LATER)
    assert [told.compared.change[place] for place in range(4)] == ["same", "changed", "ending", "joined"]
    (gone,) = queries.opened_members(told.compared.left).values()
    assert gone.surname == "STUDENTAAAD"
    done = commands.draft(number, by=by, at=LATER)
    assert (done.drafts, done.before, done.noted, done.left) == (2, 1, 1, 1)
    found = queries.batch(number, by)
    assert found is not None
    assert {one.row: one.matter for one in rows(found, by, "draft")} == {3: "residence-change", 5: "residence-work"}
    assert Member.objects.filter(state="left").values_list("ended_on", flat=True).get() == TODAY + timedelta(days=3)


def test_a_part_of_the_list_says_nothing_of_the_others(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    drafted(text(person(1), person(2)), organisation, by)
    drafted(text(person(3)), organisation, by, whole=False)
    assert Member.objects.filter(state="current").count() == 3


def test_only_the_chosen_changes_are_drafted(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    number = take(text(ending(1), person(2, visa_type="Z")), organisation, by)
    assert commands.draft(number, changes=("ending",), by=by, at=AT).drafts == 0
    assert Member.objects.count() == 2


def test_each_draft_says_what_the_law_lets_the_institution_do(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    found = drafted(text(
        person(1, visa_type="Z"), person(2, visa_type="Z", ground="talent"), ending(3),
        person(4, visa_type="X1", date_of_birth="2012-01-01"), person(5, wanted="residence-note"),
    ), organisation, by)  # fmt: skip
    told = {one.row: one.right for one in rows(found, by, "draft")}
    assert told == {2: "come", 3: "file", 4: "file", 5: "file", 6: "refer"}
    sources = {one.row: one.source for one in rows(found, by, "draft")}
    assert (
        sources[2] == "A first residence permit is applied for in person, with fingerprints (REG 2013, arts. 16, 19(2))"
    )
    assert sources[4] == "The inviting unit guarantees the costs: it may apply (REG 2013, art. 19(1))"


def test_without_a_guarantee_the_institution_gives_one_first(cast: Cast) -> None:
    organisation, by = agreed(cast, guarantees=False), cast.dora.actor
    found = drafted(text(ending(1), ending(2, ground="good record")), organisation, by)
    assert [one.right for one in rows(found, by, "draft")] == ["guarantee", "file"]


def test_eve_of_another_institution_finds_nothing(cast: Cast) -> None:
    organisation = agreed(cast)
    other = resident("eve@company.example", languages=("en",))
    agreed(cast, place=2, officer=other)
    number = take(text(ending(1)), organisation, cast.dora.actor)
    for by in (other.actor, cast.anna.actor, cast.eve.actor):
        assert queries.batch(number, by) is None
        assert queries.acting(organisation, by, "see") is None
        for act in (
            lambda by=by: commands.draft(number, by=by, at=AT),
            lambda by=by: take(text(ending(9)), organisation, by),
        ):
            with pytest.raises(Refused, match=r"lanes\.unknown"):
                act()
    assert Batch.objects.count() == 1


def test_people_are_told_once_in_their_turn_and_nothing_of_them_stands_in_the_open(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    drafted(text(ending(1), ending(2, email=""), person(3)), organisation, by)
    run()
    run()
    assert len(messages("lane-member:")) == 1
    again = take(text(ending(1), person(3)), organisation, by, at=LATER)
    commands.draft(again, by=by, at=LATER)
    run(LATER)
    assert len(messages("lane-member:")) == 1
    for model in (Member, Row):
        assert "STUDENT" not in str(list(model.objects.values()))
    assert b"STUDENT" not in bytes(Batch.objects.latest("id").content)  # type: ignore[arg-type]


def test_a_person_sees_who_acts_for_her_and_ends_it(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    found = drafted(text(ending(1, email=cast.anna.email), ending(2)), organisation, by)
    (mine,) = queries.of_person(cast.anna.key)
    assert (mine.organisation.key, mine.state, mine.matters) == (
        organisation, "current", (("residence-extension", "draft", ""),)
    )  # fmt: skip
    assert queries.of_person(cast.dora.key) == ()
    for stranger in (cast.dora,):
        with pytest.raises(Refused, match=r"lanes\.unknown"):
            commands.revoke(mine.member, person=stranger.key, texts=words.message, by=stranger.actor, at=AT)
    for _ in range(2):
        commands.revoke(mine.member, person=cast.anna.key, texts=words.message, by=cast.anna.actor, at=AT)
    assert [one.row for one in queries.drafts_of(found.number)] == [3]
    row = Row.objects.get(row=2)
    assert (row.state, row.particulars, row.member.particulars if row.member else "") == ("revoked", None, None)
    number = take(text(ending(1, email=cast.anna.email)), organisation, by, at=LATER)
    again = queries.batch(number, by)
    assert again is not None
    assert again.wrong == 1
    assert commands.draft(number, by=by, at=LATER).drafts == 0
    assert [address for address, _ in messages("lane-member:")] == [cast.dora.address]


def test_a_draft_becomes_a_case_once_and_no_more_after_she_has_revoked(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    found = drafted(text(ending(1, email=cast.anna.email), ending(2)), organisation, by)
    first, second = queries.drafts_of(found.number)
    assert (first.person.surname, first.person.paper_number, first.matter, first.right) == (
        "STUDENTAAAB", "X00000001", "residence-extension", "file"
    )  # fmt: skip
    case = opened_case(cast)
    request = uuid4()
    for _ in range(2):
        commands.filed(first.draft, case=case, by=by, at=AT, request_id=request)
    commands.filed(first.draft, case=case, by=by, at=AT)
    with pytest.raises(Refused, match=r"lanes\.not-a-draft"):
        commands.filed(first.draft, case=opened_case(cast), by=by, at=AT)
    with pytest.raises(Refused, match=r"lanes\.unknown"):
        commands.filed(second.draft, case=case, by=cast.anna.actor, at=AT)
    for _ in range(2):
        commands.drop(second.draft, by=by, at=AT)
    assert queries.drafts_of(found.number) == ()
    (mine,) = queries.of_person(cast.anna.key)
    commands.revoke(mine.member, person=cast.anna.key, texts=words.message, by=cast.anna.actor, at=AT)
    assert Row.objects.get(pk=first.draft).state == "filed"
    assert [(one.state, one.revoked) for one in rows(found, by, "filed")] == [("filed", True)]
    assert queries.revoked([case, 0]) == {case}


def test_ten_times_the_people_cost_hardly_more_statements(cast: Cast) -> None:
    """How long a thousand people take is a row of `portlight bench roster`."""
    organisation, by = agreed(cast), cast.dora.actor

    def statements(people: range) -> int:
        with CaptureQueriesContext(connection) as asked:
            number = take(text(*(ending(one) for one in people)), organisation, by)
            found = queries.batch(number, by)
            assert found is not None
            queries.opened_batch(found, by=by, at=AT)
            assert commands.draft(number, by=by, at=AT).drafts == len(people)
        return len(asked)

    few, many = statements(range(30)), statements(range(100, 400))
    assert many - few < 30


def test_sheets_go_after_a_month(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    number = take(text(ending(1)), organisation, by)
    assert commands.forget_rosters(AT + timedelta(days=29)) == 0
    assert commands.forget_rosters(AT + timedelta(days=31)) == 1
    with pytest.raises(Refused, match=r"lanes\.sheet-gone"):
        commands.draft(number, by=by, at=AT + timedelta(days=31))


def test_what_nobody_needs_any_more_goes(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    drafted(text(ending(1), person(2)), organisation, by)
    found = drafted(text(ending(1)), organisation, by, at=LATER)
    assert {one.row: one.person.name for one in rows(found, by, "before") if one.person} == {2: "STUDENTAAAB ANNA"}
    commands.forget_rosters(LATER + timedelta(days=89))
    assert Member.objects.filter(particulars__isnull=False).count() == 2
    commands.forget_rosters(LATER + timedelta(days=91))
    assert Member.objects.filter(particulars__isnull=False).count() == 1
    assert [bool(people.recognise("email", f"student{number}@mail.example")) for number in (1, 2)] == [True, False]
    assert Row.objects.filter(state="draft").count() == 1
    commands.forget_rosters(LATER + timedelta(days=181))
    assert Row.objects.filter(state="draft").count() == 0


def opened_case(cast: Cast) -> int:
    filing = Filing(filed_as="institution", language="de")
    return cases.open_case("lanes-request", filing=filing, queue="team:lanes", by=cast.dora.actor, at=AT).id
