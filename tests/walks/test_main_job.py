"""Written by one, translated by a second, reviewed by a third, signed by a fourth, released by a fifth, and watched."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City

pytestmark = pytest.mark.walk

TEXTS = {
    "zh-Hans": (
        "办证大厅 2026年12月5日加开",
        "出入境办证大厅 2026年12月5日 9:00 至 16:00 加开,共 120 个号。\n\n**请先预约。**如有疑问,请拨打 12367。",
    ),
    "en": (
        "The hall opens on 5 December 2026 as well",
        "The exit-entry hall also opens on 5 December 2026 from 9:00 to 16:00, for 120 visits.\n\n"
        "**Please book first.** If you have questions, call 12367.",
    ),
    "fr": (
        "La salle ouvre aussi le 5 décembre 2026",
        "La salle d’accueil ouvre aussi le 5 décembre 2026 de 9:00 à 16:00, pour 120 visites.\n\n"
        "**Prenez d’abord rendez-vous.** Pour toute question, appelez le 12367.",
    ),
}


def test_three_languages_go_from_an_empty_form_to_exactly_the_right_letters(city: City, desk: Any) -> None:
    writer, translator, reviewer, signer, releaser = (
        desk(part) for part in ("bao", "moreau", "sokolov", "chen", "zhou")
    )
    number = steps.write(writer, city, title=TEXTS["zh-Hans"][0], body=TEXTS["zh-Hans"][1])
    steps.move(writer, city, number, "zh-Hans", "hand-over")
    for language in ("en", "fr"):
        title, body = TEXTS[language]
        steps.translate(translator, city, number, language, title=title, body=body)
        assert translator.locator(".checks li.no").count() == 0, translator.inner_text(".checks")
        steps.move(translator, city, number, language, "hand-over")
    for language in TEXTS:
        steps.move(reviewer, city, number, language, "review")
        steps.move(signer, city, number, language, "sign")
    steps.address(writer, city, number)
    assert writer.locator("main button.is-main").is_disabled(), "who wrote it may not release it"
    before = city.counted()["messages"]

    steps.release(releaser, city, number)
    steps.finish(releaser)

    reached = steps.figures(releaser)
    code = steps.code_of(city, number)
    arrived = city.arrived(code)
    assert reached["messages"] == reached["addressed"] == reached["audience"] == len(arrived)
    assert set(arrived.values()) == {1}, "nobody is written to twice"
    assert city.counted()["messages"] - before == reached["messages"], "nothing else has left"
    by_language = steps.table(releaser, "lang")
    assert sorted(by_language.values()) == sorted(subjects(city, code).values())
    assert set(by_language) == {"简体中文", "English", "Français"}


def test_releasing_and_watching_need_no_script(city: City, desk: Any) -> None:
    writer, releaser = desk("bao", script=False), desk("zhou", script=False)
    number = steps.fill(writer, city, "false-message")
    steps.address(writer, city, number)
    steps.release(releaser, city, number)
    steps.finish(releaser)  # the page asks again by itself
    reached = steps.figures(releaser)
    assert reached["messages"] == reached["audience"] == len(city.arrived(steps.code_of(city, number)))


def subjects(city: City, code: str) -> Counter[str]:
    """How many letters came under each subject line: one for each language."""
    lines = (line.split("\t") for line in city.record.read_text(encoding="utf-8").splitlines())
    return Counter(line[3] for line in lines if line[1].startswith(f"<{code}."))
