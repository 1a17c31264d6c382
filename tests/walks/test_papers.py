"""A paper's square is checked where there is no network: the file that was kept, opened from the disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import ROOT, Office

pytestmark = pytest.mark.walk
MAKE = """
import json, sys
from datetime import timedelta
import django
django.setup()
from django.conf import settings
from django.utils import timezone
from portlight.kernel.papers import commands, queries, specimen, verifier, keyring, checking
from portlight.toolkit import stamps
from portlight.toolkit.actor import machine
by, at = machine("walks"), timezone.now()
settings.SEAL = "service"
if sys.argv[1] == "real":
    commands.make_key(by=by, at=at)

def stamp(**other):
    given = {"about": "case:1", "holder": None, "facts": specimen.FACTS, "language": "en", "valid_from": at} | other
    made = commands.issue(specimen.KIND, by=by, at=at, **given)
    pdf = queries.pdf(made.number, by=by, why="walk", at=at).pdf
    return made.number, checking.of_file(pdf, []).stamp

number, good = stamp()
withdrawn_number, withdrawn = stamp()
over = stamp(valid_from=at - timedelta(days=9), valid_until=at - timedelta(days=1))[1]
later = stamp(valid_from=at + timedelta(days=9))[1]
before = verifier.single_file(at=at)
commands.revoke(withdrawn_number, ground="issued in error", by=by, at=at)
key, public = keyring.current(at)
print(json.dumps({"number": number, "good": good, "withdrawn": withdrawn, "over": over, "later": later,
                  "before": before, "page": verifier.single_file(at=at), "list": queries.withdrawn_list(at=at)}))
"""


def made(office: Office, how: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
    env = {**kept, "DJANGO_SETTINGS_MODULE": "portlight.config.settings", "PORTLIGHT_MODE": "test",
           "PORTLIGHT_DATA": str(office.folder)}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", MAKE, how], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def real(office: Office) -> dict[str, str]:
    made(office, "specimen")
    return made(office, "real")


def kept(page: Any, text: str, folder: Path) -> None:
    """The file, opened from the disk, the network off."""
    file = folder / "portlight-verifier.html"
    file.write_text(text, encoding="utf-8")
    page.context.set_offline(True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()], "it asks for nothing but itself"


def said(page: Any, stamp: str) -> str:
    page.fill("#verifier-text", stamp)
    page.evaluate("document.querySelector('[data-part=answer]').removeAttribute('data-state')")
    page.click("#verifier button")
    page.wait_for_selector("[data-part=answer][data-state]")
    return str(page.get_attribute("[data-part=answer]", "data-state"))


def test_the_kept_file_takes_a_good_square_and_refuses_every_changed_one(
    real: dict[str, str], new_page: Any, tmp_path: Path, violations: Any, picture: Any
) -> None:
    page = new_page(width=360)
    kept(page, real["page"], tmp_path)
    assert said(page, real["good"]) == "good"
    answer = page.inner_text("[data-part=answer]")
    assert "This paper proves that the office received" in answer
    assert real["number"] in answer
    assert "MUSTERMANN, ERIKA" in answer
    picture(page, "verifier-good")
    assert violations(page) == []
    for place in (5, 60, 130, 200, len(real["good"]) - 1):
        char = "0" if real["good"][place] != "0" else "1"
        changed = real["good"][:place] + char + real["good"][place + 1 :]
        assert said(page, changed) in {"malformed", "unknown-key", "not-genuine"}
        assert "MUSTERMANN" not in page.inner_text("[data-part=answer]")
    assert said(page, real["over"]) == "expired"
    assert said(page, real["later"]) == "not-yet"
    assert said(page, real["withdrawn"]) == "revoked"
    assert said(page, "https://example.org/") == "malformed"


def test_a_newer_list_of_withdrawn_papers_is_taken_and_a_strangers_is_not(
    real: dict[str, str], new_page: Any, tmp_path: Path
) -> None:
    page = new_page()
    kept(page, real["before"], tmp_path)
    assert said(page, real["withdrawn"]) == "good"
    changed = json.loads(real["list"])
    changed["payload"] = changed["payload"][:-2] + "AA"
    refusal = "This list is not signed by the office. It was not taken in."
    for text, wanted, answer in ((json.dumps(changed), "good", refusal), (real["list"], "revoked", "")):
        file = tmp_path / "revoked.json"
        file.write_text(text, encoding="utf-8")
        page.set_input_files("#verifier-newer", file)
        expect(page.locator("[data-part=said]")).to_have_text(answer)
        assert said(page, real["withdrawn"]) == wanted


def test_it_speaks_arabic_from_the_right_with_numbers_as_they_stand(
    real: dict[str, str], new_page: Any, tmp_path: Path, picture: Any
) -> None:
    page = new_page(width=360)
    kept(page, real["page"], tmp_path)
    page.select_option("#verifier-language", "ar")
    assert page.get_attribute("html", "dir") == "rtl"
    assert said(page, real["good"]) == "good"
    assert "هذه الوثيقة صحيحة وسارية اليوم" in page.inner_text("[data-part=answer]")
    assert page.locator("[data-part=answer] dd bdi", has_text=real["number"]).count() == 1
    picture(page, "verifier-ar")


def test_a_specimen_is_never_good(office: Office, real: dict[str, str], new_page: Any, tmp_path: Path) -> None:
    page = new_page()
    kept(page, real["page"].replace('"specimen": false', '"specimen": true'), tmp_path)
    assert said(page, real["good"]) == "specimen"
    assert "SPECIMEN 样本" in page.inner_text("[data-part=answer]")
    assert "This paper proves" not in page.inner_text("[data-part=answer]")


def test_the_offices_own_page_checks_alike_with_scripts_of_its_own_address(
    office: Office, real: dict[str, str], new_page: Any, violations: Any, picture: Any, grumbles: Any
) -> None:
    grumbles.expected = ("ERR_INTERNET_DISCONNECTED",)  # the browser may still be after the mark in its tab
    page = new_page(width=360)
    page.goto(f"{office.url}/ar/verify/offline/")
    page.context.set_offline(True)
    assert said(page, real["good"]) == "good"
    page.context.set_offline(False)
    assert "هذه الوثيقة صحيحة وسارية اليوم" in page.inner_text("[data-part=answer]")
    picture(page, "verify-offline-ar")
    assert violations(page) == []


def test_pasted_into_the_portal_it_gets_the_same_answer_without_scripts(
    office: Office, real: dict[str, str], new_page: Any, violations: Any, picture: Any
) -> None:
    page = new_page(width=360, script=False)
    page.goto(f"{office.url}/fr/verify/")
    page.fill("#t", real["good"])
    page.click("form[method=post] button:not([name])")
    assert "Ce document est authentique et valable aujourd’hui." in page.inner_text("main")
    page.fill("#t", real["withdrawn"])
    page.click("form[method=post] button:not([name])")
    assert "Le bureau a retiré ce document." in page.inner_text("main")
