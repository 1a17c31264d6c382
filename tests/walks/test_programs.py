"""An officer admits a university's program; the lines of the how-to, with its key, do what the how-to says."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City
from tests.walks.conftest import ROOT
from tests.walks.looks import looks
from tests.walks.test_switching import switch

pytestmark = pytest.mark.walk
HOW_TO = ROOT / "docs" / "howto" / "send-a-roster-by-program.md"


def admitted(page: Any, city: City, seen: Any) -> str:
    """The key, from the menu to the page that shows it once."""
    page.goto(f"{city.url}/desk/")
    page.click('nav a[href="/desk/office/staff/"] >> nth=0')
    page.click('main a[href="/desk/office/programs/"]')
    seen("1-none")
    page.click('a[href="/desk/office/programs/admit/"]')
    page.fill("#id_institution", "Tongji University, International Student Affairs")
    page.fill("#id_program", "Campus housing")
    page.fill("#id_contact", "housing@university.example")
    seen("2-admit")
    steps.send(page)
    page.wait_for_selector(".field.is-wrong")  # no purpose was chosen
    page.check('input[name="scopes"][value="lodging.roster"]')
    steps.send(page)
    seen("3-key")
    return str(page.input_value("#secret"))


def ran(city: City, key: str, folder: Path) -> dict[str, Any]:
    """Every block of the how-to, one after the other in one shell; what the calls answered, by file."""
    blocks = re.findall(r"```sh\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 5
    env = {"PATH": os.environ["PATH"], "SITE": city.url, "KEY": key}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(blocks)], cwd=folder, env=env, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    answers = {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.json")}
    assert done.returncode == 0, f"{done.stderr}\n{answers}"
    return {name: json.loads(text) for name, text in answers.items()}


def test_a_program_is_admitted_and_the_how_to_works_line_by_line(
    city: City, desk: Any, violations: Any, picture: Any, grumbles: Any, tmp_path: Path
) -> None:
    grumbles.expected = ("status of 409",)
    page = desk("chen")
    switch(page, "en")
    found: list[str] = []

    def seen(name: str) -> None:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            found.extend(looks(page))
            picture(page, f"programs-{name}-{width}")
        found.extend(violations(page))  # on the telephone: everything is there, only under one another
        page.set_viewport_size({"width": 1280, "height": 900})

    try:
        key = admitted(page, city, seen)
        answers = ran(city, key, tmp_path)
        page.goto(f"{city.url}/desk/office/staff/")
        seen("4-staff")
        page.goto(f"{city.url}/desk/office/programs/")
        seen("4-list")
        page.click("main tbody a")
        for code in ("en", "zh-Hans", "ar", "de"):
            switch(page, code)
            seen(f"5-program-{code}")
        steps.send(page, 'form[action$="/withdraw/"] button')
        seen("6-withdrawn")
    finally:
        page.goto(f"{city.url}/desk/")
        switch(page, "zh-Hans")
    assert not found, "\n".join(dict.fromkeys(found))
    told(answers, tmp_path)
    assert refused(city, key)["code"] == "clients.withdrawn"


def told(answers: dict[str, Any], folder: Path) -> None:
    """What the how-to promises of each answer."""
    assert [(row["row"], row["verdict"]) for row in answers["roster"]["rows"] if row["verdict"] == "error"] == [
        (4, "error")
    ]
    assert {cell["key"] for row in answers["problems"]["rows"] for cell in row["problems"]} >= {
        "nationality",
        "birth_date",
    }
    assert answers["sheet"]["counts"]["rows"] == 1
    assert answers["started"]["state"] in {"running", "done"}
    assert (answers["state"]["counts"]["registered"], answers["state"]["counts"]["wrong"]) == (2, 1)
    assert [row["row"] for row in answers["registrations"]["rows"]] == [2, 3]
    assert (folder / "slip.pdf").read_bytes()[:5] == b"%PDF-"


def refused(city: City, key: str) -> dict[str, Any]:
    """A call with a key that was withdrawn meanwhile."""
    call = ["curl", "-sS", f"{city.url}/api/lodging/rosters/{'0' * 8}", "-H", f"Authorization: Bearer {key}"]
    answer: dict[str, Any] = json.loads(subprocess.run(call, capture_output=True, check=True, text=True).stdout)
    return answer
