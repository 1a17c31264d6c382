"""At the desk: why the machine decided so; lists of entrants; codes of a counter. Each to those who may."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portlight.capabilities.lodging import commands, reference, words
from portlight.capabilities.lodging.models import CounterCode, Entrant
from portlight.capabilities.lodging.tests.given import BY, declare, put_in_places, with_
from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.kernel.policies import commands as policies
from portlight.kernel.staff import commands as staff
from portlight.toolkit.actor import staff as by_account
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGES = ("counter/", "entrants/")


@pytest.fixture(autouse=True)
def _places(cast: Cast) -> None:
    put_in_places()


def holding(cast: Cast, role: str) -> Client:
    return signed_in(cast.holding(role).key)


def page_of(browser: Client, path: str) -> str:
    answer = browser.get(f"/desk/lodging/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


def another_table(cast: Cast) -> None:
    """From now on an expired paper is no reason to look."""
    (file,) = (one for one in reference.TABLES if one.name.startswith("lodging_check"))
    told = json.loads(file.read_text(encoding="utf-8"))
    told["rules"] = [row for row in told["rules"] if row["_id"] != "r1"]
    for row in told["rules"]:
        row.pop("paper_expired", None)
    told["cases"] = [{**one, "expect": {"verdict": "register-first"}} if one["title"].startswith("paper") else one
                     for one in told["cases"]]  # fmt: skip
    at = timezone.now()
    number = policies.draft(told, by=by_account(cast.bao.key), at=at)
    policies.propose("lodging_check", number, since=at, by=by_account(cast.bao.key), at=at)
    policies.publish("lodging_check", number, by=by_account(cast.chen.key), at=at)


def test_one_click_from_the_case_to_the_reason(cast: Cast) -> None:
    done = declare(with_(holder={"paper_until": date(2026, 1, 1)}), cast.anna)
    browser = holding(cast, "window")
    assert f"/desk/lodging/{done.number}/why/" in page_of(browser, f"{done.number}/")
    page = page_of(browser, f"{done.number}/why/")
    assert "An officer looks first" in page
    assert "Has the paper expired?" in page
    assert "Expiry is noted, not refused" in page
    assert "says the same" in page
    assert "DUPONT" not in page, "codes alone: nothing sealed is opened"


def test_what_the_table_of_today_would_say_stands_beside_it(cast: Cast) -> None:
    done = declare(with_(holder={"paper_until": date(2026, 1, 1)}), cast.anna)
    another_table(cast)
    page = page_of(holding(cast, "window"), f"{done.number}/why/")
    assert "would say: <b>Register at once</b>" in re.sub(r"<bdi[^>]*>(\d+)</bdi>", r"\1", page)
    assert "By the table in force today" in page


def test_another_stations_case_is_as_if_it_did_not_exist_and_eve_sees_none(cast: Cast) -> None:
    done = declare(with_(), cast.anna)
    assert signed_in(cast.eve.key).get(f"/desk/lodging/{done.number}/why/").status_code == 403
    assert holding(cast, "station").get(f"/desk/lodging/{done.number}/why/").status_code == 404


def test_the_reason_costs_few_questions(cast: Cast) -> None:
    done = declare(with_(), cast.anna)
    browser = holding(cast, "window")
    page_of(browser, f"{done.number}/why/")
    with CaptureQueriesContext(connection) as asked:
        page_of(browser, f"{done.number}/why/")
    assert len(asked) <= 12


@pytest.mark.parametrize("page", PAGES)
def test_eve_and_strangers_get_neither_page(cast: Cast, page: str) -> None:
    assert signed_in(cast.eve.key).get(f"/desk/lodging/{page}").status_code == 403
    assert Client().get(f"/desk/lodging/{page}").status_code == 302


def test_a_list_is_handed_in_and_its_wrong_rows_are_named(cast: Cast) -> None:
    hour = timezone.localtime() - timedelta(hours=17)
    lines = ("country,passport number,entered at,e-mail", f"FRA,AB1234567,{hour:%Y-%m-%d %H:%M},a@mail.example",
             "Atlantis,CD7654321,2026-02-30,")  # fmt: skip
    browser = holding(cast, "window")
    sheet = SimpleUploadedFile("list.csv", "\n".join(lines).encode())
    answer = browser.post("/desk/lodging/entrants/", {"sheet": sheet})
    page = answer.content.decode()
    assert answer.status_code == 200
    for said in ("Atlantis", "nationality-unknown", "2026-02-30", "date-impossible"):
        assert said in page
    assert Entrant.objects.count() == 1
    assert "AB1234567" not in page, "who was taken in is counted, not listed"


def test_a_file_that_is_no_sheet_gets_a_sentence(cast: Cast) -> None:
    answer = holding(cast, "window").post(
        "/desk/lodging/entrants/", {"sheet": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 broken")}
    )
    assert answer.status_code == 409
    assert "not a sheet we can read" in answer.content.decode()


def pressed(browser: Client, **more: Any) -> str:
    answer = browser.post("/desk/lodging/counter/", {"language": "ar", "request_id": str(uuid4()), **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_sheet_shows_its_code_once_in_two_languages(cast: Cast) -> None:
    browser = holding(cast, "window")
    page = pressed(browser)
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    assert found
    assert 'lang="ar" dir="rtl"' in page
    assert 'lang="zh-Hans" dir="ltr"' in page
    assert "<svg" in page
    assert found[0] not in page_of(browser, "counter/")


def test_a_sheet_is_taken_back_by_its_own_counter_only(cast: Cast) -> None:
    window = holding(cast, "window")
    pressed(window)
    (row,) = CounterCode.objects.all()
    staff.form_team(code="station:PD01", name={"en": "PD01"}, by=BY, at=timezone.now())
    colleague = cast.holding("translator")
    staff.post(account=colleague.key, role="station", team="station:PD01", by=BY, at=timezone.now())
    assert signed_in(colleague.key).post(f"/desk/lodging/counter/{row.pk}/revoke/").status_code == 404
    assert window.post(f"/desk/lodging/counter/{row.pk}/revoke/").status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_when_the_day_is_full_the_officer_is_told_what_to_do(cast: Cast, settings: Any) -> None:
    settings.LODGING_CODES_A_DAY = 1
    browser = holding(cast, "window")
    pressed(browser)
    answer = browser.post("/desk/lodging/counter/", {"language": "ar", "request_id": str(uuid4())})
    assert answer.status_code == 409
    assert "File for the person yourself" in answer.content.decode()


def test_a_case_filed_with_a_code_says_so(cast: Cast) -> None:
    code = commands.print_code(counter="office", language="ar", by=BY, at=timezone.now()).code
    at = timezone.now()
    made = commands.declare_by_code(
        code, with_(lodging={"moved_in_at": at - timedelta(hours=1), "leaving_on": at.date() + timedelta(days=9)}),
        filed=commands.Filed(language="ar"), texts=words.message, at=at, request_id=uuid4(),
    )  # fmt: skip
    assert "by a code from a counter" in page_of(holding(cast, "window"), f"{made.done.number}/")
