"""Handing out, withdrawing, replacing: each once, each told, nothing of a person outside what is sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from portlight.kernel.papers import commands, queries
from portlight.kernel.papers.models import IssuedPaper
from portlight.kernel.papers.tests.make import ABOUT, AT, BY, FACTS, HOLDER, KIND, issue
from portlight.kernel.timeline.queries import about as told_about
from portlight.kernel.work.commands import take
from portlight.toolkit.refusals import Refused

pytestmark = pytest.mark.django_db


def refused(code: str, act: Any, *words: Any, **given: Any) -> None:
    with pytest.raises(Refused) as refusal:
        act(*words, **given)
    assert refusal.value.code == code


def said(number: str, at: Any = AT) -> str:
    card = queries.card(number)
    assert card is not None
    opened = queries.open_paper(IssuedPaper.objects.get(number=number))
    found = queries.verdict_of(opened.stamp, at=at)
    assert found is not None
    typed = queries.verdict_of(f"{number} {opened.code}", at=at)
    assert typed == found
    return found.state


def test_what_is_printed_is_erased_and_the_number_stays() -> None:
    made, other = issue(), issue(about="case:99")
    stamp = queries.open_paper(IssuedPaper.objects.get(number=made.number)).stamp
    commands.revoke(made.number, ground="left", by=BY, at=AT)
    assert commands.erase_of(ABOUT, by=BY, at=AT) == 1
    assert commands.erase_of(ABOUT, by=BY, at=AT) == 0
    refused("papers.unknown", queries.pdf, made.number, by=BY, why="look", at=AT)
    checked = queries.verdict_of(stamp, at=AT)
    assert checked is not None
    assert checked.state == "revoked"
    typed = queries.verdict_of(f"{made.number} {made.code}", at=AT)
    assert typed is not None
    assert typed.state == "not-known"
    commands.seal_one(key=made.number, facts={}, at=AT)
    assert said(other.number) == "good" or said(other.number) == "specimen"


def test_a_paper_is_handed_out_with_a_number_a_code_and_a_genuine_stamp() -> None:
    made = issue()
    card = queries.card(made.number)
    assert card is not None
    assert (card.kind, card.about, card.holder, card.language, card.seal_state) == (
        KIND.name, ABOUT, HOLDER, "fr", "waiting",
    )  # fmt: skip
    assert queries.of(ABOUT) == (card,)
    assert said(made.number) == "good"
    assert [event.kind for event in told_about(ABOUT).rows] == ["papers.issued"]
    asked = take(owner="test", at=AT, seconds=60)
    assert asked is not None
    assert (asked.kind, asked.key) == ("papers.seal", made.number)


def test_what_is_printed_stands_nowhere_in_the_clear() -> None:
    made = issue()
    with connection.cursor() as cursor:
        for table in ("papers_issued", "timeline_event", "work_item"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = repr(cursor.fetchall())
            assert "MUSTERMANN" not in rows, table
            assert "0T47" not in rows, table
            assert made.code not in rows, table


def test_the_same_request_gives_the_same_paper_and_another_content_is_refused() -> None:
    asked = uuid4()
    first = issue(request_id=asked)
    assert issue(request_id=asked) == first
    assert IssuedPaper.objects.count() == 1
    refused("timeline.resend-differs", issue, request_id=asked, language="de")
    assert issue().number != first.number


def test_nothing_is_handed_out_when_the_callers_transaction_fails() -> None:
    with transaction.atomic():
        issue()
        transaction.set_rollback(True)
    assert not IssuedPaper.objects.exists()
    assert take(owner="test", at=AT, seconds=60) is None


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("papers.language-unknown", {"language": "la"}),
        ("papers.fact-missing", {"facts": {}}),
        ("papers.fact-odd", {"facts": {**FACTS, "stay": "soon"}}),
        ("papers.fact-unknown", {"facts": {**FACTS, "colour": "red"}}),
        ("papers.ends-before-it-begins", {"valid_until": AT}),
    ],
)
def test_it_refuses_what_cannot_be_a_paper(code: str, other: dict[str, Any]) -> None:
    refused(code, issue, **other)
    assert not IssuedPaper.objects.exists()


def test_a_kind_may_say_how_long_it_holds_and_the_first_day_counts() -> None:
    made = issue(kind=replace(KIND, valid_days=30), valid_until=None)
    card = queries.card(made.number)
    assert card is not None
    assert card.valid_until is not None
    assert card.valid_until.isoformat() == "2026-03-11T16:00:00+00:00"  # the midnight after 11 March in Shanghai


def test_a_withdrawn_paper_is_known_as_one_and_only_once() -> None:
    made = issue()
    commands.revoke(made.number, ground="issued in error", by=BY, at=AT)
    assert said(made.number) == "revoked"
    refused("papers.revoked-already", commands.revoke, made.number, ground="again", by=BY, at=AT)
    refused("papers.ground-missing", commands.revoke, made.number, ground=" ", by=BY, at=AT)
    refused("papers.unknown", commands.revoke, "L-2026-0000000-0", ground="x", by=BY, at=AT)
    assert [event.kind for event in told_about(ABOUT).rows].count("papers.revoked") == 1


def test_withdrawing_twice_with_one_request_is_withdrawing_once() -> None:
    made, asked = issue(), uuid4()
    for _ in range(2):
        commands.revoke(made.number, ground="issued in error", by=BY, at=AT, request_id=asked)
    refused("timeline.resend-differs", commands.revoke, made.number, ground="other", by=BY, at=AT, request_id=asked)


def test_a_replaced_paper_names_its_successor_at_the_desk_and_to_nobody_else() -> None:
    old = issue()
    new = commands.replace(
        old.number, KIND, ground="address corrected", facts={**FACTS, "address": "上海市徐汇区漕溪北路1号"},
        valid_from=AT, by=BY, at=AT,
    )  # fmt: skip
    card = queries.card(old.number)
    assert card is not None
    assert (card.replaced_by, card.ground) == (new.number, "address corrected")
    assert (said(old.number), said(new.number)) == ("replaced", "good")
    opened = queries.open_paper(IssuedPaper.objects.get(number=old.number))
    assert new.number not in repr(queries.verdict_of(opened.stamp, at=AT))
    again = {"ground": "x", "facts": FACTS, "valid_from": AT, "by": BY, "at": AT}
    refused("papers.revoked-already", commands.replace, old.number, KIND, **again)
    refused("papers.unknown", commands.replace, "L-2026-0000000-0", KIND, **again)
    assert IssuedPaper.objects.count() == 2


def test_a_replacement_sent_twice_is_one() -> None:
    old, asked = issue(), uuid4()
    given = {"ground": "x", "facts": FACTS, "valid_from": AT, "by": BY, "at": AT, "request_id": asked}
    assert commands.replace(old.number, KIND, **given) == commands.replace(old.number, KIND, **given)
    assert IssuedPaper.objects.count() == 2


def test_a_guessed_number_or_code_tells_nothing() -> None:
    made = issue()
    other = issue()
    wrong = queries.verdict_of(f"{made.number} {other.code}", at=AT)
    nobody = queries.verdict_of(f"{commands.rules.numbered('X', 2026, 7)} {other.code}", at=AT)
    assert wrong == nobody
    assert wrong is not None
    assert (wrong.state, wrong.lines) == ("not-known", ())
    assert queries.verdict_of("what is this", at=AT) is None


def test_a_genuine_stamp_that_nobody_issued_is_told_apart() -> None:
    commands.make_key(by=BY, at=AT)
    made = _real()
    stamp = queries.open_paper(IssuedPaper.objects.get(number=made)).stamp
    IssuedPaper.objects.all().delete()
    found = queries.verdict_of(stamp, at=AT)
    assert found is not None
    assert (found.state, found.good, found.lines) == ("unrecorded", False, ())


@pytest.fixture(autouse=True)
def _settings(settings: Any) -> None:
    settings.SEAL_URL = "http://127.0.0.1:9/seal"


def _real() -> str:
    from django.test import override_settings

    with override_settings(SEAL="service"):
        return issue().number


def test_without_a_key_of_its_own_an_office_issues_specimens_and_says_so() -> None:
    card = queries.card(issue().number)
    assert card is not None
    assert card.specimen
    found = queries.verdict_of(queries.open_paper(IssuedPaper.objects.get(number=card.number)).stamp, at=AT)
    assert found is not None
    assert (found.state, found.specimen, found.good, found.proves) == ("good", True, False, "")


def test_a_key_of_its_own_under_the_built_in_seal_is_a_specimen_still() -> None:
    commands.make_key(by=BY, at=AT)
    card = queries.card(issue().number)
    assert card is not None
    assert card.specimen


def test_with_key_and_seal_of_its_own_a_paper_proves_what_it_says() -> None:
    commands.make_key(by=BY, at=AT)
    number = _real()
    found = queries.verdict_of(queries.open_paper(IssuedPaper.objects.get(number=number)).stamp, at=AT)
    assert found is not None
    assert (found.state, found.specimen, found.good) == ("good", False, True)
    assert found.proves == KIND.proves
    assert dict(found.lines)["Name"] == "MUSTERMANN, ERIKA"
    assert said(number, AT + timedelta(days=31)) == "expired"


def test_of_a_key_whose_secret_is_out_nothing_is_believed() -> None:
    kid = commands.make_key(by=BY, at=AT)
    number = _real()
    commands.retire_key(kid, secret_is_out=False, by=BY, at=AT + timedelta(hours=1))
    assert said(number) == "good"
    commands.retire_key(kid, secret_is_out=True, by=BY, at=AT + timedelta(hours=2))
    assert said(number) == "revoked"
    refused("papers.key-unknown", commands.retire_key, "00", secret_is_out=False, by=BY, at=AT)
    refused("papers.key-unknown", commands.retire_key, "no key", secret_is_out=False, by=BY, at=AT)
    assert [event.kind for event in told_about(f"key:{kid}").rows].count("papers.key-retired") == 2
