"""Is this message official? The code tells, and tells no more than it may."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.papers import checking, specimen
from portlight.kernel.papers import commands as papers
from portlight.kernel.papers import queries as papers_queries
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as people_queries
from portlight.kernel.people.rules import NewAddress, NewPerson
from portlight.toolkit.actor import machine

pytestmark = pytest.mark.django_db
BY = machine("tests")


@pytest.fixture
def personal(db: None) -> str:
    """The code of a message to Anna alone."""
    at = timezone.now()
    anna = NewPerson(languages=("en",), addresses=(NewAddress(channel="email", value="anna@mail.example"),))
    key = people.enrol([anna], by=BY, at=at)[0]
    address = people_queries.addresses(key)[0].number
    texts = {"en": Frozen(title="Your secret", text="Nobody else reads this.")}
    return delivery.tell(address_id=address, texts=texts, by=BY, at=at, not_after=at + timedelta(hours=1))


def test_an_unknown_code_is_not_ours_and_a_next_step_is_named() -> None:
    answer = Client().get("/en/verify/?code=K7F3-9QXM")
    assert answer.status_code == 404
    assert "We know no message with this code." in answer.content.decode()
    assert "tel:" in answer.content.decode()


@pytest.mark.parametrize("spell", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_code_is_known_however_it_is_typed(personal: str, spell: object) -> None:
    answer = Client().get("/en/verify/", {"code": spell(personal)})  # type: ignore[operator]
    assert answer.status_code == 200
    assert "Yes. We sent a message with this code." in answer.content.decode()


def test_the_words_of_a_personal_message_are_shown_to_nobody(personal: str) -> None:
    page = Client().get("/en/verify/", {"code": personal}).content.decode()
    assert "Your secret" not in page
    assert "Nobody else reads this" not in page


@pytest.mark.parametrize("typed", ["", " ", "x" * 5000, "<script>alert(1)</script>", "' OR 1=1 --", "\u202ecode"])
def test_nothing_that_is_typed_breaks_the_page(typed: str) -> None:
    answer = Client().get("/ar/verify/", {"code": typed})
    assert answer.status_code in {200, 404}
    assert "<script>alert" not in answer.content.decode()


@pytest.fixture
def paper(settings: Any, tmp_path: Path) -> tuple[str, str, str]:
    """Number, code and stamp of a paper of an office with a key of its own."""
    settings.PAPERS_KEYS, settings.SEAL = tmp_path / "papers.json", "service"
    at = timezone.now()
    papers.make_key(by=BY, at=at)
    made = papers.issue(specimen.KIND, about="case:1", holder=None, facts=specimen.FACTS, language="en", valid_from=at,
                        by=BY, at=at)  # fmt: skip
    pdf = papers_queries.pdf(made.number, by=BY, why="test", at=at).pdf
    stamp = checking.of_file(pdf, [])
    assert stamp is not None
    return made.number, made.code, stamp.stamp


def asked(text: str, language: str = "en") -> tuple[int, str]:
    answer = Client(enforce_csrf_checks=True).post(f"/{language}/verify/", {"t": text})
    assert not answer.cookies
    return answer.status_code, answer.content.decode()


def test_a_papers_square_tells_what_stands_on_the_paper_and_what_it_proves(paper: tuple[str, str, str]) -> None:
    for text in (paper[2], f"{paper[0]} {paper[1]}", f"{paper[0]} {paper[1]}".lower()):
        status, page = asked(text)
        assert status == 200
        assert "This paper is genuine and valid today." in page
        assert "This paper proves that the office received" in page
        assert "It is not a visa" in page
        assert paper[0] in page
        assert "MUSTERMANN, ERIKA" in page
        assert "民生路" not in page  # the address is not in the square
    assert "ولا تثبت أن لحاملها أن يبقى في الصين" in asked(paper[2], "ar")[1]


def test_a_changed_square_tells_nothing(paper: tuple[str, str, str]) -> None:
    status, page = asked(paper[2][:-1] + ("0" if paper[2][-1] != "0" else "1"))
    assert status == 404
    assert "Do not rely on the paper" in page
    assert "MUSTERMANN</bdi>" not in page


def test_a_guessed_code_and_a_guessed_number_get_one_answer(paper: tuple[str, str, str]) -> None:
    for text in (f"{paper[0]} K7F3-9QXM", f"X-2026-1234567-T {paper[1]}"):
        status, page = asked(text)
        assert status == 404
        assert "We know no paper with this number and this code." in page
        assert "MUSTERMANN" not in page


def test_a_withdrawn_paper_is_told_as_one(paper: tuple[str, str, str]) -> None:
    papers.revoke(paper[0], ground="issued in error", by=BY, at=timezone.now())
    page = asked(paper[2])[1]
    assert "The office has withdrawn this paper." in page
    assert "This paper proves" not in page
    assert "issued in error" not in page


@pytest.mark.parametrize("typed", ["x", "PL1:", "PL1:" + "A" * 5000, "<script>alert(1)</script>", "\u202eL-2026"])
def test_nothing_that_is_pasted_breaks_the_page(typed: str) -> None:
    status, page = asked(typed)
    assert status == 404
    assert "<script>alert" not in page
    assert Client().post("/en/verify/").status_code == 200
