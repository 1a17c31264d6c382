"""A time of a list on the institution's own pages: moved, cancelled, and nobody else's."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from portlight.capabilities.green_lanes import commands, queries
from portlight.capabilities.green_lanes.models import Row, Taken
from portlight.capabilities.green_lanes.queries import BatchCard
from portlight.capabilities.green_lanes.tests.given import HALL, agreed, coming, drafted, lane_opened, messages, text
from portlight.capabilities.green_lanes.tests.test_portal import signed_in
from portlight.faces.desk.tests.test_desk_office import signed_in as at_desk
from portlight.kernel.organisations.tests.given import joined
from portlight.kernel.slots import queries as slots
from portlight.toolkit.languages import CODES
from tests.cast import Cast, resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(cast: Cast) -> BatchCard:
    """A list of Dora's university with two who have a time on the first day there is."""
    lane_opened()
    key = agreed(cast, at=now(), since=localdate(), until=date(localdate().year + 1, 12, 31))
    sheet = text(coming(1, today=localdate(), email=cast.anna.email), coming(2, today=localdate()))
    made = drafted(sheet, key, cast.dora.actor, at=now())
    commands.book(made.number, place=HALL, on=days()[0], by=cast.dora.actor, at=now())
    return made


def days() -> list[date]:
    """Those after today on which the lane has times."""
    return [one.on for one in slots.days("permits", HALL, "green", at=now()) if one.free and one.on > localdate()]


def row() -> int:
    return int(Row.objects.exclude(booking="").earliest("row").pk)


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(request_id|revision)" value="([^"]+)"', page))


def send(browser: Client, at: str, **told: str) -> Any:
    """The form of this page as by a button that was pressed twice; the second answer."""
    given = {**hidden(browser.get(at).content.decode()), **told}
    return [browser.post(at, given) for _ in range(2)][1]


def test_an_officer_cancels_a_time_from_the_list(cast: Cast, found: BatchCard) -> None:
    browser = signed_in(cast.dora)
    at = f"/en/lanes/list/{found.number}/"
    page = browser.get(at).content.decode()
    assert page.count("Cancel the time") == 2
    assert send(browser, f"{at}{row()}/cancel/")["Location"] == at
    assert browser.get(at).content.decode().count("Cancel the time") == 1
    assert set(Taken.objects.values_list("count", flat=True)) == {1}
    assert len(messages("lane-member:")) == 1


def test_an_officer_moves_a_time_to_one_of_the_free_ones(cast: Cast, found: BatchCard) -> None:
    browser, day = signed_in(cast.dora), days()[1]
    at = f"/en/lanes/list/{found.number}/{row()}/move/?day={day}"
    page = browser.get(at).content.decode()
    times = [html.unescape(one) for one in re.findall(r'name="starts_at" value="([^"]+)"', page)]
    assert len(times) == 4
    assert send(browser, at, starts_at="yesterday").status_code == 409
    moved = row()
    assert send(browser, at, starts_at=times[1])["Location"] == f"/en/lanes/list/{found.number}/"
    card = queries.time_of(found, moved, at=now())
    assert card is not None
    assert card.starts_at.isoformat() == times[1]
    assert dict(Taken.objects.filter(span="day").values_list("day", "count"))[day] == 1


def test_who_looked_at_an_older_time_changes_nothing(cast: Cast, found: BatchCard) -> None:
    browser = signed_in(cast.dora)
    at = f"/en/lanes/list/{found.number}/{row()}/cancel/"
    given = hidden(browser.get(at).content.decode())
    answer = browser.post(at, {**given, "revision": "7"})
    assert answer.status_code == 409
    assert "Somebody changed this at the same moment" in answer.content.decode()
    assert set(Taken.objects.values_list("count", flat=True)) == {2}


def test_another_institutions_time_is_not_there(cast: Cast, found: BatchCard) -> None:
    eve = resident("eve@company.example", languages=("en",))
    own = agreed(cast, place=2, officer=eve, at=now(), since=localdate(), until=date(localdate().year + 1, 12, 31))
    hers = drafted(text(coming(9, today=localdate())), own, eve.actor, at=now())
    viewer = resident("viewer@university.example", languages=("en",))
    joined(found.organisation.key, viewer, role="viewer", at=now())
    pages = [f"/en/lanes/list/{found.number}/{row()}/{act}/" for act in ("cancel", "move")]
    own_list = [f"/en/lanes/list/{hers.number}/{row()}/{act}/" for act in ("cancel", "move")]
    for browser in (signed_in(eve), signed_in(cast.anna), signed_in(viewer)):
        assert [browser.get(page).status_code for page in pages] == [404, 404]
        assert [browser.post(page).status_code for page in pages] == [404, 404]
    assert [signed_in(eve).get(page).status_code for page in own_list] == [404, 404]
    forged = {"request_id": str(UUID(int=5)), "revision": "1"}
    assert signed_in(eve).post(own_list[0], forged).status_code == 409
    assert Client().get(pages[0]).status_code == 302
    assert set(Taken.objects.values_list("count", flat=True)) == {2}
    assert "Cancel the time" not in signed_in(viewer).get(f"/en/lanes/list/{found.number}/").content.decode()


def test_the_desk_cancels_at_its_board_and_the_list_follows(cast: Cast, found: BatchCard) -> None:
    desk, number = at_desk(cast.holding("supervisor").key), Row.objects.exclude(booking="").earliest("row").booking
    answer = send(desk, f"/desk/slots/{number}/cancel/", reason="closed")
    assert answer.status_code == 302
    assert set(Taken.objects.values_list("count", flat=True)) == {1}
    assert not Row.objects.filter(booking=number).exists()


@pytest.mark.parametrize("language", CODES)
def test_both_pages_are_there_in_every_language(cast: Cast, found: BatchCard, language: str) -> None:
    browser = signed_in(cast.dora)
    for act in ("cancel", "move"):
        page = browser.get(f"/{language}/lanes/list/{found.number}/{row()}/{act}/")
        assert page.status_code == 200
        assert ("Cancel the time" in page.content.decode()) is (language == "en" and act == "cancel")
