"""Worklists across kinds, and the acts that are the same for every kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from portlight.faces.desk.tests.desk_cases import BY, opened, two_kinds
from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.faces.desk.work.beside import keys_of
from portlight.faces.desk.work.lines import length
from portlight.kernel.cases import attending, commands, queries
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.staff import commands as staff
from portlight.kernel.timeline import queries as timeline
from tests.cast import AT, Cast, Colleague

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    for code in ("station:PD01", "station:XX99"):
        staff.form_team(code=code, name={"en": code}, by=BY, at=AT)
    with two_kinds():
        yield


def posted(cast: Cast, name: str, station: str = "station:PD01") -> Colleague:
    colleague = cast.holding(name)
    staff.post(account=colleague.key, role="station", team=station, by=BY, at=AT)
    return colleague


def numbers(browser: Client, query: str = "") -> list[str]:
    page = browser.get(f"/desk/work/{query}")
    assert page.status_code == 200
    return re.findall(r'<a class="code" href="[^"]*">([^<]+)</a>', page.content.decode())


def again(card: CaseCard) -> CaseCard:
    found = queries.by_id(card.id)
    assert found is not None
    return found


def test_one_list_over_all_kinds_the_soonest_due_first(cast: Cast) -> None:
    browser = signed_in(posted(cast, "writer").key)
    later, late, urgent = opened(), opened(ago=timedelta(days=60)), opened("rush", ago=timedelta(days=30))
    opened(queue="station:XX99")
    assert numbers(browser) == [late.number, urgent.number, later.number]
    assert numbers(browser, "?kind=rush") == [urgent.number]
    assert numbers(browser, "?tab=urgent") == [urgent.number]
    assert numbers(browser, "?tab=soon") == [late.number, urgent.number]
    page = browser.get("/desk/work/").content.decode()
    for said in ("To be looked at", "العربية", "overdue", "60 days", 'class="is-late"'):
        assert said in page, said


def test_a_list_goes_on_page_by_page(cast: Cast) -> None:
    browser = signed_in(posted(cast, "writer").key)
    made = [opened("rush" if n % 3 else "trial").number for n in range(30)]
    page = browser.get("/desk/work/").content.decode()
    onward = re.search(r'href="(\?tab=team&amp;after=[^"]+)"', page)
    assert onward is not None
    assert sorted([*numbers(browser), *numbers(browser, onward[1].replace("&amp;", "&"))]) == sorted(made)


def test_what_she_takes_up_is_hers_and_what_she_gives_back_is_everybodys(cast: Cast) -> None:
    card, browser = opened(), signed_in(posted(cast, "writer").key)
    answer = browser.post(f"/desk/work/{card.number}/hold/?tab=mine&place=x")
    assert answer["Location"] == f"/desk/lodging/{card.number}/?tab=mine&place=x"
    assert numbers(browser, "?tab=mine") == [card.number]
    browser.post(f"/desk/work/{card.number}/let-go/")
    assert numbers(browser, "?tab=mine") == []
    kinds = [event.kind for event in timeline.about(card.about).rows]
    assert {"cases.held", "cases.let-go"} <= set(kinds)


def test_a_colleagues_case_stays_hers_until_a_supervisor_gives_it_back(cast: Cast) -> None:
    card, bao, eva = opened(), posted(cast, "writer"), posted(cast, "translator")
    signed_in(bao.key).post(f"/desk/work/{card.number}/hold/")
    browser = signed_in(eva.key)
    assert browser.post(f"/desk/work/{card.number}/hold/").status_code == 409
    assert browser.post(f"/desk/work/{card.number}/let-go/").status_code == 403
    assert again(card).holder == bao.key
    assert signed_in(cast.chen.key).post(f"/desk/work/{card.number}/let-go/").status_code == 302
    assert again(card).holder is None


def test_a_number_that_is_sought_leads_to_its_case_and_anothers_to_nothing(cast: Cast) -> None:
    mine, other, browser = opened(), opened(queue="station:XX99"), signed_in(posted(cast, "writer").key)
    for typed in (mine.number, mine.number.lower(), mine.number.replace("-", " ")):
        answer = browser.get("/desk/work/", {"find": typed})
        assert answer.status_code == 302, typed
        assert answer["Location"] == f"/desk/lodging/{mine.number}/"
    for typed in (other.number, "T-2026-0000000-0", "<b>", "9" * 500):
        page = browser.get("/desk/work/", {"find": typed})
        assert page.status_code == 200
        assert "None of your worklists has a case with this number" in page.content.decode()


def test_another_stations_case_is_as_one_that_does_not_exist(cast: Cast) -> None:
    card, browser = opened(queue="station:XX99"), signed_in(posted(cast, "writer").key)
    for act in ("hold", "let-go", "left"):
        assert browser.post(f"/desk/work/{card.number}/{act}/").status_code == 404
        assert browser.post(f"/desk/work/T-2026-0000000-0/{act}/").status_code == 404
    assert again(card).holder is None


def test_eve_is_refused_and_an_officer_without_an_area_is_told(cast: Cast) -> None:
    card, eve = opened(), signed_in(cast.eve.key)
    assert eve.get("/desk/work/").status_code == 403
    assert eve.post(f"/desk/work/{card.number}/hold/").status_code == 403
    assert "You have no area yet" in signed_in(cast.holding("station").key).get("/desk/work/").content.decode()


def test_the_same_page_for_one_case_and_for_a_full_page_costs_the_same(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(posted(cast, "writer").key)
    for _ in range(30):
        opened()
    with django_assert_max_num_queries(12):
        assert len(numbers(browser)) == 25


def test_to_look_at_a_list_ends_the_time_at_a_case(cast: Cast) -> None:
    card, bao = opened(), posted(cast, "writer")
    browser = signed_in(bao.key)
    browser.post(f"/desk/work/{card.number}/hold/")
    browser.get("/desk/work/")
    assert not attending.leave(by=bao.actor, at=timezone.now()), "nothing was left to end"
    browser.post(f"/desk/work/{card.number}/hold/")
    assert attending.leave(by=bao.actor, at=timezone.now())


def test_a_page_that_is_closed_says_so_and_nonsense_says_nothing(cast: Cast) -> None:
    card, bao, began = opened(), posted(cast, "writer"), timezone.now() - timedelta(minutes=2)
    browser = signed_in(bao.key)
    attending.attend(card, by=bao.actor, at=began)
    for said in ("", "yesterday", "2026-13-45T00:00:00+00:00", timezone.now().isoformat()):
        assert browser.post(f"/desk/work/{card.number}/left/", {"seen_at": said}).status_code == 204
    assert queries.spent(card.id) == 0
    browser.post(f"/desk/work/{card.number}/left/", {"seen_at": began.isoformat()})
    assert queries.spent(card.id) >= 120


def test_what_she_holds_stands_on_her_today_page_with_what_is_late(cast: Cast) -> None:
    bao = posted(cast, "writer")
    browser = signed_in(bao.key)
    assert "Cases you hold" not in browser.get("/desk/").content.decode()
    for ago in (0, 60):
        commands.hold(opened(ago=timedelta(days=ago)).id, by=bao.actor, at=timezone.now())
    page = browser.get("/desk/").content.decode()
    assert "Cases you hold" in page
    assert 'href="/desk/work/?tab=mine"' in page
    assert "1 late" in page


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 seconds"), (59, "59 seconds"), (61, "1 minute"), (7_265, "2 hours 1 minute"), (90_100, "1 day 1 hour"),
     (172_800, "2 days"), (2_419_380, "28 days")],
)  # fmt: skip
def test_a_length_of_time_is_as_fine_as_an_officer_needs(seconds: int, said: str) -> None:
    with translation.override("en"):
        assert length(seconds) == said


def test_every_move_of_an_officer_has_a_key_of_its_own() -> None:
    keys = keys_of(opened())
    assert keys == {"accept": "a", "halt": "l", "go-on": "g", "reject": "r"}, "h is for taking up"


SCRIPT = Path(__file__).parents[2] / "static" / "case.js"


def test_what_cannot_be_taken_back_is_never_one_keystroke() -> None:
    template = Path(__file__).parents[3] / "capabilities/lodging/templates/lodging/desk/case.html"
    acts = re.findall(r"<button[^>]*keyed beside[^>]*>", template.read_text(encoding="utf-8"))
    assert acts, "the buttons of moves have keys"
    assert all("sure=True" in act for act in acts)
    assert "data-sure" in SCRIPT.read_text(encoding="utf-8")
