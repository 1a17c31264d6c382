from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portlight.kernel.timeline import commands, queries
from portlight.toolkit.actor import machine, staff
from portlight.toolkit.refusals import Refused
from tests.together import at_once

AT = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
BY = staff(uuid4())


def tell(**more: object) -> int:
    commands.record("notices.released", about="notice:1", by=BY, at=AT, facts={"language": "fr"}, **more)  # type: ignore[arg-type]
    told = queries.latest("notices.released", about="notice:1")
    return told.number if told else 0


@pytest.mark.django_db
def test_what_happened_is_found_under_its_subject_newest_first() -> None:
    first, second = tell(), tell()
    commands.record("notices.written", about="notice:2", by=BY, at=AT)
    page = queries.about("notice:1", size=1)
    assert [card.number for card in page.rows] == [second]
    assert page.rows[0].facts == {"language": "fr"}
    following = queries.about("notice:1", size=1, before=page.next)
    assert [card.number for card in following.rows] == [first]
    assert following.next is None


@pytest.mark.django_db
def test_a_resend_finds_the_first_answer_and_other_content_is_refused() -> None:
    again = uuid4()
    given = {"title": "Six measures", "languages": ["fr", "en"]}
    assert commands.resent(by=BY, request_id=again, given=given) is None
    tell(request_id=again, given=given, result="K7F3-9QXM")
    assert commands.resent(by=BY, request_id=again, given=dict(reversed(given.items()))) == "K7F3-9QXM"
    assert commands.resent(by=machine("import"), request_id=again, given=given) is None
    with pytest.raises(Refused, match=r"timeline\.resend-differs"):
        commands.resent(by=BY, request_id=again, given={**given, "title": "Seven"})


@pytest.mark.django_db
def test_without_a_request_id_nothing_is_a_resend() -> None:
    tell(given={"a": 1})
    assert commands.resent(by=BY, request_id=None, given={"a": 1}) is None


def test_two_sent_at_once_are_done_once_and_get_one_answer(fresh_db: object) -> None:
    again = uuid4()

    def command() -> str:
        with transaction.atomic():
            earlier = commands.resent(by=BY, request_id=again, given={"n": 1})
            if earlier is not None:
                return earlier
            made = str(uuid4())
            tell(request_id=again, given={"n": 1}, result=made)
            return made

    answers = at_once(*[command] * 4)
    assert len(set(answers)) == 1
    assert len(queries.about("notice:1").rows) == 1


@pytest.mark.django_db
def test_the_worker_seals_what_was_told() -> None:
    for _ in range(5):
        tell()
    assert queries.verify() == queries.Verdict(0, 5, None)
    assert queries.tail_age(at=AT + timedelta(seconds=90)) == 90
    assert commands.chain(at=AT, most=3) == 3
    assert commands.chain(at=AT) == 2
    assert commands.chain(at=AT) == 0
    assert queries.verify() == queries.Verdict(5, 0, None)
    assert queries.tail_age(at=AT + timedelta(days=1)) == 0


def test_two_workers_make_one_chain(fresh_db: object) -> None:
    for _ in range(300):
        tell()
    done = at_once(*[lambda: sum(commands.chain(at=AT, most=10) for _ in range(20))] * 2)
    assert sum(done) == 300
    assert queries.verify() == queries.Verdict(300, 0, None)


@pytest.mark.django_db
def test_the_head_is_signed_once_a_day() -> None:
    today = AT.date()
    assert commands.sign_head(on=today, at=AT) is None
    tell()
    commands.chain(at=AT)
    seal = commands.sign_head(on=today, at=AT)
    tell()
    commands.chain(at=AT)
    assert commands.sign_head(on=today, at=AT) == seal
    assert commands.sign_head(on=today + timedelta(days=1), at=AT) != seal
    kept = queries.heads()[-1]
    assert kept.signature == commands.signature(on=today, seal=kept.seal)
    assert kept.signature != commands.signature(on=today, seal=queries.head())


@pytest.mark.django_db
def test_moments_and_keys_among_the_facts_are_kept_as_text() -> None:
    commands.record("a.b", about="x", by=BY, at=AT, facts={"key": UUID(int=1), "at": AT, "roles": {"b", "a"}})
    assert queries.about("x").rows[0].facts == {
        "key": str(UUID(int=1)),
        "at": "2026-02-10 09:30:00+00:00",
        "roles": ["a", "b"],
    }


@pytest.mark.django_db
def test_what_is_gathered_is_written_in_its_order_and_in_one_statement() -> None:
    with CaptureQueriesContext(connection) as asked, transaction.atomic(), commands.gathered():
        for kind in ("a.first", "a.second", "a.third"):
            commands.record(kind, about="x", by=BY, at=AT, request_id=uuid4())
    assert sum("INSERT" in one["sql"] for one in asked.captured_queries) == 1
    assert [card.kind for card in queries.about("x").rows] == ["a.third", "a.second", "a.first"]
    commands.record("a.fourth", about="x", by=BY, at=AT)
    assert len(queries.about("x").rows) == 4


def told_and_refused(kind: str) -> None:
    commands.record(kind, about="x", by=BY, at=AT)
    raise Refused("cases.unknown")


@pytest.mark.django_db
def test_nothing_that_was_gathered_stays_of_what_fails_and_of_a_part_that_is_taken_back() -> None:
    with pytest.raises(Refused), commands.gathered():
        told_and_refused("a.told")
    assert not queries.about("x").rows
    with transaction.atomic(), commands.gathered():
        commands.record("a.told", about="x", by=BY, at=AT)
        with pytest.raises(Refused), transaction.atomic():
            told_and_refused("a.taken-back")
    assert [card.kind for card in queries.about("x").rows] == ["a.told"]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite nobody else writes meanwhile")
def test_an_event_that_ended_late_is_sealed_behind_the_others(fresh_db: object) -> None:
    told, chained = threading.Event(), threading.Event()

    def slow() -> int:
        with transaction.atomic():
            number = tell()
            told.set()
            chained.wait(timeout=20)
        return number

    def quick() -> tuple[int, int]:
        told.wait(timeout=20)
        number = tell()
        sealed = commands.chain(at=AT)
        chained.set()
        return number, sealed

    late, (early, sealed) = at_once(slow, quick)
    assert late < early
    assert (sealed, queries.verify()) == (1, queries.Verdict(1, 1, None))
    assert commands.chain(at=AT) == 1
    assert queries.verify() == queries.Verdict(2, 0, None)
