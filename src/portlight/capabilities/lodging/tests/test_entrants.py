"""Lists of people who have entered: taken in, each told once of her duty, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portlight.capabilities.lodging import commands, queries, words
from portlight.capabilities.lodging.commands import reminding
from portlight.capabilities.lodging.models import Entrant
from portlight.capabilities.lodging.rules.reminding import told_now
from portlight.capabilities.lodging.tests.given import AT, BY, DECLARED, declare, put_in_places, with_
from portlight.delivery import commands as delivery
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known
from portlight.kernel.people.rules import NewPaper
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.refusals import Refused
from tests.cast import Cast, make
from tests.together import at_once

HOUR = timedelta(hours=1)
ENTERED = AT - 17 * HOUR  # the evening before, 17:30
PACE = commands.Pace(after=16 * HOUR)
HEAD = "country,passport number,entered at,e-mail,telephone,language"


def rows(*lines: str) -> bytes:
    return "\n".join((HEAD, *lines)).encode()


def line(number: str, *, at: datetime = ENTERED, email: str = "", language: str = "") -> str:
    return f"FRA,{number},{at:%Y-%m-%d %H:%M},{email},,{language}"


def take(*lines: str, **more: Any) -> commands.TakenEntrants:
    return commands.take_entrants(rows(*lines), **{"by": BY, "at": AT, **more})


def remind(at: datetime = AT, pace: commands.Pace = PACE) -> int:
    return commands.remind_entrants(at, texts=words.entrant_message, pace=pace)


def told() -> list[tuple[int, str]]:
    """Address and language of every message that was written."""
    return [(int(address), language) for address, language in asked("address_id, language", "delivery_delivery")]


def asked(columns: str, table: str) -> list[tuple[Any, ...]]:
    """Rows of the engine's own tables, which other rooms do not import."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY id")
        return list(cursor.fetchall())


def holds_paper(cast: Cast) -> None:
    people.note_paper(person=cast.anna.key, paper=NewPaper(country="FRA", number="20FV12345"), by=BY, at=AT)


@pytest.mark.django_db
def test_of_a_list_a_blind_index_a_moment_and_a_way_are_kept(cast: Cast) -> None:
    holds_paper(cast)
    taken = take(line("20FV 12345"), line("AB1234567", email="new@mail.example", language="fr"), line("CD7654321"))
    assert (taken.rows, taken.kept, taken.reachable, taken.wrong) == (3, 3, 2, 0)
    own, given, nobody = Entrant.objects.order_by("pk")
    assert (own.contact_id, own.given) == (cast.anna.address, False), "her own address, proved and agreed to"
    assert given.given
    assert known.recognise("email", "new@mail.example")[0].address == given.contact_id
    assert people.forget_unproved(AT + timedelta(days=8)) == 1, "forgotten in a week, if she proves nothing"
    assert nobody.contact_id is None
    assert own.entered_at == ENTERED
    assert "20FV12345" not in str(Entrant.objects.values_list())


@pytest.mark.django_db
def test_a_person_is_told_once_in_her_language_with_the_way_and_nothing_about_her(cast: Cast) -> None:
    take(line("AB1234567", email="new@mail.example", language="fr"))
    assert [remind(), remind(), remind(AT + HOUR)] == [1, 0, 0]
    assert [language for _, language in told()] == ["fr"]
    ((title, body),) = asked("title, text", "delivery_rendition")
    text = title + body
    assert "/fr/lodging/" in text
    assert "AB1234567" not in text
    (row,) = Entrant.objects.all()
    kinds = [event.kind for event in timeline.about(f"entrant:{row.pk}").rows]
    assert kinds == ["lodging.entrant-reminded"]
    assert asked("purpose", "delivery_message") == [("duty",)], "an SMS says it in the words its providers know"


@pytest.mark.django_db
def test_the_message_says_from_when_the_hours_run() -> None:
    assert "from moving in, not from entering" in " ".join(words.entrant_message("entered")["en"].text.split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "said"), [(15 * HOUR, 0), (16 * HOUR, 1), (23 * HOUR, 1), (24 * HOUR, 0), (40 * HOUR, 0)]
)
def test_neither_too_early_nor_when_the_hours_are_over(cast: Cast, after: timedelta, said: int) -> None:
    take(line("AB1234567", email="new@mail.example", at=AT - after))
    assert remind() == said


@pytest.mark.django_db
def test_who_has_declared_is_not_told_and_her_wait_ends(cast: Cast) -> None:
    put_in_places()
    holds_paper(cast)
    take(line("20FV12345"), line("AB1234567", email="new@mail.example"))
    declare(DECLARED, cast.anna)
    assert remind() == 1
    assert cast.anna.address not in [address for address, _ in told()[-1:]]
    first = Entrant.objects.order_by("pk")[0]
    assert (first.declared_at, first.reminded_at) == (AT, None)
    assert [event.kind for event in timeline.about(f"entrant:{first.pk}").rows] == ["lodging.entrant-declared"]


@pytest.mark.django_db
def test_whoever_stopped_her_messages_is_left_alone(cast: Cast) -> None:
    holds_paper(cast)
    take(line("20FV12345"))
    people.withdraw(address=cast.anna.address, by=BY, at=AT)
    assert remind() == 0


@pytest.mark.django_db
def test_the_word_that_late_is_better_than_never_is_said_only_where_the_office_wants_it(cast: Cast) -> None:
    take(line("AB1234567", email="new@mail.example"))
    late = commands.Pace(after=16 * HOUR, late=True, grace=6 * HOUR)
    assert remind() == 1
    assert remind(ENTERED + 31 * HOUR) == 0, "off by default"
    assert remind(ENTERED + 29 * HOUR, late) == 0, "within the grace"
    assert [remind(ENTERED + 31 * HOUR, late), remind(ENTERED + 50 * HOUR, late)] == [1, 0]
    take(line("CD7654321", email="other@mail.example", at=AT - timedelta(days=8)))
    assert remind(AT, late) == 0, "after a week no word helps"


@pytest.mark.django_db
def test_two_lists_of_one_entry_are_one(cast: Cast) -> None:
    take(line("AB1234567"))
    again = take(line("AB1234567", at=ENTERED + 3 * HOUR, email="new@mail.example"), line("CD7654321"))
    assert (again.kept, again.before) == (1, 1)
    assert Entrant.objects.count() == 2
    assert remind() == 1, "the second list knew where to tell her"
    assert take(line("AB1234567", at=ENTERED)).kept == 0
    assert remind() == 0


@pytest.mark.django_db
def test_sent_twice_is_taken_once(cast: Cast) -> None:
    key = UUID(int=7)
    first, second = (take(line("AB1234567"), request_id=key) for _ in range(2))
    assert first == second
    with pytest.raises(Refused, match=r"timeline\.resend-differs"):
        take(line("CD7654321"), request_id=key)


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(cast: Cast) -> None:
    assert take(line("AB1234567", email="new@mail.example"), dry=True).rows == 1
    assert Entrant.objects.count() == 0
    assert known.recognise("email", "new@mail.example") == []


@pytest.mark.django_db
def test_killed_in_the_middle_nobody_is_told_twice_and_nobody_missed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(*(line(f"AB123456{n}", email=f"p{n}@mail.example") for n in range(3)))
    written = delivery.tell

    def falls(when: Callable[[], bool]) -> Callable[..., str]:
        def tell(**told: Any) -> str:
            code = written(**told)
            if when():
                raise RuntimeError("the power is gone")
            return code

        return tell

    monkeypatch.setattr(reminding.delivery, "tell", falls(lambda: len(told()) == 2))
    with pytest.raises(RuntimeError):
        remind()
    assert len(told()) == 1, "the second one's mark and message went together"
    monkeypatch.setattr(reminding.delivery, "tell", written)
    assert remind() == 2
    addresses = [address for address, _ in told()]
    assert len(addresses) == len(set(addresses)) == 3


def test_two_workers_tell_each_person_once(fresh_db: object) -> None:
    make()
    take(*(line(f"AB123456{n}", email=f"p{n}@mail.example") for n in range(4)))
    done = at_once(remind, remind, remind)
    assert sum(done) == 4, done
    addresses = [address for address, _ in told()]
    assert len(addresses) == len(set(addresses)) == 4


def test_the_same_list_handed_in_twice_at_the_same_moment_is_taken_once(fresh_db: object) -> None:
    make()
    done = at_once(*[lambda: take(line("AB1234567", email="new@mail.example"))] * 3)
    assert sorted(one.kept for one in done) == [0, 0, 1], done
    assert Entrant.objects.count() == 1


@pytest.mark.django_db
def test_a_long_list_costs_few_questions(cast: Cast) -> None:
    put_in_places()
    with CaptureQueriesContext(connection) as few:
        take(*(line(f"AB{n:07d}", email=f"p{n}@mail.example") for n in range(3)))
    with CaptureQueriesContext(connection) as many:
        take(*(line(f"CD{n:07d}", email=f"q{n}@mail.example") for n in range(300)))
    assert len(many) <= len(few) + 2, (len(few), len(many))
    declare(with_(), cast.anna)
    with CaptureQueriesContext(connection) as none_due:
        assert remind(ENTERED + HOUR) == 0
    assert len(none_due) <= 6
    with CaptureQueriesContext(connection) as each:
        assert remind(AT) == 200
    assert len(each) <= 10 + 200 * 16


@pytest.mark.django_db
def test_rows_are_forgotten_after_a_month_and_the_timeline_keeps_the_number(cast: Cast) -> None:
    take(line("AB1234567"), line("CD7654321", at=AT - timedelta(days=2)))
    assert commands.forget_entrants(AT + timedelta(days=29), by=BY) == 1
    assert Entrant.objects.count() == 1
    last = timeline.about("entrants:lists").rows[0]
    assert (last.kind, last.facts) == ("lodging.entrants-forgotten", {"rows": 1})


@pytest.mark.django_db
def test_the_days_are_told_in_numbers(cast: Cast) -> None:
    take(line("AB1234567", email="new@mail.example"), line("CD7654321"))
    remind()
    (day,) = queries.entry_days()
    assert (day.on, day.entered, day.reachable, day.reminded, day.declared) == (ENTERED.date(), 2, 1, 1, 0)


def test_quiet_hours_hold_an_sms_back_and_in_the_hour_before_them_nobody_is_left_to_the_morning() -> None:
    quiet, zone = (time(22), time(7)), AT.tzinfo
    assert zone is not None

    def due(hour: int, minute: int, entered: datetime) -> bool:
        at = AT.replace(hour=hour, minute=minute)
        span = told_now(at, after=16 * HOUR, quiet=quiet, zone=zone)
        return span is not None and span.since < entered <= span.until

    morning = AT.replace(hour=6, minute=0)  # her 24 hours end at six tomorrow
    assert not due(20, 0, morning)
    assert due(21, 30, morning), "at seven tomorrow it would be too late"
    assert not due(22, 30, morning)
    assert not due(21, 30, AT.replace(hour=9)), "she is told tomorrow morning, in time"
