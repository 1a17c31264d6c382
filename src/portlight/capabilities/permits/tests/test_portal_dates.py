"""What ends when: the pages that explain and count."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portlight.capabilities.permits.rules.matters import MATTERS
from portlight.toolkit.languages import CODES

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def page(path: str, told: dict[str, str] | None = None, status: int = 200) -> str:
    answer = Client().get(path, told or {})
    assert answer.status_code == status
    text = html.unescape(answer.content.decode())
    return re.sub(r"[\u2066-\u2069]", "", text[text.index("<main") : text.index("</main")])


@pytest.mark.parametrize("language", CODES)
def test_the_first_page_explains_three_dates_and_names_every_matter(language: str) -> None:
    text = page(f"/{language}/permits/")
    assert f"/{language}/permits/which/" in text
    assert f"/{language}/permits/dates/" in text
    if language != "zh-Hans":
        assert all(one.zh in text for one in MATTERS.values())
        assert "入境有效期" in text
    if language != "en":
        assert "Three dates" not in text
        assert "Visa extension" not in text


def test_it_stands_on_the_home_page_and_in_the_menu() -> None:
    assert Client().get("/en/").content.decode().count('href="/en/permits/"') >= 2


@pytest.mark.parametrize("language", CODES)
def test_a_visa_is_counted_from_the_day_after_entry(language: str) -> None:
    entered = TODAY - timedelta(days=2)
    told = {"holds": "M", "entered_on": entered.isoformat(), "printed_days": "60"}
    text = page(f"/{language}/permits/dates/", told)
    assert f'datetime="{(entered + timedelta(days=60)).isoformat()}"' in text
    assert f'datetime="{(entered + timedelta(days=53)).isoformat()}"' in text
    assert 'class="line' in text
    if language != "en":
        assert "days left" not in text
        assert "Last lawful day" not in text


def test_a_visa_that_lets_nobody_in_any_more_ends_no_stay() -> None:
    entered = TODAY - timedelta(days=5)
    told = {
        "holds": "L", "entered_on": entered.isoformat(), "printed_days": "30",
        "enter_before": (TODAY - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    text = page("/en/permits/dates/", told)
    assert "your stay here does not change" in text
    assert f'datetime="{(entered + timedelta(days=30)).isoformat()}"' in text


def test_a_permit_is_to_be_extended_thirty_days_before_it_ends() -> None:
    ends = TODAY + timedelta(days=29)
    text = page("/en/permits/dates/", {"holds": "residence-permit", "permit_until": ends.isoformat()})
    assert f'datetime="{(ends - timedelta(days=30)).isoformat()}"' in text
    assert "Apply all the same, today if you can" in text
    assert "29 days left" in text


def test_without_dates_it_says_what_it_needs() -> None:
    assert "we need the day you entered" in page("/en/permits/dates/", {"holds": "L"})


def test_a_day_ahead_is_refused_beside_its_field() -> None:
    told = {"holds": "L", "entered_on": (TODAY + timedelta(days=3)).isoformat(), "printed_days": "30"}
    text = page("/en/permits/dates/", told, status=409)
    assert "This day lies ahead" in text[text.index('id="id_entered_on_wrong"') :]
    assert "Your dates" not in text


def test_counting_asks_two_questions_of_the_database() -> None:
    told = {"holds": "L", "entered_on": TODAY.isoformat(), "printed_days": "30"}
    page("/en/permits/dates/", told)
    with CaptureQueriesContext(connection) as asked:
        page("/en/permits/dates/", told)
    assert len(asked) <= 2  # the calendar, the weather
