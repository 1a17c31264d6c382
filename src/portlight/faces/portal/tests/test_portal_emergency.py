"""Weather and the page of the emergency in force: what it is, what it rests on, and until when one may stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portlight.faces.portal.baked import bake
from portlight.kernel.emergencies import commands
from portlight.kernel.emergencies.rules.prolonging import Relief
from portlight.kernel.emergencies.tests.given import BAO, effective, told
from portlight.toolkit.languages import CODES

pytestmark = pytest.mark.django_db
RELIEF = Relief(control_from=date(2020, 1, 20), announced_on=date(2020, 2, 27))


def in_force(**more: Any) -> int:
    at = timezone.now()
    day = (at + timedelta(days=2)).date().isoformat()
    declared = {"since": at - timedelta(days=1), "until": at + timedelta(days=30), "reliefs": (RELIEF,)}
    return effective(told(**{**declared, "parameters": {"clocks.closed": [day]}, **more}), at=at)


def text(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_ordinary_times_are_daylight() -> None:
    for code in CODES:
        assert "dusk" not in text(f"/{code}/")
        assert "dusk" not in text(f"/{code}/emergency/")
    assert "No emergency is in force" in text("/en/emergency/")


def test_an_emergency_is_dusk_on_every_page_in_the_readers_language_and_gone_when_it_is_lifted() -> None:
    number = in_force(
        names={"en": "Typhoon", "zh-Hans": "台风", "fr": "Typhon"},
        banners={"en": "The hall is closed.", "zh-Hans": "大厅关闭。", "fr": "La salle est fermée."},
    )
    home = text("/fr/")
    assert "hero dusk" in home
    assert "La salle est fermée." in home
    assert '<b lang="en" dir="ltr">Typhoon</b>' in text("/de/"), (
        "written in no German: the English text, marked as such"
    )
    strip = text("/zh-Hans/verify/")
    assert "dusk strip" in strip
    assert "台风" in strip
    assert "/zh-Hans/emergency/" in strip
    commands.revert(number, "by mistake", by=BAO, at=timezone.now())
    assert "dusk" not in text("/fr/")


def test_the_page_says_what_it_rests_on_and_what_changes() -> None:
    in_force()
    page = text("/en/emergency/")
    for shown in ("Typhoon", "《突发事件应对法》", "Emergency Response Law", "(2024)", "[2026] 12", "closed"):
        assert shown in page
    assert "A stay that ends on" in page
    assert "2 months" in page


def test_what_is_set_is_told_in_words_and_no_port_visas_in_a_sentence_with_its_basis() -> None:
    number = in_force(
        parameters={"permits.no-port-visas": True, "slots.ordinary": 50, "notices.languages": ["en", "ar"]}
    )
    page = text("/en/emergency/")
    assert "Visas are not issued at ports of entry now." in page
    assert "It rests on the Emergency Response Law (2024), article <bdi>73</bdi>." in page
    assert "<dt>Visas are not issued" not in page
    assert '<dd><bdi class="num">50</bdi></dd>' in page
    assert 'lang="en" dir="ltr">English</bdi> · <bdi lang="ar" dir="rtl">العربية</bdi>' in page
    for code in CODES:
        assert ("Visas are not issued" in text(f"/{code}/emergency/")) == (code == "en")
    commands.revert(number, "by mistake", by=BAO, at=timezone.now())
    in_force(parameters={"permits.no-port-visas": False})
    page = text("/en/emergency/")
    assert "ports of entry now" not in page
    assert "<dt>Visas are not issued at ports of entry</dt><dd>No</dd>" in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("ends_on=2020-02-27", 'until <time datetime="2020-04-27">'),
        ("ends_on=2020-02-29", 'until <time datetime="2020-05-01">'),
        ("ends_on=2020-02-29", '<time datetime="2020-04-30">'),
        ("ends_on=2020-01-19", "an officer looks at each case"),
        ("ends_on=2020-03-01&before=on", "only once"),
    ],
)
def test_anybody_may_ask_until_when_she_may_stay(asked: str, shown: str) -> None:
    in_force()
    page = text(f"/en/emergency/?{asked}")
    assert shown in page
    assert ("This is no paper" in page) == ("time" in shown)


def test_kinds_are_asked_only_where_the_measure_tells_them_apart() -> None:
    in_force(reliefs=(replace(RELIEF, kinds=("visa",)),))
    assert "A residence permit" in text("/en/emergency/")
    page = text("/en/emergency/?ends_on=2020-03-01&kind=residence-permit")
    assert "does not cover stays of this kind" in page


def test_what_is_no_day_is_told_beside_its_field() -> None:
    in_force()
    answer = Client().get("/en/emergency/?ends_on=soon")
    assert answer.status_code == 409
    assert "This is no paper" not in answer.content.decode()


def test_a_page_on_disk_carries_no_weather() -> None:
    in_force()
    assert "dusk" not in bake("home/portal/verify.html", {}, language="en", path="/en/verify/")


def test_weather_costs_one_statement_and_a_database_that_is_away_costs_no_page(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Client()
    with django_assert_num_queries(1):
        browser.get("/en/verify/")

    def away(at: datetime) -> None:
        from django.db import OperationalError

        raise OperationalError("away")

    monkeypatch.setattr("portlight.kernel.emergencies.queries.current", away)
    assert browser.get("/en/verify/").status_code == 200
