"""The number of the courier who brings it: typed by an officer, seen by the person, erased with the case."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate, now

from portlight.capabilities.permits import commands, queries, words
from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.rules.making import Made, courier_number
from portlight.capabilities.permits.tests.given import EXTENSION, file, with_
from portlight.capabilities.permits.words.own import told_of
from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.faces.portal.persons import welcome
from portlight.kernel.cases import commands as cases
from portlight.kernel.policies import commands as policies
from portlight.kernel.staff import commands as staff
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from tests.cast import AT, BY, Cast, Resident

pytestmark = pytest.mark.django_db
NUMBER = "SF-1234567890123"


@pytest.fixture(autouse=True)
def _office(settings: Any, db: object) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    policies.load_tables(by=machine("tests"), at=timezone.now())


def ready(cast: Cast, **more: Any) -> commands.Done:
    """Issued, and to be handed over."""
    today = localdate()
    stay = {"entered_on": today - timedelta(days=5), "printed_days": 60}
    until = today + timedelta(days=60)
    done = file(with_(EXTENSION, stay=stay, until=until, **more), cast.anna, at=now())
    told: dict[str, Any] = {"by": cast.chen.actor, "at": now(), "texts": words.message}
    commands.accept(done.case, passport_held=True, **told)
    commands.grant(done.case, until=until, **told)
    commands.issue(done.case, Made(number="AB123456", issued_on=today, until=until), **told)
    return done


def officer(cast: Cast) -> Client:
    colleague = cast.holding("window")
    staff.set_language(account=colleague.key, language="en", by=BY, at=AT)
    return signed_in(colleague.key)


def person(who: Resident) -> Client:
    browser, answer = Client(), HttpResponse()
    welcome(answer, who.key)
    for name, morsel in answer.cookies.items():
        browser.cookies[name] = morsel.value
    return browser


def card(done: commands.Done) -> queries.ApplicationCard:
    found = queries.card(done.number)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("  ", ""), ("sf 1234 5678", "SF12345678"), ("123456", "123456"), ("A-" * 20, "A-" * 20)],
)
def test_it_is_kept_in_capitals_without_spaces_or_not_at_all(typed: str, kept: str) -> None:
    assert courier_number(typed) == kept


@pytest.mark.parametrize("typed", ["12345", "1" * 41, "SF_123456", "快递123456", "SF/123456", "12345٦"])
def test_what_no_label_says_is_refused_and_the_case_stays_as_it_was(cast: Cast, typed: str) -> None:
    done = ready(cast, handover="courier")
    with pytest.raises(Refused) as refused:
        commands.hand_over(done.case, courier=typed, by=cast.chen.actor, at=now())
    assert (refused.value.code, refused.value.field) == ("permits.courier-odd", "courier")
    assert (card(done).case.step, card(done).courier_number) == ("issued", "")


def test_by_courier_the_desk_asks_for_the_number_and_the_person_sees_it(cast: Cast) -> None:
    done, browser = ready(cast, handover="courier"), officer(cast)
    act = f"/desk/permits/{done.number}/hand-over/"
    case = browser.get(f"/desk/permits/{done.number}/").content.decode()
    assert f'href="{act}"' in case
    page = browser.get(act).content.decode()
    assert 'name="courier"' in page
    assert "Hand over to the courier" in page
    revision = card(done).case.revision
    wrong = browser.post(act, {"revision": revision, "courier": "?!"})
    assert wrong.status_code == 409
    assert "6 to 40 letters, digits and hyphens" in wrong.content.decode()
    assert browser.post(act, {"revision": revision, "courier": NUMBER.lower()}).status_code == 302
    assert card(done).courier_number == NUMBER
    assert NUMBER in browser.get(f"/desk/permits/{done.number}/").content.decode()
    hers = person(cast.anna).get(f"/en/permits/{done.number}/").content.decode()
    assert NUMBER in hers
    assert "The courier brings it." in hers
    assert person(cast.dora).get(f"/en/permits/{done.number}/").status_code == 404
    (told,) = told_of(cast.anna.key, cast.anna.actor, now())
    assert ("courier", "The courier’s number", NUMBER, "") in told.rows


def test_it_may_be_left_empty_and_into_her_hands_is_one_press(cast: Cast) -> None:
    browser = officer(cast)
    for handover in ("courier", "collect"):
        done = ready(cast, handover=handover, applicant={"paper_number": f"N{handover}"})
        page = browser.get(f"/desk/permits/{done.number}/").content.decode()
        assert bool(re.search(rf"<form[^>]*/desk/permits/{done.number}/hand-over/", page)) is (handover == "collect")
        act = browser.post(f"/desk/permits/{done.number}/hand-over/", {"revision": card(done).case.revision})
        assert act.status_code == 302
        assert (card(done).case.step, card(done).courier_number) == ("handed-over", "")
        hers = person(cast.anna).get(f"/en/permits/{done.number}/").content.decode()
        assert "The courier’s number" not in hers


def test_two_officers_at_once_are_told(cast: Cast) -> None:
    done, browser = ready(cast, handover="courier"), officer(cast)
    seen = card(done).case.revision
    told = {"revision": seen - 1, "courier": NUMBER}
    answer = browser.post(f"/desk/permits/{done.number}/hand-over/", told)
    assert answer.status_code == 409
    assert NUMBER in answer.content.decode(), "what was typed stays"
    assert card(done).courier_number == ""


def test_it_is_erased_with_the_case(cast: Cast) -> None:
    done = ready(cast, handover="courier")
    commands.hand_over(done.case, courier=NUMBER, by=cast.chen.actor, at=now())
    cases.erase_due(now() + timedelta(days=5 * 365 + 2))
    row = Application.objects.get(pk=done.case)
    assert (row.courier_number, row.remind_on, row.particulars) == ("", None, None)
    assert isinstance(row.ends_on, date), "days stay, for the counts"
