"""The way to a registration, page by page, as a browser without a script walks it."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now
from PIL import Image

from portlight.capabilities.lodging import queries
from portlight.capabilities.lodging.models import Declaration
from portlight.capabilities.lodging.portal import draft as way
from portlight.capabilities.lodging.tests.given import DECLARED, declare, put_in_places, with_
from portlight.faces.portal.persons import welcome
from portlight.kernel.documents import commands as documents
from portlight.kernel.documents import queries as papers_in
from portlight.kernel.documents.tests.facts import as_printed
from portlight.kernel.places import queries as places
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES
from tests.cast import Cast, make

HOLDER = {
    "surname": "DUPONT", "given_names": "ANNA MARIE", "nationality": "FRA", "sex": "F", "birth_date": "1990-05-04",
    "paper": "passport", "paper_number": "20fv 12345", "paper_until": "2035-01-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def cast_of_city(fresh_db: object) -> Cast:
    """Proving an address is a transaction of its own, so these tests write for real."""
    made = make()
    put_in_places()
    return made


def days(**more: Any) -> dict[str, Any]:
    today = localdate()
    own = {
        "moved_in_on": today.isoformat(), "moved_in_time": "00:01",
        "leaving_on": (today + timedelta(days=60)).isoformat(),
        "stay_kind": "visa", "visa": "Z", "stay_until": (today + timedelta(days=90)).isoformat(),
        "entered_on": today.isoformat(), "address": "new@mail.example",
    }  # fmt: skip
    return {**own, **more}


def begin(browser: Client, language: str = "en", **more: Any) -> str:
    """The address of the page after the first."""
    answer = browser.post(f"/{language}/lodging/declare/", {"declared_for": "self", **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def onward(browser: Client, at: str, typed: dict[str, Any]) -> str:
    answer = browser.post(at, typed)
    assert answer.status_code == 302, errors(answer)
    return str(answer["Location"])


def errors(answer: Any) -> list[str]:
    return re.findall(r"<li>(?:<a[^>]*>)?([^<]+)", re.sub(r"(?s).*class=\"errors\"", "", answer.content.decode()))[:5]


def to_check(browser: Client, **more: Any) -> str:
    at = onward(browser, begin(browser), HOLDER)
    at = onward(browser, at, {"address": "A1", "room": "12-1201", "sought": "minsheng"})
    return onward(browser, at, days(**more))


def code() -> str:
    """The code in the last message that was written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM delivery_rendition ORDER BY id DESC LIMIT 1")
        return re.findall(r"\b\d{6}\b", cursor.fetchone()[0])[0]


def test_a_stranger_without_a_photo_registers_in_six_pages() -> None:
    browser = Client()
    at = to_check(browser)
    page = browser.get(at).content.decode()
    assert "DUPONT, ANNA MARIE" in page
    assert "new@mail.example" in page
    done = browser.post(at, {"code": code()})
    number = re.search(r"/en/lodging/(R-[^/]+)/", done["Location"])
    assert number
    receipt = browser.get(done["Location"]).content.decode()
    assert "You are registered" in receipt
    found = queries.card(number[1])
    assert found is not None
    assert (found.state, found.case.filed_as, found.late_by) == ("current", "self", 0)
    pdf = browser.get(f"/en/lodging/{number[1]}/slip/")
    assert pdf.content[:5] == b"%PDF-"
    assert number[1] in browser.get("/en/lodging/").content.decode()


def test_the_last_page_sent_again_is_the_same_registration() -> None:
    browser = Client()
    at = to_check(browser)
    typed = {"code": code()}
    lost = browser.post(at, typed)  # the answer does not come through …
    again = Client().post(at, typed)  # … and the browser, without the new cookie, sends it again
    assert lost["Location"] == again["Location"]
    assert Declaration.objects.count() == 1


def test_a_wrong_code_registers_nobody_and_keeps_everything() -> None:
    browser = Client()
    at = to_check(browser)
    right = code()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    answer = browser.post(at, {"code": wrong})
    assert answer.status_code == 409
    assert "DUPONT" in answer.content.decode()
    assert Declaration.objects.count() == 0
    assert browser.post(at, {"code": right}).status_code == 302


def test_a_signed_in_person_needs_no_code(cast_of_city: Cast) -> None:
    browser = signed_in(cast_of_city)
    at = onward(browser, begin(browser), HOLDER)
    at = onward(browser, at, {"address": "A1", "room": "1"})
    typed = days()
    del typed["address"]
    at = onward(browser, at, typed)
    assert browser.post(at, {}).status_code == 302
    (one,) = queries.filed_by(cast_of_city.anna.key).rows
    assert one.case.contact == cast_of_city.anna.address


def signed_in(cast: Cast, who: str = "anna") -> Client:
    browser = Client()
    answer = welcome(HttpResponse(), getattr(cast, who).key)
    browser.cookies = answer.cookies
    return browser


def test_eve_sees_nothing_of_annas(cast_of_city: Cast) -> None:
    done = declare(DECLARED, cast_of_city.anna)
    anna, dora = signed_in(cast_of_city), signed_in(cast_of_city, "dora")
    for page in ("", "slip/", "complete/", "extend/", "leave/"):
        path = f"/en/lodging/{done.number}/{page}"
        assert anna.get(path).status_code in (200, 302), page
        hers, nobodys = dora.get(path), dora.get(f"/en/lodging/R-2026-9999999-0/{page}")
        assert (hers.status_code, nobodys.status_code) == (404, 404)
        assert hers.content == nobodys.content.replace(b"R-2026-9999999-0", done.number.encode())
    assert dora.post(f"/en/lodging/{done.number}/withdraw/").status_code == 404
    assert done.number not in dora.get("/en/lodging/").content.decode()
    stranger = Client().get(f"/en/lodging/{done.number}/")
    assert stranger.status_code == 302
    assert "sign-in" in stranger["Location"]


@pytest.mark.parametrize("language", CODES)
def test_every_page_speaks_every_language(language: str, cast_of_city: Cast) -> None:
    browser = Client()
    at = begin(browser, language)
    for page in (f"/{language}/lodging/", f"/{language}/lodging/declare/", at):
        assert browser.get(page).status_code == 200
    at = onward(browser, at, HOLDER)
    assert browser.get(at).status_code == 200
    found = browser.post(at, {"sought": "民生路1500", "search": "1"})
    assert 'value="A1"' in found.content.decode()
    at = onward(browser, at, {"address": "A1", "room": "1"})
    assert browser.get(at).status_code == 200
    at = onward(browser, at, days(address=f"{language.lower()}@mail.example"))
    assert browser.get(at).status_code == 200
    answer = browser.post(at, {"code": code()})
    assert browser.get(answer["Location"]).status_code == 200


def test_a_change_of_language_in_the_middle_keeps_this_page_and_those_before() -> None:
    browser = Client()
    at = begin(browser)
    turned = browser.post(at, {**HOLDER, "surname": "MÜLLER", "_language": "de"}, follow=True)
    assert turned.redirect_chain[-1][0].startswith("/de/lodging/holder/?d=")
    page = turned.content.decode()
    assert 'value="MÜLLER"' in page
    assert "20fv 12345" in page


@pytest.mark.parametrize(
    ("page", "typed", "says"),
    [
        ("holder", {**HOLDER, "surname": "🙂"}, "in letters as the passport shows it"),
        ("holder", {**HOLDER, "surname": "A" * 200}, "120 characters at most"),
        ("holder", {**HOLDER, "birth_date": "1990-02-30"}, "valid date"),
        ("holder", {**HOLDER, "birth_date": (localdate() - timedelta(days=3000)).isoformat()}, "a parent or guardian"),
        ("holder", {**HOLDER, "nationality": ""}, "required"),
        ("address", {"address": "H1"}, "This is a hotel"),
        ("address", {"address": "A9"}, "Choose the district"),
        ("address", {"district": "310115", "line": "ab"}, "write road, number and district"),
        ("days", days(leaving_on="2020-01-01"), "the end comes before the beginning"),
        (
            "days",
            days(moved_in_on=(localdate() + timedelta(days=2)).isoformat(), leaving_on=""),
            "on the day you move in",
        ),
        ("days", days(stay_kind="diplomatic"), "need not register here"),
        ("days", days(address="nobody"), "e-mail"),
    ],
)
def test_a_clear_sentence_beside_what_was_typed(page: str, typed: dict[str, Any], says: str) -> None:
    browser = Client()
    at = begin(browser)
    if page != "holder":
        at = onward(browser, at, HOLDER)
    if page == "days":
        at = onward(browser, at, {"address": "A1"})
    answer = browser.post(at, typed)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert says in text, errors(answer)
    for name, value in typed.items():
        if value and name in ("surname", "line", "leaving_on", "paper_number"):
            assert value in text
    assert Declaration.objects.count() == 0


def picture() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (800, 600), "#efe6ea").save(made, "JPEG")
    made.seek(0)
    made.name = "passport.jpg"
    return made


def test_a_photo_is_read_and_its_fields_are_shown_to_be_confirmed() -> None:
    browser = Client()
    at = begin(browser, photo=picture())
    assert "/reading/" in at
    waiting = browser.get(at).content.decode()
    assert "being read now" in waiting
    assert "by hand" in waiting
    documents.read_next(as_printed, who="test", at=now())
    shown = browser.get(at, follow=True).content.decode()
    assert 'value="20FV12345"' in shown
    assert "data:image/png" in shown
    assert "check digit does not fit" in shown
    assert re.search(r'value="DEU"[^>]*selected', shown)
    at = browser.get(at)["Location"]
    at = onward(browser, at, {**HOLDER, "paper_number": "20FV12346"})
    at = onward(browser, at, {"address": "A1"})
    at = onward(browser, at, days())
    answer = browser.post(at, {"code": code()})
    found = queries.card(answer["Location"].split("/")[3])
    assert found is not None
    assert found.case.step == "checking"
    assert set(found.case.flags) == {"differs-from-photo", "photo-doubtful"}
    assert [one.slot for one in papers_in.of(found.case.about)] == ["passport-page"]


def test_typing_by_hand_is_offered_while_the_photo_waits() -> None:
    browser = Client()
    at = begin(browser, photo=picture()).replace("/reading/", "/holder/")
    assert browser.get(at).status_code == 200
    assert onward(browser, at, HOLDER)


@pytest.mark.parametrize(
    ("content", "says"), [(b"MZ\x90 no picture", "photo"), (b"%PDF-1.4 broken", ""), (b"\xff\xd8\xff\xe0 cut", "")]
)
def test_a_file_that_is_no_photo_is_said_to_be_none_and_nothing_is_kept(content: bytes, says: str) -> None:
    file = io.BytesIO(content)
    file.name = "passport.jpg"
    answer = Client().post("/en/lodging/declare/", {"declared_for": "child", "photo": file})
    assert answer.status_code == 409
    assert says in answer.content.decode()
    assert re.search(r'value="child"[^>]*checked', answer.content.decode())


def test_a_poster_of_the_house_leads_to_its_address() -> None:
    page = Client().get("/de/lodging/poster/A1/").content.decode()
    assert page.count("24") >= len(CODES)
    assert "/de/lodging/declare/?at=A1" in page
    assert Client().get("/de/lodging/poster/A9/").status_code == 404
    browser = Client()
    at = str(browser.post("/en/lodging/declare/?at=A1", {"declared_for": "self"})["Location"])
    at = onward(browser, at, HOLDER)
    assert re.search(r'value="A1"[^>]*checked', browser.get(at).content.decode())


def test_what_a_sheet_left_out_is_asked_for_before_anything_is_corrected() -> None:
    told = with_(holder={"paper_until": None})
    draft = way.of_declared(told, continues="")
    assert way.declared(draft, at=now(), read=None) == "holder"
    whole = way.of_declared(DECLARED, continues="")
    assert way.declared(whole, at=now(), read=None) == DECLARED


def test_a_house_is_found_and_has_its_poster_and_its_letters() -> None:
    page = Client().get("/de/lodging/kit/?sought=Peace+Hotel").content.decode()
    assert "/de/lodging/poster/H1/" not in page, "a hotel registers its guests itself"
    line = places.address("A1").en  # type: ignore[union-attr]
    page = Client().get("/de/lodging/kit/", {"sought": line}).content.decode()
    assert "/de/lodging/poster/A1/" in page
    assert "/de/lodging/letter/A1/" in page


def test_a_letter_speaks_to_its_reader_and_in_chinese() -> None:
    page = Client().get("/ar/lodging/letter/A1/").content.decode()
    assert 'class="letter stack" lang="ar" dir="rtl"' in page
    assert 'class="letter stack" lang="zh-Hans" dir="ltr"' in page
    assert page.count('class="qr"') == 2
    assert Client().get("/zh-Hans/lodging/letter/A1/").content.decode().count('class="letter stack"') == 1
    assert Client().get("/ar/lodging/letter/A9/").status_code == 404


def test_a_draft_that_is_gone_leads_to_the_beginning() -> None:
    for page in ("holder", "address", "days", "check", "reading"):
        answer = Client().get(f"/en/lodging/{page}/?d=nothing")
        assert answer.status_code == 302
        assert answer["Location"] == "/en/lodging/declare/?over=1"


def test_no_draft_can_be_made_up_that_shows_the_reading_of_anothers_photo() -> None:
    anna = {"by": machine("tests"), "at": now()}
    photo = documents.take(picture().read(), slot="passport-page", about="draft:anna", **anna)
    number = documents.ask_reading(photo.key, **anna)
    documents.read_next(as_printed, who="test", at=now())
    assert "20FV12345" in str(papers_in.read(number, why="test", **anna))
    told = {"declared_for": "self", "draft_id": str(uuid4()), "reading": str(number), "_language": "de"}
    key = Client().post("/en/lodging/declare/", told)["Location"].split("draft=")[1]
    answer = Client().get(f"/en/lodging/holder/?d={key}", follow=True)
    assert "20FV12345" not in answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/en/lodging/declare/?over=1"


def test_a_mistake_is_corrected_on_the_same_pages(cast_of_city: Cast) -> None:
    done = declare(DECLARED, cast_of_city.anna)
    browser = signed_in(cast_of_city)
    at = browser.post(f"/en/lodging/{done.number}/correct/")["Location"]
    assert 'value="20FV12345"' in browser.get(at).content.decode()
    at = onward(browser, at, {**HOLDER, "given_names": "ANNE"})
    at = onward(browser, at, {"address": "A1", "room": "12-1201"})
    typed = days()
    del typed["address"]
    answer = browser.post(onward(browser, at, typed), {})
    assert answer.status_code == 302
    assert done.number not in answer["Location"]
    old = queries.card(done.number)
    assert old is not None
    assert old.state == "replaced"
    assert signed_in(cast_of_city, "dora").post(f"/en/lodging/{done.number}/correct/").status_code == 404


def test_what_is_missing_is_added_later(cast_of_city: Cast) -> None:
    part = with_(stay={"kind": "unknown", "visa": "", "until": None}, lodging={"leaving_on": None})
    done = declare(part, cast_of_city.anna)
    browser = signed_in(cast_of_city)
    page = browser.get(f"/en/lodging/{done.number}/").content.decode()
    assert "Still missing" in page
    answer = browser.post(f"/en/lodging/{done.number}/complete/", {"stay_kind": "unknown", "leaving_on": ""})
    assert answer.status_code == 409
    typed = {"stay_kind": "visa", "visa": "Z", "stay_until": "2026-05-01", "entered_on": "2026-02-09",
             "leaving_on": "2026-04-30"}  # fmt: skip
    assert browser.post(f"/en/lodging/{done.number}/complete/", typed).status_code == 302
    assert "Still missing" not in browser.get(f"/en/lodging/{done.number}/").content.decode()


def test_pages_ask_few_questions(cast_of_city: Cast) -> None:
    browser = Client()
    at = onward(browser, begin(browser), HOLDER)
    for page, most in (("/en/lodging/", 2), ("/en/lodging/declare/", 2), (at, 4)):
        with CaptureQueriesContext(connection) as asked:
            browser.get(page)
        assert len(asked) <= most, (page, "\n".join(one["sql"][:150] for one in asked))
