"""Papers in one ZIP, times against the agreed number, requests, duties: each happy, refused and twice."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from portlight.capabilities.green_lanes import commands, queries, words
from portlight.capabilities.green_lanes.commands import papers
from portlight.capabilities.green_lanes.models import Bundle, Member, Paper, Row, Taken
from portlight.capabilities.green_lanes.queries.agreements import Left
from portlight.capabilities.green_lanes.tests.given import (
    HALL,
    agreed,
    coming,
    drafted,
    ending,
    lane_opened,
    messages,
    packed,
    person,
    run,
    text,
)
from portlight.kernel.documents import queries as documents
from portlight.kernel.documents.commands import open_next
from portlight.kernel.emergencies import commands as emergencies
from portlight.kernel.emergencies.tests.given import BAO, effective, told
from portlight.toolkit.refusals import Refused
from tests.cast import AT, Cast
from tests.files import picture

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_papers_go_to_their_drafts_and_what_fits_nowhere_is_named(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    found = drafted(text(ending(1), ending(2), person(3)), organisation, by)
    content = packed({
        "X00000001.jpg": picture(), "people/X00000002/photo.jpg": picture(), "X00000003.jpg": picture(),
        "X00000001 letter.pdf": b"no",
        "notes.txt": b"hello",
    })  # fmt: skip
    key = commands.take_papers(found.number, content, by=by, at=AT)
    assert commands.take_papers(found.number, content, by=by, at=AT) == key
    run()
    (bundle,) = queries.bundles(found)
    assert (bundle.state, bundle.files, bundle.done, bundle.kept) == ("done", 5, 5, 2)
    faults = {one.name: (one.state, one.row) for one in bundle.faults}
    assert faults == {
        "X00000003.jpg": ("unmatched", 0), "X00000001 letter.pdf": ("refused", 2), "notes.txt": ("unmatched", 0)
    }  # fmt: skip
    assert all(words.file_told(one) for one in bundle.faults)
    first, second = queries.drafts_of(found.number)
    assert [one.slot for one in documents.of(first.papers)] == ["passport-page"]
    assert [one.slot for one in documents.of(second.papers)] == ["photo"]
    assert Bundle.objects.get().content is None
    assert "X00000001" not in str(list(Paper.objects.values()))


def test_a_file_that_cannot_be_opened_is_named_when_that_is_known(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    organisation, by = agreed(cast), cast.dora.actor
    found = drafted(text(ending(1)), organisation, by)
    content = packed({"X00000001.jpg": picture()[:-100], "X00000001 photo.jpg": picture()})
    commands.take_papers(found.number, content, by=by, at=AT)
    run()
    (bundle,) = queries.bundles(found)
    assert (bundle.kept, bundle.faults) == (2, ())
    while open_next(AT):
        pass
    (bundle,) = queries.bundles(found)
    assert [(one.name, one.state, one.code) for one in bundle.faults] == [
        ("X00000001.jpg", "refused", "documents.broken")
    ]
    assert words.file_told(bundle.faults[0])


def test_a_file_is_in_line_only_when_its_bundle_knows_of_it(
    cast: Cast, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the process that opens it could refuse it before there is anybody to tell."""
    settings.DATA = tmp_path
    organisation, by = agreed(cast), cast.dora.actor
    found = drafted(text(ending(1)), organisation, by)
    key = commands.take_papers(found.number, packed({"X00000001.jpg": picture()}), by=by, at=AT)

    def full(*given: Any, **told: Any) -> bool:
        raise OSError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(papers, "insert_unless", full)
        with pytest.raises(OSError, match="no room"):
            commands.go_on_with_papers(f"{key}:0", at=AT)
    assert not open_next(AT)
    commands.go_on_with_papers(f"{key}:0", at=AT)
    assert open_next(AT)


@pytest.mark.parametrize(("content", "code"), [
    (b"no zip", "lanes.not-a-zip"), (packed({"bomb.jpg": b"\0" * 310_000_000}), "lanes.zip-too-large"),
    (packed({f"{number}.jpg": b"" for number in range(2001)}), "lanes.zip-too-large"),
])  # fmt: skip
def test_a_bomb_and_what_is_no_zip_are_refused_unopened(cast: Cast, content: bytes, code: str) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    found = drafted(text(ending(1)), organisation, by)
    with pytest.raises(Refused, match=code):
        commands.take_papers(found.number, content, by=by, at=AT)
    with pytest.raises(Refused, match=r"lanes\.unknown"):
        commands.take_papers(found.number, content, by=cast.anna.actor, at=AT)
    assert Bundle.objects.count() == 0


def test_times_are_booked_as_far_as_the_agreed_number_reaches(cast: Cast) -> None:
    on = lane_opened()
    organisation, by, request = agreed(cast), cast.dora.actor, uuid4()
    found = drafted(text(*(coming(number) for number in range(9)), ending(10)), organisation, by)
    for _ in range(2):
        booked = commands.book(found.number, place=HALL, on=on, by=by, at=AT, request_id=request)
        assert booked == commands.Booked(count=5, without=4)
    with pytest.raises(Refused, match=r"lanes\.quota-used"):
        commands.book(found.number, place=HALL, on=on, by=by, at=AT)
    later = commands.book(found.number, place=HALL, on=on + DAY, by=by, at=AT)
    assert later == commands.Booked(count=3, without=1), "eight a week"
    assert dict(Taken.objects.filter(span="week").values_list("day", "count")) == {on - timedelta(days=on.weekday()): 8}
    assert len(queries.times_of(found, at=AT)) == 8
    rights = Row.objects.exclude(booking="").values_list("right", flat=True)
    assert set(rights) == {"come"}


def test_an_emergency_sets_the_agreed_number_for_its_own_days(cast: Cast) -> None:
    on = lane_opened()
    organisation, by = agreed(cast), cast.dora.actor
    found = drafted(text(*(coming(number) for number in range(9))), organisation, by)
    card = queries.in_force(found.organisation.id, at=AT)
    assert card is not None
    begins = datetime.combine(on, time.min, ZoneInfo("Asia/Shanghai"))
    lowered = told(since=begins, until=begins + DAY, parameters={"lanes.quota": 50})
    number = effective(lowered, at=AT)
    assert [queries.left_of(card, on=day) for day in (on, on + DAY)] == [
        Left(share=50, day=2, week=4), Left(share=100, day=5, week=8),
    ]  # fmt: skip
    assert commands.book(found.number, place=HALL, on=on, by=by, at=AT) == commands.Booked(count=2, without=7)
    with pytest.raises(Refused, match=r"lanes\.quota-lowered") as refusal:
        commands.book(found.number, place=HALL, on=on, by=by, at=AT)
    assert refusal.value.facts == {"day": 2, "week": 4}
    emergencies.revert(number, "by mistake", by=BAO, at=AT)
    assert commands.book(found.number, place=HALL, on=on, by=by, at=AT) == commands.Booked(count=3, without=4)
    effective(told(since=begins, until=begins + DAY, parameters={"lanes.quota": 0}), at=AT)
    assert queries.left_of(card, on=on).now == 0, "what is booked stands, and nothing is added"
    assert len(queries.times_of(found, at=AT)) == 5


def test_who_revokes_gives_her_time_back(cast: Cast) -> None:
    on = lane_opened()
    organisation, by = agreed(cast), cast.dora.actor
    found = drafted(text(coming(1, email=cast.anna.email)), organisation, by)
    commands.book(found.number, place=HALL, on=on, by=by, at=AT)
    (mine,) = queries.of_person(cast.anna.key)
    commands.revoke(mine.member, person=cast.anna.key, texts=words.message, by=cast.anna.actor, at=AT)
    assert queries.times_of(found, at=AT) == {}
    assert set(Taken.objects.values_list("count", flat=True)) == {0}


def test_it_books_nothing_where_nobody_needs_it_or_no_time_is_free(cast: Cast) -> None:
    on = lane_opened()
    organisation, by = agreed(cast), cast.dora.actor
    with pytest.raises(Refused, match=r"lanes\.nobody-to-book"):
        commands.book(drafted(text(ending(1)), organisation, by).number, place=HALL, on=on, by=by, at=AT)
    found = drafted(text(coming(2)), organisation, by, whole=False)
    with pytest.raises(Refused, match=r"lanes\.no-times"):
        commands.book(found.number, place=HALL, on=on + timedelta(days=90), by=by, at=AT)
    with pytest.raises(Refused, match=r"lanes\.unknown"):
        commands.book(found.number, place=HALL, on=on, by=cast.anna.actor, at=AT)


def test_a_request_is_answered_and_told(cast: Cast) -> None:
    organisation, request = agreed(cast), uuid4()
    asked = {"language": "de", "by": cast.dora.actor, "at": AT, "request_id": request}
    number = commands.ask(commands.Wanted(about="visit", text="Could you come?", people=9), organisation, **asked)
    assert (
        commands.ask(commands.Wanted(about="visit", text="Could you come?", people=9), organisation, **asked) == number
    )
    (card,) = queries.requests_waiting().rows
    due = card.case.due_at
    assert due is not None
    assert due.astimezone(ZoneInfo("Asia/Shanghai")).date() == date(2026, 2, 13), "to the end of the second day"
    window = cast.holding("window").actor
    for _ in range(2):
        commands.answer(card.case.id, "On Thursday.", texts=words.message, by=window, at=AT, request_id=request)
    with pytest.raises(Refused, match=r"cases\.no-such-move"):
        commands.answer(card.case.id, "On Friday.", texts=words.message, by=window, at=AT)
    found = queries.request(number, by=cast.dora.actor, at=AT)
    assert found is not None
    assert (found.text, found.answer) == ("Could you come?", "On Thursday.")
    assert [address for address, _ in messages("case:")] == [cast.dora.address]
    assert queries.request(number, by=cast.anna.actor, at=AT) is None
    commands.erase_request(case=card.case.id, at=AT)
    found = queries.request(number, by=cast.dora.actor, at=AT)
    assert found is not None
    assert (found.text, found.answer) == ("", "")


@pytest.mark.parametrize(("about", "said", "code"), [
    ("pony", "x", "lanes.about-unknown"), ("left", "x", "lanes.about-unknown"), ("visit", " ", "lanes.text-missing"),
    ("visit", "x" * 2001, "lanes.text-missing"),
])  # fmt: skip
def test_it_refuses_a_request_that_says_nothing(cast: Cast, about: str, said: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        commands.ask(commands.Wanted(about=about, text=said), agreed(cast), language="de", by=cast.dora.actor, at=AT)


def test_who_has_left_is_reported_once_and_officers_are_reminded_once(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    drafted(text(person(1), person(2), ending(3, days=40)), organisation, by)
    drafted(text(person(1, passport_no="Y77777777"), ending(3, days=40)), organisation, by, at=AT + DAY)
    later = AT + 2 * DAY
    assert commands.remind_duties(later, texts=words.message) == 3
    assert commands.remind_duties(later + DAY, texts=words.message) == 0
    ((address, said),) = messages(f"organisation:{organisation}")
    assert address == cast.dora.address
    assert ": 3." in said
    gone = Member.objects.get(state="left")
    number = commands.report_left(gone.key, language="de", by=by, at=later)
    assert number
    assert commands.report_left(gone.key, language="de", by=by, at=later) == number
    with pytest.raises(Refused, match=r"lanes\.unknown"):
        commands.report_left(gone.key, language="de", by=cast.anna.actor, at=later)
    found = queries.request(number, by=cast.holding("window").actor, at=later)
    assert found is not None
    assert "X00000002" in found.text


def test_an_extension_is_due_two_weeks_before_its_last_day(cast: Cast) -> None:
    organisation, by = agreed(cast), cast.dora.actor
    drafted(text(ending(1, days=60)), organisation, by)
    reminded = [commands.remind_duties(AT + timedelta(days=days), texts=words.message) for days in (0, 15, 16, 17, 30)]
    assert reminded == [0, 0, 1, 0, 0]
