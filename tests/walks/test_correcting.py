"""A correction is released while the first version is still going out: every figure on every page stays true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.walks import city as building
from tests.walks import steps
from tests.walks.city import City, until
from tests.walks.conftest import CHROMIUM, NO_CHROMIUM
from tests.walks.looks import looks

pytestmark = pytest.mark.walk

FIRST = {
    "zh-Hans": ("12月5日大厅加开", "办证大厅 2026年12月5日 9:00 至 16:00 加开。如有疑问,请拨打 12367。"),
    "en": ("The hall opens on 5 December as well", "It opens on 5 December 2026 from 9:00 to 16:00. Questions: 12367."),
    "fr": ("La salle ouvre aussi le 5 décembre", "Elle ouvre le 5 décembre 2026 de 9:00 à 16:00. Questions : 12367."),
}
RIGHT = {
    "zh-Hans": ("更正:12月6日大厅加开", "办证大厅 2026年12月6日 9:00 至 16:00 加开。如有疑问,请拨打 12367。"),
    "en": (
        "Corrected: the hall opens on 6 December",
        "It opens on 6 December 2026 from 9:00 to 16:00. Questions: 12367.",
    ),
}
STALE = "The corrected text is not available in this language yet"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A city of its own, whose mail server takes its time until it is told to hurry."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    made = building.build(tmp_path_factory.mktemp("slow"), people=2500, slow=250)
    try:
        yield made
    finally:
        building.end(made)


class Watcher:
    """Looks at the reach of both versions again and again, and keeps what it saw."""

    def __init__(self, page: Any, city: City) -> None:
        self.page = page
        self.city = city
        self.seen: dict[str, list[dict[str, int]]] = {}
        # The moving bar would read the page anew under the watcher's eyes.
        page.route("**/reach-bar/**", lambda route: route.fulfill(status=204))

    def look(self, *numbers: str) -> None:
        for number in numbers:
            self.page.goto(f"{self.city.url}/desk/notices/{number}/reach/")
            found = steps.figures(self.page)
            by_language, by_channel = steps.table(self.page, "lang"), steps.table(self.page, "chan")
            assert found["addressed"] <= found["audience"], (number, found)
            assert found["addressed"] == found["messages"], "one channel: a person is a message"
            assert sum(by_language.values()) == sum(by_channel.values()) == found["messages"], (number, found)
            self.seen.setdefault(number, []).append(found)

    def check(self) -> None:
        """Nothing that was handed over is ever taken back from the figures."""
        for number, seen in self.seen.items():
            handed = [found["addressed"] for found in seen]
            assert handed == sorted(handed), (number, handed)


def written(people: dict[str, Any], city: City, texts: dict[str, tuple[str, str]], number: str = "") -> str:
    """Written or corrected by one, translated by a second, reviewed by a third, signed by a fourth."""
    if number:
        steps.translate(people["bao"], city, number, "zh-Hans", title=texts["zh-Hans"][0], body=texts["zh-Hans"][1])
    else:
        number = steps.write(people["bao"], city, title=texts["zh-Hans"][0], body=texts["zh-Hans"][1])
    steps.move(people["bao"], city, number, "zh-Hans", "hand-over")
    for language in [code for code in texts if code != "zh-Hans"]:
        title, body = texts[language]
        steps.translate(people["moreau"], city, number, language, title=title, body=body)
        steps.move(people["moreau"], city, number, language, "hand-over")
    for language in texts:
        steps.move(people["sokolov"], city, number, language, "review")
        steps.move(people["chen"], city, number, language, "sign")
    return number


def test_a_correction_overtakes_nothing_and_every_figure_stays_true(
    city: City, desk: Any, new_page: Any, picture: Any, violations: Any, capsys: Any
) -> None:
    people = {part: desk(part) for part in ("bao", "moreau", "sokolov", "chen", "zhou")}
    watcher = Watcher(desk("zhou"), city)
    first = written(people, city, FIRST)
    steps.address(people["bao"], city, first)
    before = len(city.arrivals())
    steps.release(people["zhou"], city, first)
    old = until(lambda: {code for _, code, _ in city.arrivals()[before:]}, why="nothing left").pop()

    watcher.look(first)
    people["bao"].goto(f"{city.url}/desk/notices/{first}/reach/")
    people["bao"].click(f'a[href="/desk/notices/{first}/correct/"]')
    steps.send(people["bao"])
    second = steps.number_of(people["bao"])
    watcher.look(first)
    assert second in watcher.page.inner_text("main"), "the page of the first says that it is being corrected"
    picture(watcher.page, "correcting-first-en-1280")
    written(people, city, RIGHT, second)
    watcher.look(first)
    people["zhou"].goto(f"{city.url}/desk/notices/{second}/release/")
    picture(people["zhou"], "correcting-release-1280")
    running = watcher.seen[first][-1]
    assert 0 < running["addressed"] < running["audience"], "the first version is still going out"
    steps.release(people["zhou"], city, second)

    for _ in range(8):
        watcher.look(first, second)
    picture(watcher.page, "correcting-second-running-1280")
    shown = corrected_page(city, new_page, second)
    picture(shown, "correcting-public-en-360")
    assert [*violations(shown), *looks(shown)] == []
    city.hurry()
    steps.finish(people["zhou"])
    watcher.look(first, second)
    watcher.check()
    picture(watcher.page, "correcting-second-1280")

    told = judge(city, old, before, watcher.seen[first][-1], watcher.seen[second][-1])
    with capsys.disabled():
        print("\n ", told)


def corrected_page(city: City, new_page: Any, second: str) -> Any:
    """The public page says that it was corrected; in a language the correction lacks it says that as well."""
    slug = re.sub(r"-\d+$", "", second.lower())
    page = new_page(width=360)
    until(lambda: said(page, city, "en", slug, RIGHT["en"][0]), seconds=30, every=0.5, why="it was not baked anew")
    assert FIRST["en"][0] not in page.inner_text("main")
    assert "Corrected: version 2" in page.inner_text("main")
    page.goto(f"{city.url}/fr/notices/{slug}/")
    assert FIRST["fr"][0] in page.inner_text("h1")
    assert page.locator(".is-superseded").count() == 1, "French is not corrected yet, and its page says so"
    assert set(page.locator(".is-superseded a").all_inner_texts()) == {"简体中文", "English"}
    page.goto(f"{city.url}/en/notices/{slug}/")
    return page


def said(page: Any, city: City, language: str, slug: str, title: str) -> bool:
    page.goto(f"{city.url}/{language}/notices/{slug}/")
    return title in page.inner_text("h1")


def judge(city: City, old: str, before: int, first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    """The ledger's last word beside the sink's own: who got which version, in which order."""
    got_old, got_new, order = {}, {}, []
    for to, code, moment in city.arrivals()[before:]:
        version = got_old if code == old else got_new
        assert to not in version, f"{to} was written to twice with one version"
        version[to] = moment
        if code != old:
            order.append(to)
    holders = set(got_old)
    assert len(got_old) == first["messages"], "what the first version's page says is what arrived"
    assert len(got_new) == second["messages"] == second["addressed"] == second["audience"]
    assert holders <= set(got_new), "whoever holds the old version has the new one"
    assert all(got_old[to] < got_new[to] for to in holders), "a correction never overtakes what it corrects"
    leading = order[: len(holders)]
    assert set(leading) == holders, f"{len(set(leading) - holders)} others came before the last holder"
    assert max(got_old.values()) < min(got_new.values()), "the old version had stopped before the new one left"
    return {"got the first": len(got_old), "got the second": len(got_new), "audience": second["audience"]}
