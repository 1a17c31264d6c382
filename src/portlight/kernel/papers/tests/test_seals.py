"""The seal port: sealed at once where it answers, later where it does not, and never another paper than ours."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import portlight
from portlight.kernel.papers import commands, doctor, queries, seals, typesetting
from portlight.kernel.papers.models import IssuedPaper
from portlight.kernel.papers.tests.make import ABOUT, AT, BY, issue
from portlight.kernel.timeline.queries import about as told_about
from portlight.kernel.work.commands import run_one
from portlight.toolkit.languages import CODES
from portlight.toolkit.outcalls import NotReached

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(any(typesetting.missing(code) for code in CODES), reason=typesetting.INSTALL),
]
SERVICE = Path(portlight.__file__).with_name("simulator") / "outside" / "seal_service.py"
Start = Callable[..., None]


@pytest.fixture
def service(settings: Any, tmp_path: Path) -> Iterator[Start]:
    """`service("--refuse")`: started with these tempers, and the office configured for it."""
    running: list[subprocess.Popen[str]] = []

    def start(*tempers: str) -> None:
        settings.SEAL, settings.SEAL_TOKEN, settings.SEAL_SECONDS = "service", "harbour", 2
        settings.SEAL_CERTIFICATES = tmp_path / "seal-certificates.pem"
        command = [sys.executable, str(SERVICE), "--certificate", str(settings.SEAL_CERTIFICATES), *tempers]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        settings.SEAL_URL = f"http://127.0.0.1:{running[-1].stdout.readline().strip()}/seal"  # type: ignore[union-attr]

    yield start
    for one in running:
        one.terminate()
        one.communicate(timeout=20)


def state(number: str) -> str:
    return str(IssuedPaper.objects.get(number=number).seal_state)


def file_of(number: str, **given: Any) -> queries.Printed:
    return queries.pdf(number, by=BY, why="test", at=AT, **given)


def worth(pdf: bytes) -> tuple[str, str]:
    found = queries.verdict_of_file(pdf, at=AT)
    assert found is not None
    return found.checked.state, found.seal


def test_under_the_built_in_seal_a_paper_is_a_specimen() -> None:
    number = issue().number
    assert (file_of(number).sealed, worth(file_of(number).pdf)) == (False, ("good", "none"))
    assert run_one(owner="test", at=AT)
    assert state(number) == "specimen"
    found = file_of(number)
    assert found.sealed
    assert worth(found.pdf) == ("good", "good")
    assert not file_of(number, language="de").sealed
    assert "papers.sealed" in [event.kind for event in told_about(ABOUT).rows]


def test_the_offices_own_service_seals_and_its_authority_is_asked(
    service: Start, settings: Any, tmp_path: Path
) -> None:
    commands.make_key(by=BY, at=AT)
    service()
    number = issue().number
    assert run_one(owner="test", at=AT)
    assert state(number) == "sealed"
    assert worth(file_of(number).pdf) == ("good", "good")
    settings.SEAL_CERTIFICATES = tmp_path / "nothing.pem"
    assert worth(file_of(number).pdf) == ("good", "stranger")


def test_a_service_that_is_down_takes_nothing_away_and_is_asked_again(service: Start) -> None:
    service("--broken")
    number = issue().number
    assert run_one(owner="test", at=AT)
    assert state(number) == "waiting"
    assert file_of(number).pdf.startswith(b"%PDF-")
    service()
    assert not run_one(owner="test", at=AT)
    assert run_one(owner="test", at=AT + timedelta(minutes=1))
    assert state(number) == "sealed"


def test_what_the_work_room_has_given_up_on_is_asked_for_again(service: Start) -> None:
    service("--broken")
    number, at = issue().number, AT
    while run_one(owner="test", at=at):
        at += timedelta(hours=5)
    assert commands.seal_due(AT + timedelta(minutes=5)) == 0
    service()
    assert commands.seal_due(at) == 1
    assert run_one(owner="test", at=at)
    assert state(number) == "sealed"
    assert commands.seal_due(at) == 0


def test_a_slow_service_is_not_waited_for(service: Start, settings: Any) -> None:
    service("--slow", "5")
    settings.SEAL_SECONDS = 1
    with pytest.raises(NotReached):
        seals.chosen().seal(b"%PDF-1.7", at=AT)


@pytest.mark.parametrize("temper", ["--refuse", "--other"])
def test_a_refusal_and_a_strangers_document_are_given_up_told_and_asked_for_by_a_person(
    service: Start, temper: str
) -> None:
    service(temper)
    number = issue().number
    assert run_one(owner="test", at=AT)
    assert state(number) == "given-up"
    assert "papers.seal-given-up" in [event.kind for event in told_about(ABOUT).rows]
    assert doctor.seal(AT).state == "warn"
    assert commands.seal_due(AT + timedelta(hours=1)) == 0
    service()
    commands.seal_again(number, by=BY, at=AT)
    assert run_one(owner="test", at=AT)
    assert state(number) == "sealed"
    assert doctor.seal(AT).state == "ok"


def test_sealing_twice_is_sealing_once() -> None:
    number = issue().number
    for _ in range(2):
        commands.seal_one(key=number, facts={}, at=AT)
    first = file_of(number).pdf
    assert file_of(number).pdf == first
    assert [event.kind for event in told_about(ABOUT).rows].count("papers.sealed") == 1


def test_one_changed_bit_breaks_the_seal_or_the_file() -> None:
    number = issue().number
    commands.seal_one(key=number, facts={}, at=AT)
    pdf = file_of(number).pdf
    end = pdf.index(b"/Contents <") if b"/Contents <" in pdf else len(pdf) // 2
    for place in range(20, end, end // 25):
        changed = bytearray(pdf)
        changed[place] ^= 1
        found = queries.verdict_of_file(bytes(changed), at=AT)
        assert found is None or found.seal == "changed", place


def test_what_is_added_behind_the_seal_breaks_it() -> None:
    number = issue().number
    commands.seal_one(key=number, facts={}, at=AT)
    assert worth(file_of(number).pdf + b"\n% more\n")[1] == "changed"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>"])
def test_what_is_no_paper_of_ours_is_none(content: bytes) -> None:
    assert queries.verdict_of_file(content, at=AT) is None
