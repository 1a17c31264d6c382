"""Who is reminded that her stay ends: when, once each, and who is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portlight.capabilities.permits import commands, queries, words
from portlight.capabilities.permits.commands import reminding, telling
from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.rules.making import Made
from portlight.capabilities.permits.rules.reminding import next_day
from portlight.capabilities.permits.tests.given import AT, EXTENSION, SHANGHAI, TODAY, WORK, file, with_
from portlight.capabilities.permits.words.own import clocks_of
from portlight.kernel.people import commands as people
from portlight.kernel.policies import commands as policies
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.actor import machine
from portlight.toolkit.ownpage import OwnClock
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import select
from tests.cast import Cast, Resident

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ENDS = date(2027, 3, 5)
YEAR = with_(WORK, until=ENDS)


@pytest.fixture(autouse=True)
def _office(settings: Any, db: object) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    policies.load_tables(by=machine("tests"), at=timezone.now())


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


def remind(day: date) -> int:
    return commands.remind(noon(day), texts=words.message)


def issued(
    cast: Cast, applied: Any = YEAR, *, who: Resident | None = None, until: date = ENDS, made: date | None = None,
    at: datetime = AT,
) -> commands.Done:  # fmt: skip
    """Filed, granted until that day, and made."""
    told: dict[str, Any] = {"texts": words.message, "by": cast.chen.actor, "at": at}
    done = file(applied, who or cast.anna, at=at)
    commands.accept(done.case, passport_held=True, **told)
    commands.grant(done.case, until=until, **told)
    on = at.astimezone(SHANGHAI).date()
    commands.issue(done.case, Made(number="AB123456", issued_on=on, until=made), **told)
    return done


def handed_over(cast: Cast, *given: Any, **more: Any) -> commands.Done:
    done = issued(cast, *given, **more)
    commands.hand_over(done.case, by=cast.chen.actor, at=AT)
    return done


def told(done: commands.Done) -> list[datetime]:
    rows = timeline.about(f"case:{done.case}", size=100).rows
    return [event.at for event in rows if event.kind == "permits.reminded"]


def messages(done: commands.Done) -> list[tuple[Any, ...]]:
    return select("SELECT id, purpose FROM delivery_message WHERE about = %s ORDER BY id", f"case:{done.case}")


def clock(person: Any, on: date) -> OwnClock | None:
    return next((one for one in clocks_of(person, noon(on)) if one.name == "permits.granted"), None)


@pytest.mark.parametrize(
    ("matter", "after", "day"),
    [
        ("residence-work", date(2027, 1, 26), date(2027, 1, 27)),  # a week before the last day to apply (LAW 32)
        ("residence-extension", date(2027, 1, 27), date(2027, 2, 26)),
        ("visa-extension", date(2027, 2, 2), date(2027, 2, 3)),
        ("stay-permit", date(2027, 2, 3), date(2027, 2, 26)),
        ("stay-permit", date(2027, 2, 26), None),
        ("visa-extension", date(2027, 3, 6), None),
    ],
)
def test_the_days_of_the_two_reminders(matter: str, after: date, day: date | None) -> None:
    assert next_day(matter, ENDS, after=after) == day


def test_each_is_told_once_and_never_what_it_is(cast: Cast) -> None:
    done = handed_over(cast)
    first, last = ENDS - 37 * DAY, ENDS - 7 * DAY
    before = messages(done)
    counts = [remind(day) for day in (TODAY, first - DAY, first, first, first + DAY, last - DAY, last, last, ENDS)]
    assert counts == [0, 0, 1, 0, 0, 0, 1, 0, 0]
    assert told(done) == [noon(last), noon(first)]
    (*_, (last_id, purpose)) = messages(done)
    assert (len(messages(done)), purpose) == (len(before) + 2, "news")
    said = "SELECT language, title, text FROM delivery_rendition WHERE message_id = %s"
    ((language, title, body),) = select(said, last_id)
    assert language == "fr", "in her language"
    for hidden in ("2027", "mars", "DUPONT", "20FV12345", done.number):
        assert hidden not in title + body


def test_a_sticker_that_ends_before_its_grant_is_what_counts(cast: Cast) -> None:
    done = handed_over(cast, made=ENDS - 20 * DAY)
    found = queries.by_case(done.case)
    assert found is not None
    assert (found.granted_until, found.ends_on) == (ENDS, ENDS - 20 * DAY)
    assert [remind(ENDS - 58 * DAY), remind(ENDS - 57 * DAY)] == [0, 1]


def test_a_grant_that_ends_soon_is_reminded_of_once(cast: Cast) -> None:
    """Twenty days are left when it is issued: that the first day is over needs no message."""
    issued(cast, EXTENSION, until=TODAY + 20 * DAY)
    assert [remind(TODAY), remind(TODAY + 12 * DAY), remind(TODAY + 13 * DAY)] == [0, 0, 1]


def test_a_worker_that_stood_still_tells_once_and_after_the_end_nothing(cast: Cast) -> None:
    one, other = handed_over(cast), child(cast, "C1")
    Application.objects.filter(pk=other.case).update(ends_on=ENDS - 9 * DAY, remind_on=ENDS - 20 * DAY)
    assert [remind(ENDS - 2 * DAY), remind(ENDS - DAY)] == [1, 0]
    assert (len(told(one)), told(other)) == (1, [])


def test_nobody_is_told_at_night(cast: Cast) -> None:
    handed_over(cast)
    night = datetime.combine(ENDS - 37 * DAY, time(2), SHANGHAI)
    assert commands.remind(night, texts=words.message) == 0
    assert commands.remind(night + timedelta(hours=6), texts=words.message) == 1


def _applied_again(cast: Cast, **more: Any) -> commands.Done:
    return file(with_(YEAR, matter="residence-extension", until=date(2028, 3, 1)), cast.anna, at=noon(ENDS - 60 * DAY))


def _withdrawn(cast: Cast) -> None:
    commands.withdraw(_applied_again(cast).case, by=cast.anna.actor, at=noon(ENDS - 50 * DAY))


def _noted(cast: Cast) -> None:
    file(with_(YEAR, matter="residence-note", until=None), cast.anna, at=noon(ENDS - 60 * DAY))


def _closed(cast: Cast) -> None:
    people.erase(person=cast.anna.key, by=cast.anna.actor, at=noon(ENDS - 60 * DAY))


def _stopped(cast: Cast) -> None:
    people.withdraw(address=cast.anna.address, by=cast.anna.actor, at=noon(ENDS - 60 * DAY))


@pytest.mark.parametrize(
    ("then", "count"),
    [(_applied_again, 0), (_withdrawn, 1), (_noted, 1), (_closed, 0), (_stopped, 0)],
)
def test_who_has_applied_since_or_closed_or_stopped_hears_nothing(
    cast: Cast, then: Callable[[Cast], Any], count: int
) -> None:
    handed_over(cast)
    then(cast)
    assert remind(ENDS - 37 * DAY) == count
    assert Application.objects.get(ends_on=ENDS).remind_on == ENDS - 7 * DAY, "looked at once, told or not"


def child(cast: Cast, number: str) -> commands.Done:
    """Dora's, each a person of its own: she gets the messages."""
    for_child = {"filed_as": "guardian", "agent_ground": "under-16"}
    return handed_over(cast, with_(YEAR, applicant={"paper_number": f"{number}000"}, **for_child), who=cast.dora)


def test_an_institution_is_reminded_by_its_agreement_and_a_parent_by_this(cast: Cast) -> None:
    for_another = {"filed_as": "institution", "agent_ground": "talent"}
    theirs = handed_over(cast, with_(YEAR, applicant={"paper_number": "I1000"}, **for_another), who=cast.dora)
    hers = child(cast, "C1")
    assert remind(ENDS - 37 * DAY) == 1
    assert (told(theirs), len(told(hers))) == ([], 1)


def test_a_switched_off_channel_holds_nobody_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    off, on = child(cast, "C1"), child(cast, "C2")
    tell = telling.delivery.tell

    def refusing(**told: Any) -> str:
        if told["about"] == f"case:{off.case}":
            raise Refused("delivery.unknown-channel", channel="email")
        return tell(**told)

    monkeypatch.setattr(telling.delivery, "tell", refusing)
    assert [remind(ENDS - 37 * DAY), remind(ENDS - 37 * DAY)] == [1, 0]
    assert (told(off), len(told(on))) == ([], 1)


def test_it_reads_what_is_due_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminding, "PAGE", 2)
    for number in range(5):
        child(cast, f"C{number}")
    with CaptureQueriesContext(connection) as asked:
        assert remind(TODAY) == 0
    assert len(asked) == 2, "nobody's day has come: the quiet hours, and one look along the index"
    day = noon(ENDS - 37 * DAY)
    assert [commands.remind(day, texts=words.message, most=4) for _ in range(3)] == [4, 1, 0]


def test_her_page_says_when_the_reminder_comes(cast: Cast) -> None:
    done = handed_over(cast)
    first = clock(cast.anna.key, TODAY)
    assert first is not None
    assert (first.until, first.state) == (datetime.combine(ENDS + DAY, time.min, SHANGHAI), "runs")
    assert first.text == "If you wish to stay longer, apply thirty days before it ends at the latest."
    assert first.reminder == "We write to you a week before the last day to apply, and a week before the end."
    remind(ENDS - 37 * DAY)
    after = clock(cast.anna.key, ENDS - 30 * DAY)
    assert after is not None
    assert after.reminder == "We write to you 7 days before the end."
    remind(ENDS - 7 * DAY)
    last = clock(cast.anna.key, ENDS)
    assert last is not None
    assert last.reminder == "", "nothing is promised that does not come"
    assert clock(cast.anna.key, ENDS + DAY) is None
    assert clock(cast.dora.key, TODAY) is None
    assert done.number


def test_her_page_promises_nothing_to_an_address_that_was_stopped(cast: Cast) -> None:
    handed_over(cast)
    _stopped(cast)
    found = clock(cast.anna.key, TODAY)
    assert found is not None
    assert found.reminder == ""


def test_a_later_application_takes_the_place_of_what_was_granted(cast: Cast) -> None:
    handed_over(cast)
    _applied_again(cast)
    assert clock(cast.anna.key, TODAY) is None
