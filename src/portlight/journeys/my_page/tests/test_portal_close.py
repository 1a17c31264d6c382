"""Closing one's page: said before, done once, her sessions end, what the law keeps stays."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from portlight.capabilities.lodging import queries as lodging
from portlight.faces.portal.tests.test_portal_appointments import SERVICE, at_nine, opened
from portlight.faces.portal.tests.test_portal_appointments import _a_service as _a_service
from portlight.journeys.my_page import commands
from portlight.journeys.my_page.tests.given import ME, hidden, registered, signed_in
from portlight.kernel.people import queries as people
from portlight.kernel.slots import commands as slots
from portlight.kernel.slots import queries as times
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import select
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_it_says_before_what_goes_and_what_the_law_keeps(cast: Cast) -> None:
    number = registered(cast.anna)
    page = signed_in(cast.anna).get(f"{ME}close/").content.decode()
    assert "What is erased at once" in page
    assert "What the law keeps" in page
    assert number in page
    year = timezone.now().year + 5
    assert str(year) in page, "a registration is kept for five years"


def test_without_the_tick_nothing_is_closed(cast: Cast) -> None:
    browser = signed_in(cast.anna)
    told = {"request_id": hidden(browser.get(f"{ME}close/").content.decode(), "request_id")}
    answer = browser.post(f"{ME}close/", told)
    assert answer.status_code == 409
    assert "Tick the line" in answer.content.decode()
    assert people.person(cast.anna.key) is not None


def test_all_that_names_her_goes_and_every_session_ends(cast: Cast) -> None:
    number, on = registered(cast.anna), opened()
    wish = slots.Wish(service=SERVICE, place="hall", starts_at=at_nine(on), who=f"person:{cast.anna.key}")
    booking = slots.book(wish, by=cast.anna.actor, at=timezone.now())
    slots.wait_for(
        slots.Wanted(service=SERVICE, place="hall", who=f"person:{cast.anna.key}", about="case:9",
                     not_after=on + timedelta(days=3)),
        by=cast.anna.actor, at=timezone.now(),
    )  # fmt: skip
    here, elsewhere = signed_in(cast.anna), signed_in(cast.anna)
    told = {"request_id": hidden(here.get(f"{ME}close/").content.decode(), "request_id"), "agreed": "on"}
    answer = here.post(f"{ME}close/", told)
    assert answer["Location"] == f"{ME}closed/"
    assert "Your page is closed" in here.get(answer["Location"]).content.decode()
    for browser in (here, elsewhere):
        assert browser.get(ME)["Location"].startswith("/en/me/sign-in/")
    assert people.person(cast.anna.key) is None
    assert people.recognise("email", cast.anna.email) == []
    assert times.booking(booking, by=machine("test")).state == "cancelled"
    assert times.waits_of(f"person:{cast.anna.key}") == ()
    kept = lodging.card(number)
    assert kept is not None
    assert kept.state == "current", "the registration stands: the law keeps it, and an officer can read it"
    assert lodging.opened(kept, by=cast.bao.actor, why="check", at=timezone.now()).declared.holder.surname
    assert timeline.verify().whole


def test_the_same_request_closes_once(cast: Cast) -> None:
    same, at = uuid4(), timezone.now()
    for _ in range(2):
        commands.close(person=cast.anna.key, agreed=True, by=cast.anna.actor, at=at, request_id=same)
    assert select("SELECT count(*) FROM timeline_event WHERE kind = 'my_page.closed'") == [(1,)]
    with pytest.raises(Refused) as refused:
        commands.close(person=cast.dora.key, agreed=True, by=cast.anna.actor, at=at, request_id=same)
    assert refused.value.code == "timeline.resend-differs"
    assert people.person(cast.dora.key) is not None
