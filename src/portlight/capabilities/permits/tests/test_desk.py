"""Applications at the desk: every act by name, with the revision the officer saw; Eve and a writer see nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate, now

from portlight.capabilities.permits import commands, queries
from portlight.capabilities.permits.rules.applied import Urgency
from portlight.capabilities.permits.tests.given import EXTENSION, file, with_
from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.kernel.policies import commands as policies
from portlight.kernel.staff import commands as staff
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.actor import machine
from tests.cast import AT, BY, Cast

pytestmark = pytest.mark.django_db
ACTS = ("order", "ask", "accept", "not-accept", "intend", "refuse", "grant", "issue", "paid", "hand-over")


@pytest.fixture(autouse=True)
def _office(settings: Any, db: object) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    policies.load_tables(by=machine("tests"), at=timezone.now())


def filed(cast: Cast, **more: Any) -> commands.Done:
    today = localdate()
    stay = {"entered_on": today - timedelta(days=5), "printed_days": 60}
    return file(with_(EXTENSION, stay=stay, until=today + timedelta(days=90), **more), cast.anna, at=now())


def officer(cast: Cast, role: str = "supervisor") -> Client:
    colleague = cast.holding(role)
    staff.set_language(account=colleague.key, language="en", by=BY, at=AT)
    return signed_in(colleague.key)


def card(done: commands.Done) -> queries.ApplicationCard:
    found = queries.card(done.number)
    assert found is not None
    return found


def act(browser: Client, done: commands.Done, name: str, **told: Any) -> int:
    revision = card(done).case.revision
    return browser.post(f"/desk/permits/{done.number}/{name}/", {"revision": revision, **told}).status_code


def test_from_filing_to_hand_over(cast: Cast) -> None:
    done, browser = filed(cast), officer(cast)
    assert done.number in browser.get("/desk/permits/").content.decode()
    assert act(browser, done, "accept", passport_held="on") == 302
    assert card(done).receipt
    until = localdate() + timedelta(days=60)
    assert act(browser, done, "grant", until=until.isoformat()) == 302
    assert "20FV12345" in browser.get(f"/desk/permits/{done.number}/copy-out/").content.decode()
    made = {"number": "ab 123456", "issued_on": localdate().isoformat(), "until": until.isoformat(), "lines": ""}
    assert act(browser, done, "issue", **made) == 302
    assert act(browser, done, "paid", reference="RCPT-77") == 302
    assert act(browser, done, "hand-over") == 302
    assert card(done).case.step == "handed-over"
    page = browser.get(f"/desk/permits/{done.number}/").content.decode()
    assert "This case is closed." in page
    assert "AB123456" in page


def test_a_window_handles_and_does_not_decide(cast: Cast) -> None:
    done, window = filed(cast), officer(cast, "window")
    assert act(window, done, "accept") == 302
    assert act(window, done, "grant", until="2030-01-01") == 403
    assert act(window, done, "refuse", reason="untrue") == 403
    page = window.get(f"/desk/permits/{done.number}/").content.decode()
    assert f"/desk/permits/{done.number}/grant/" not in page


def test_eve_sees_nothing(cast: Cast) -> None:
    done, eve = filed(cast), signed_in(cast.eve.key)
    for page in ("", "urgent/", f"{done.number}/", f"{done.number}/copy-out/", f"{done.number}/paper/slip/"):
        assert eve.get(f"/desk/permits/{page}").status_code == 403
    for name in ACTS:
        assert eve.get(f"/desk/permits/{done.number}/{name}/").status_code == 403


def test_a_number_of_another_kind_and_none_get_the_same_page(cast: Cast) -> None:
    browser = officer(cast)
    for number in ("P-2026-0999999-0", "R-2026-0000001-0", "nonsense"):
        assert browser.get(f"/desk/permits/{number}/").status_code == 404


def test_what_was_changed_meanwhile_is_told_and_the_form_stays(cast: Cast) -> None:
    done, browser = filed(cast), officer(cast)
    answer = browser.post(
        f"/desk/permits/{done.number}/accept/", {"revision": card(done).case.revision - 1, "passport_held": "on"}
    )
    assert answer.status_code == 409
    assert card(done).case.step == "filed"


def test_what_the_law_does_not_allow_stands_beside_the_day(cast: Cast) -> None:
    done, browser = filed(cast), officer(cast)
    act(browser, done, "accept")
    answer = browser.post(
        f"/desk/permits/{done.number}/grant/", {"revision": card(done).case.revision, "until": "2099-01-01"}
    )
    assert answer.status_code == 409
    assert "The law does not allow this length" in answer.content.decode()


def test_the_urgent_line_says_why_this_order(cast: Cast) -> None:
    told = Urgency(ground="funeral", needed_on=localdate())
    done, browser = filed(cast, urgency=told), officer(cast)
    line = browser.get("/desk/permits/urgent/").content.decode()
    assert done.number in line
    assert "Before all others" in line
    assert "does not wait" in browser.get(f"/desk/permits/{done.number}/").content.decode()
    assert done.number not in browser.get("/desk/permits/").content.decode()


def test_an_officer_changes_the_order_by_name(cast: Cast) -> None:
    told = Urgency(ground="school", needed_on=localdate() + timedelta(days=30))
    done, browser = filed(cast, urgency=told), officer(cast)
    assert card(done).rank == 4
    assert act(browser, done, "order", rank="today") == 302
    assert card(done).rank == 2
    assert "permits.put-in-order" in [event.kind for event in timeline.about(card(done).case.about).rows]
    ordinary = filed(cast, applicant={"paper_number": "N777777"})
    assert act(browser, ordinary, "order", rank="today") == 409


def test_reading_is_noted_with_why(cast: Cast) -> None:
    done = filed(cast)
    officer(cast).get(f"/desk/permits/{done.number}/")
    kinds = [event.kind for event in timeline.about(card(done).case.about).rows]
    assert "permits.opened" in kinds


def test_the_lists_ask_as_much_for_many_as_for_one(cast: Cast) -> None:
    browser, counts = officer(cast), []
    for number in range(6):
        filed(cast, applicant={"paper_number": f"N{number}0000"})
        if number in (0, 5):
            with CaptureQueriesContext(connection) as asked:
                browser.get("/desk/permits/")
            counts.append(len(asked))
    assert counts[1] <= counts[0]
