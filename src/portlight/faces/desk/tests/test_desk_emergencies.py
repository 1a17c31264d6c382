"""An emergency at the desk: declared by one, counted, signed by another, reverted, ended with its protocol."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portlight.faces.desk.tests.test_desk_office import hired, signed_in
from portlight.kernel.clocks import commands as clocks
from portlight.kernel.clocks.rules import ClockRule
from portlight.kernel.emergencies import commands, queries
from portlight.kernel.emergencies.tests.given import moved
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES
from portlight.toolkit.workdays import Term

pytestmark = pytest.mark.django_db
LIST = "/desk/emergencies/"
ALL = ["", "declare/", "1/", "1/amend/", "1/revert/", "1/end/"]


def chen() -> Client:
    return signed_in(hired("chen@office.example", "supervisor"))


def other() -> Client:
    return signed_in(hired("li@office.example", "supervisor"))


def typed(**more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "request_id": "3f2b1c9e-2f43-4d53-9f8e-0c6f7c0a1b2d", "name_en": "Typhoon", "name_zh-Hans": "台风",
        "banner_en": "The hall is closed tomorrow.", "banner_zh-Hans": "大厅明天关闭。", "law": "erl-2024",
        "article": "73", "authority": "City government", "document": "[2026] 12", "since": str(today),
        "until": str(today + timedelta(days=30)),
        "set:clocks.closed": "\n".join(str(today + timedelta(days=n)) for n in (1, 2, 3)),
        "control_from": str(today - timedelta(days=10)), "announced_on": str(today), "months": "2", **more,
    }  # fmt: skip


def declared(browser: Client, **more: Any) -> str:
    answer = browser.post(f"{LIST}declare/", typed(**more))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def run() -> None:
    commands.advance_due(timezone.now())


ONE, OTHER = UUID(int=1), UUID(int=2)


def signed(browser: Client, page: str) -> Any:
    card = queries.everything()[0]
    return browser.post(f"{page}sign/", {"sha256": card.digest})


def test_it_is_declared_counted_signed_by_a_second_person_and_reverted() -> None:
    first, second = chen(), other()
    rule = ClockRule(name="permits.decide", kind="legal", term=Term(7, "working-days"), source="REG 2013, art. 13")
    clocks.start(rule, about="case:1", since=timezone.now(), by=machine("test"), at=timezone.now())
    page = declared(first)
    assert "Propose, and count what would change" in text(first, page)
    first.post(f"{page}propose/")
    assert "It is being counted." in text(second, page)
    assert signed(second, page).status_code == 409
    run()
    assert "Emergencies to sign" in text(second, "/desk/")
    assert "Emergencies to sign" not in text(first, "/desk/")
    shown = text(second, page)
    assert "What would change" in shown
    assert "Days and periods" in shown
    assert "Sign, and put in force" in shown
    assert "A second person signs it" in text(first, page)
    assert signed(first, page).status_code == 409
    assert queries.current(timezone.now()) is None
    assert signed(second, page)["Location"] == page
    assert queries.current(timezone.now()) is not None
    run()
    assert "In force" in text(second, page)
    assert second.post(f"{page}revert/", {"why": ""}).status_code == 409
    answer = second.post(f"{page}revert/", {"why": "by mistake", "request_id": "3f2b1c9e-2f43-4d53-9f8e-0c6f7c0a1b2e"})
    assert answer["Location"] == page
    run()
    shown = text(second, page)
    assert "Reverted" in shown
    assert "by mistake" in shown
    assert "undone" in shown
    assert "Nothing was collected only for it." in shown
    assert "Typhoon" in text(second, LIST)


def test_a_button_pressed_twice_acts_once_and_says_so_alike() -> None:
    first, second = chen(), other()
    page = declared(first)
    for _ in range(2):
        assert first.post(f"{page}propose/", {"request_id": str(ONE)})["Location"] == page
    run()
    digest = queries.everything()[0].digest
    for _ in range(2):
        assert second.post(f"{page}sign/", {"sha256": digest, "request_id": str(OTHER)})["Location"] == page
    assert text(second, page).count('name="request_id"') == 0, "nothing is left to press"


def test_who_looked_at_other_figures_is_asked_to_look_again() -> None:
    first, second = chen(), other()
    page = declared(first)
    first.post(f"{page}propose/")
    run()
    answer = second.post(f"{page}sign/", {"sha256": "0" * 64})
    assert answer.status_code == 409
    assert "Have it counted again" in answer.content.decode()


def test_it_ends_and_says_what_was_destroyed() -> None:
    first, second = chen(), other()
    page = declared(first)
    first.post(f"{page}propose/")
    run()
    signed(second, page)
    run()
    assert "destroyed, and a protocol says how much" in text(first, f"{page}end/")
    first.post(f"{page}end/", {"why": "lifted", "request_id": "3f2b1c9e-2f43-4d53-9f8e-0c6f7c0a1b2e"})
    run()
    assert "Protocol of destruction" in text(first, page)
    assert queries.current(timezone.now()) is None


def test_what_is_past_its_last_day_waits_to_be_ended() -> None:
    first, second, now = chen(), other(), timezone.now()
    page = declared(first)
    first.post(f"{page}propose/")
    run()
    signed(second, page)
    run()
    assert "to be ended" not in text(first, page)
    assert "Emergencies to end" not in text(first, "/desk/")
    moved(until=now)
    assert "to be ended" in text(first, page)
    assert "Emergencies to end" in text(first, "/desk/")
    moved(since=now + timedelta(days=1), until=None)
    assert "Signed, not begun" in text(first, page)


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept() -> None:
    browser = chen()
    for wrong, sentence in (
        ({"name_zh-Hans": ""}, "This field is required."),
        ({"law": "erl-2007"}, "was not in force"),
        ({"set:clocks.closed": "tomorrow"}, "one in a line."),
        ({"announced_on": ""}, "A prolongation needs both days."),
        ({"until": str(timezone.localdate() - timedelta(days=9))}, "It ends before it begins."),
    ):
        answer = browser.post(f"{LIST}declare/", typed(**wrong))
        assert answer.status_code == 409
        assert sentence in answer.content.decode()
        assert "The hall is closed tomorrow." in answer.content.decode()
    assert queries.everything() == ()


def test_what_rooms_let_it_set_is_typed_kept_shown_and_typed_again() -> None:
    browser = chen()
    page = declared(browser, **{
        "set:slots.ordinary": "50", "set:slots.urgent": "150", "set:lanes.quota": "0",
        "set:permits.no-port-visas": "true", "set:notices.languages": ["ar", "en"],
    })  # fmt: skip
    (card,) = queries.everything()
    set_then = {name: value for name, value in card.declared.parameters.items() if name != "clocks.closed"}
    assert set_then == {
        "slots.ordinary": 50, "slots.urgent": 150, "lanes.quota": 0, "permits.no-port-visas": True,
        "notices.languages": ["en", "ar"],
    }  # fmt: skip
    shown = text(browser, page)
    for kept in ('<dd><bdi class="num">50</bdi></dd>', '<dd><bdi class="num">150</bdi></dd>'):
        assert kept in shown
    assert 'lang="en" dir="ltr">English</bdi> · <bdi lang="ar" dir="rtl">العربية</bdi>' in shown
    assert "<dt>Visas are not issued at ports of entry</dt><dd>Yes</dd>" in shown
    form = text(browser, f"{page}amend/")
    assert form.count(" checked") == 2
    assert 'name="set:slots.urgent" value="150"' in form
    for wrong in ({"set:slots.ordinary": "201"}, {"set:lanes.quota": "-1"}, {"set:notices.languages": ["xx"]}):
        assert browser.post(f"{LIST}declare/", typed(**wrong)).status_code == 409


def test_it_is_changed_as_it_was_read_and_never_over_a_change_of_somebody_else() -> None:
    browser = chen()
    page = declared(browser)
    shown = text(browser, f"{page}amend/")
    assert "The hall is closed tomorrow." in shown
    assert f'value="{timezone.localdate()}"' in shown, "a day as the browser's field takes it, in every language"
    told = typed(name_en="Storm", turn="0", name_fr="Tempête", banner_fr="La salle est fermée.")
    assert browser.post(f"{page}amend/", told)["Location"] == page
    assert "Storm" in text(browser, page)
    stale = browser.post(f"{page}amend/", told)
    assert stale.status_code == 409
    assert "Somebody changed it at the same moment." in stale.content.decode()


def test_the_auditor_reads_and_the_duty_officer_proposes_without_signing() -> None:
    page = declared(chen())
    auditor, duty = signed_in(hired("a@office.example", "auditor")), signed_in(hired("d@office.example", "duty"))
    assert "Propose, and count" not in text(auditor, page)
    assert auditor.post(f"{page}propose/").status_code == 403
    assert duty.post(f"{page}propose/").status_code == 302
    run()
    assert signed(duty, page).status_code == 403


@pytest.mark.parametrize("code", CODES)
def test_every_page_stands_in_nine_languages(code: str) -> None:
    browser = chen()
    page = declared(browser)
    browser.post(f"{page}propose/")
    run()
    browser.post(LIST, {"_language": code})
    for path in (LIST, f"{LIST}declare/", page, f"{page}amend/", f"{page}revert/", f"{page}end/"):
        shown = text(browser, path)
        assert f'<html lang="{code}"' in shown
    assert f'value="{timezone.localdate()}"' in text(browser, f"{page}amend/")


@pytest.mark.parametrize("path", ALL)
def test_eve_sees_none_of_it(path: str) -> None:
    declared(chen())
    assert signed_in(hired("eve@office.example", "writer")).get(f"{LIST}{path}").status_code == 403


@pytest.mark.parametrize("path", ALL)
def test_a_page_costs_twelve_queries_at_most(path: str, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    browser = chen()
    page = declared(browser)
    browser.post(f"{page}propose/")
    run()
    number = page.rstrip("/").rpartition("/")[2]
    with django_assert_max_num_queries(14):
        assert browser.get(f"{LIST}{path.replace('1/', f'{number}/')}").status_code == 200
    assert browser.get(f"{LIST}999999/").status_code == 404
