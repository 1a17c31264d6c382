"""The two published texts of the six measures go the whole way, as the two notices they are.

They are no translations of one another: the Chinese one is a report with its figures, the English one the measures
alone. Where one stands as the other's translation the checks say so, and only a reason that stays lets it be signed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import PEOPLE, City
from tests.walks.conftest import Grumbles

pytestmark = pytest.mark.walk
TEXTS = Path(__file__).with_name("texts")
REPORT, MEASURES = TEXTS / "six_measures.zh-Hans.txt", TEXTS / "six_measures.en.txt"
SIGNED = {"简体中文", "English", "日本語", "العربية"}  # what people signed; the other proposals stay behind
REASON = "The English text is the one published with the measures; the figures are in the Chinese report only."


def test_the_two_real_texts_reach_everyone_as_two_notices(
    city: City, desk: Any, grumbles: Grumbles, capsys: Any
) -> None:
    grumbles.expected = ("status of 409",)
    people = {part: desk(part) for part in ("bao", "moreau", "sokolov", "chen", "zhou")}
    report = steps.take_in(people["bao"], city, {"zh-Hans": REPORT, "en": MEASURES})
    sign_off(people, city, report, "zh-Hans", first="bao")
    found = objections(people, city, report)
    for figure in ("2月 17日", "400", "9428", "17余万"):
        assert any(figure in said for said in found), f"{figure} is not named in {found}"
    said = send_through(people, city, report)
    propose(people, city, report, "report", vouched="ja")
    told = {"the Chinese report": (report, finish(people, city, report))}

    title, _, body = MEASURES.read_text(encoding="utf-8").partition("\n")
    alone = steps.write(people["bao"], city, title=title, body=body.strip(), language="en")
    sign_off(people, city, alone, "en", first="bao")
    propose(people, city, alone, "measures", vouched="ar")
    told["the English measures"] = (alone, finish(people, city, alone))

    with capsys.disabled():
        print("\n  objected:", "; ".join(found))
        print("  refused without a reason:", said)
        for name, (number, figures) in told.items():
            print(f"  {name}, {number}: {figures}")
    for number, figures in told.values():
        assert figures["messages"] == figures["addressed"] == figures["audience"] == figures["arrived"], number
        assert figures["audience"] + figures["left out"] == figures["people"] >= PEOPLE, number


def sign_off(people: dict[str, Any], city: City, number: str, language: str, *, first: str) -> None:
    for part, step in ((first, "hand-over"), ("sokolov", "review"), ("chen", "sign")):
        steps.move(people[part], city, number, language, step)


def propose(people: dict[str, Any], city: City, number: str, folder: str, *, vouched: str) -> None:
    """Proposals into all languages that lack; a translator vouches for one of them, the others stay behind."""
    files = {file.stem: file for file in sorted((TEXTS / folder).glob("*.txt"))}
    steps.propose(people["moreau"], city, number, files)
    sign_off(people, city, number, vouched, first="moreau")


def objections(people: dict[str, Any], city: City, number: str) -> list[str]:
    """What the page of the English text says against it, as its reader sees it."""
    steps.open_text(people["moreau"], city, number, "en")
    return [" ".join(line.split()) for line in people["moreau"].locator(".checks li.no").all_inner_texts()]


def send_through(people: dict[str, Any], city: City, number: str) -> str:
    """Refused without a reason, signed with one, and the reason stays on the page. Gives the refusal."""
    steps.move(people["moreau"], city, number, "en", "hand-over")
    steps.move(people["sokolov"], city, number, "en", "review")
    signer = people["chen"]
    steps.move(signer, city, number, "en", "sign")
    refusal = signer.inner_text("main")
    assert "2月 17日" in refusal, "the refusal names what differs"
    steps.open_text(signer, city, number, "en")
    signer.fill("#id_override_reason", REASON)
    steps.send(signer, 'form[action*="/sign/"] button')
    return " ".join(refusal.split())[:200]


def finish(people: dict[str, Any], city: City, number: str) -> dict[str, int]:
    """Released to everyone, watched until the last: the figures of the page, and what arrived at the sink."""
    steps.address(people["bao"], city, number)
    everyone = steps.figure(people["bao"].locator("main .big").inner_text())  # residents, and readers of other walks
    steps.release(people["zhou"], city, number)
    steps.finish(people["zhou"])
    page = people["zhou"]
    left_out = [steps.figure(cell) for cell in page.locator('section[aria-labelledby="why"] td.r').all_inner_texts()]
    arrived = city.arrived(steps.code_of(city, number))
    assert set(arrived.values()) == {1}
    left = steps.table(page, "lang")
    assert set(left) <= SIGNED, "a proposal nobody vouched for has left"
    return {"people": everyone, **steps.figures(page), "left out": sum(left_out), "arrived": len(arrived)}
