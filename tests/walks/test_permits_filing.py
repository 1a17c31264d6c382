"""Applications as people live them: a student on her phone, a funeral on the same day, a baby on its 58th day."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from portlight.toolkit import mrz
from portlight.toolkit.passport import models
from tests.walks.city import City, words_of
from tests.walks.conftest import Grumbles
from tests.walks.looks import looks
from tests.walks.steps import send
from tests.walks.test_lodging import TODAY, fill

pytestmark = pytest.mark.walk


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    Image.new("RGB", (1200, 900), "white").save(tmp_path / "paper.jpg", "JPEG")
    return tmp_path / "paper.jpg"


@pytest.fixture
def cut_off(photo: Path) -> Path:
    """A photo whose end is missing."""
    half = photo.with_name("cut.jpg")
    half.write_bytes(photo.read_bytes()[:-2000])
    return half


@cache
def photographed() -> tuple[str, bytes]:
    """The number of a passport, and a photo of it."""
    from benchmarks.person import passport

    shot, content = passport()
    return str(mrz.read(shot.who.lines, on=TODAY).fields["document_number"]), content


class Applicant:
    """Somebody new to the office with a telephone, and what is looked at on her way."""

    def __init__(self, page: Any, city: City, language: str, address: str, seen: Any) -> None:
        self.page, self.city, self.language, self.address, self.seen = page, city, language, address, seen

    def sign_in(self, way: str = "") -> None:
        """From a page of the portal: the code comes by mail; she was never here before."""
        if way:
            self.page.goto(f"{self.city.url}/{self.language}/permits/{way}")
        self.page.fill("#id_address", self.address)
        send(self.page)
        code = re.search(r"\b\d{6}\b", words_of(self.city.letter(self.address, number=1)))
        assert code
        self.page.fill("#id_code", code[0])
        send(self.page)

    def file(
        self, who: dict[str, str], stay: dict[str, str], wish: dict[str, str], *, photo: Path | None = None,
        broken: Path | None = None,
    ) -> str:  # fmt: skip
        """All pages to the button; the number of the case."""
        page = self.page
        nationality = {"nationality": who.pop("nationality")}
        self.pages("who", who, nationality)
        self.pages("stay", {name: value for name, value in stay.items() if name != "holds"}, {"holds": stay["holds"]})
        chosen = {name: wish.pop(name) for name in ("ground",) if name in wish}
        self.pages("wish", wish, chosen)
        if broken is not None:
            self.hands_in(broken)
            self.waits_for("main .chip.is-late")
            self.seen("unread")
        if photo is not None:
            self.hands_in(photo)
        self.seen("papers")
        send(page, "main a.btn.is-main")
        self.seen("check")
        send(page, "#form button.is-main")
        self.seen("filed")
        found = re.search(r"/permits/([PU]-[^/]+)/", page.url)
        assert found, page.inner_text("main")
        return found[1]

    def reads_her_passport(self) -> None:
        """A photo instead of typing; what was read stands in the form, beside the lines it was read from."""
        number, content = photographed()
        send(self.page, "main a[href$='/photo/']")
        self.seen("photo")
        self.page.set_input_files("#id_content", {"name": "passport.jpg", "mimeType": "image/jpeg", "buffer": content})
        send(self.page, "#form button")
        self.page.wait_for_selector("#id_paper_number", timeout=60_000)
        assert self.page.input_value("#id_paper_number") == number
        assert self.page.locator("main figure.photo img").count() == 1
        self.seen("read")

    def hands_in(self, file: Path) -> None:
        self.page.set_input_files("#id_content", file)
        send(self.page, "#form button")

    def waits_for(self, mark: str) -> None:
        """Looks at the page again until the office has opened what she handed in."""
        for _ in range(60):
            if self.page.locator(mark).count():
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(self.page.inner_text("main"))

    def pages(self, name: str, typed: dict[str, str], chosen: dict[str, str]) -> None:
        fill(self.page, typed)
        for field, value in chosen.items():
            self.page.select_option(f"#id_{field}", value)
        self.seen(name)
        send(self.page)


@pytest.fixture
def applicant(city: City, new_page: Any, picture: Any, violations: Any, grumbles: Grumbles) -> Any:
    def made(language: str, width: int, name: str) -> Applicant:
        page = new_page(width=width)

        def seen(what: str) -> None:
            assert violations(page) == [], what
            assert looks(page) == [], what
            picture(page, f"filing-{name}-{language}-{width}-{what}")

        return Applicant(page, city, language, f"{name}-{language.lower()}@reader.example", seen)

    return made


def person(number: str, **more: str) -> dict[str, str]:
    return {
        "surname": "OKAFOR", "given_names": "ADA", "nationality": "NGA", "birth_date": "2001-02-03",
        "paper_number": number, "paper_until": (TODAY + timedelta(days=900)).isoformat(), **more,
    }  # fmt: skip


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("zh-Hans", 1280), ("ar", 360), ("de", 1280)])
def test_a_student_extends_from_her_phone(
    applicant: Any, photo: Path, cut_off: Path, language: str, width: int
) -> None:
    """From the guide's answer to the slip, and what she sees afterwards."""
    ada = applicant(language, width, "student")
    ada.sign_in("file/?matter=residence-extension&holds=residence-permit")
    ada.seen("start")
    send(ada.page)
    if not models.absent():
        ada.reads_her_passport()
    number = ada.file(
        person(f"A0{len(language)}{width}"),
        {"holds": "residence-permit", "permit_until": (TODAY + timedelta(days=45)).isoformat()},
        {"purpose": "Ich studiere noch ein Jahr / 继续学习", "until": (TODAY + timedelta(days=400)).isoformat()},
        photo=photo,
        broken=cut_off if width == 360 else None,
    )
    assert "居留证件延期" in ada.page.inner_text("main")
    answer = ada.page.request.get(f"{ada.city.url}/{language}/permits/{number}/paper/slip/")
    assert answer.body()[:5] == b"%PDF-"
    if width != 360:
        return
    # Another application: the photo of the first one serves again.
    ada.page.goto(f"{ada.city.url}/{language}/permits/file/?matter=residence-reissue")
    send(ada.page)
    ada.page.goto(ada.page.url.replace("/who/", "/papers/"))
    ada.seen("papers-before")
    send(ada.page, "main li form button")
    assert ada.page.locator("main li form[action$='/out/']").count() == 1
    ada.seen("papers-again")


def test_a_funeral_is_filed_seen_first_and_issued_the_same_day(
    applicant: Any, photo: Path, city: City, desk: Any, violations: Any, picture: Any
) -> None:
    bo = applicant("en", 360, "funeral")
    bo.sign_in("file/?matter=visa-extension")
    send(bo.page)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    number = bo.file(
        person("F5550001"),
        {"holds": "L", "entered_on": (TODAY - timedelta(days=10)).isoformat(), "printed_days": "30"},
        {"purpose": "My father has died", "until": (TODAY + timedelta(days=40)).isoformat(), "ground": "funeral",
         "needed_on": tomorrow, "story": "The funeral is tomorrow"},
        photo=photo,
    )  # fmt: skip
    assert number.startswith("U-")
    assert "Before all others" in bo.page.inner_text("main")
    officer, chief = desk("lin"), desk("chen")  # a window accepts, a supervisor grants

    def seen(name: str, page: Any = officer) -> None:
        assert violations(page) == [], name
        assert looks(page) == [], name
        picture(page, f"filing-desk-{name}")

    def act(name: str, page: Any = officer, **typed: str) -> None:
        page.goto(f"{city.url}/desk/permits/{number}/{name}/")
        fill(page, typed)
        seen(name, page)
        send(page, "#form button")

    officer.goto(f"{city.url}/desk/permits/urgent/")
    assert number in officer.inner_text("main")
    seen("urgent")
    officer.goto(f"{city.url}/desk/permits/{number}/")
    seen("case")
    officer.goto(f"{city.url}/desk/permits/{number}/accept/")
    officer.check("#id_passport_held")
    seen("accept")
    send(officer, "#form button")
    act("grant", chief, until=(TODAY + timedelta(days=40)).isoformat())
    officer.goto(f"{city.url}/desk/permits/{number}/copy-out/")
    seen("copy-out")
    act("issue", number="SH2026001", issued_on=TODAY.isoformat(), until=(TODAY + timedelta(days=40)).isoformat())
    officer.goto(f"{city.url}/desk/permits/{number}/")
    seen("issued")
    send(officer, "form[action*=hand-over] button")
    bo.page.reload()
    assert "Handed over" in bo.page.inner_text("main")
    bo.seen("handed-over")


def test_a_mother_registers_her_baby_on_the_fifty_eighth_day(applicant: Any, photo: Path) -> None:
    """Her consulate is closed: the child has no passport yet, and the birth is filed in time all the same (LAW 40)."""
    born = TODAY - timedelta(days=58)
    mere = applicant("fr", 360, "birth")
    mere.page.goto(
        f"{mere.city.url}/fr/permits/which/?holds=none&wants=newborn&more=1&chinese_parent=none"
        f"&happened_on={born.isoformat()}"
    )
    send(mere.page, "main a.btn.is-main")
    mere.sign_in()
    assert mere.page.input_value("#id_matter") == "birth"
    mere.page.check("input[name=filed_as][value=guardian]")
    mere.page.select_option("#id_agent_ground", "parent")
    send(mere.page)
    number = mere.file(
        person("NAISSANCE58", surname="MARTIN", given_names="LOU", nationality="FRA", birth_date=born.isoformat(),
               paper_until=""),
        {"holds": "none"}, {"purpose": "Naissance", "happened_on": born.isoformat()}, photo=photo,
    )  # fmt: skip
    assert number.startswith("P-")
    assert "外国人出生登记" in mere.page.inner_text("main")
