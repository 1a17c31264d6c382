"""The daily figures, the public report, and what retention leaves of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from portlight.delivery import commands, days, queries, retention, tokens
from portlight.delivery.models import Daily, Delivery, FirstAddressed, Message, Result
from portlight.delivery.tests import make
from portlight.delivery.tests.make import AT, Pigeon, person

TODAY = date(2026, 2, 17)


@pytest.fixture
def pigeon(fresh_db: object, monkeypatch: pytest.MonkeyPatch) -> Pigeon:
    bird, inside = Pigeon("pigeon"), Pigeon("cellar")
    inside.inside = True
    make.pigeons(monkeypatch, bird, inside)
    days._next = 0.0
    return bird


def line(day: date, language: str = "", channel: str = "") -> tuple[int, int, int, int]:
    row = Daily.objects.get(day=day, language=language, channel=channel)
    return row.pushes, row.messages, row.people, row.confirmed


def test_a_day_says_what_went_out_on_it(pigeon: Pigeon, tmp_path: Path) -> None:
    make.people(*(person("en", pigeon=f"e{n}") for n in range(12)), person("zh-Hans", pigeon="z"))
    make.announce()
    make.announce(about="N-2026-002")
    make.announce(about="N-2026-003", drill=True)
    make.run(tmp_path)
    first = Delivery.objects.order_by("id").first()
    assert first is not None
    commands.confirm(token=tokens.token(tokens.SEEN, first.id), at=AT)
    days.fold(TODAY, at=AT)
    assert line(TODAY) == (4, 26, 13, 1)
    assert line(TODAY, "en") == (2, 24, 12, 1)
    assert line(TODAY, "", "pigeon") == (4, 26, 13, 1)
    assert line(TODAY, "zh-Hans", "pigeon") == (2, 2, 1, 0)


def test_folding_again_changes_nothing_and_closes_the_day_when_it_is_over(pigeon: Pigeon, tmp_path: Path) -> None:
    make.people(person("en", pigeon="a"))
    make.announce()
    make.run(tmp_path)
    for _ in range(3):
        days.fold(TODAY, at=AT)
    assert line(TODAY) == (1, 1, 1, 0)
    assert not Daily.objects.filter(closed=True).exists()
    days.fold_due(AT + timedelta(days=2))
    assert Daily.objects.get(day=TODAY, language="", channel="").closed


def test_people_of_many_days_count_once(pigeon: Pigeon, tmp_path: Path) -> None:
    make.people(person("en", pigeon="a"))
    make.announce()
    make.run(tmp_path)
    days.fold(TODAY, at=AT)
    make.people(person("en", pigeon="b"))
    tomorrow = AT + timedelta(days=1)
    make.announce(about="N-2026-002", at=tomorrow, not_after=tomorrow + timedelta(days=1))
    make.run(tmp_path, at=tomorrow)
    days.fold(TODAY + timedelta(days=1), at=tomorrow)
    report = queries.report()
    assert (report.people, report.messages, report.pushes) == (2, 3, 2)
    assert [day.people for day in report.days] == [2, 1]
    assert FirstAddressed.objects.count() == 2


def test_retention_takes_the_rows_and_leaves_the_figures(pigeon: Pigeon, tmp_path: Path) -> None:
    make.people(person("en", pigeon="a"), person("en", pigeon="b"), person("en"))
    code = make.announce()
    make.run(tmp_path)
    before = queries.reach(code=code)
    late = AT + timedelta(days=settings.KEEP_DAYS + 5)
    assert retention.sweep(late) == 0  # its day is not closed yet
    days._next = 0.0
    days.fold_due(late)
    while retention.sweep(late):
        pass
    assert not Delivery.objects.exists()
    assert not Result.objects.exists()
    after = queries.reach(code=code)
    assert (after.messages, after.addressed, after.audience) == (before.messages, before.addressed, before.audience)
    assert after.excluded == before.excluded == {"no-address": 1}
    assert Message.objects.get(code=code).erased_rows_at == late
    assert queries.report().people == 2


def test_retention_waits_for_a_doubt(pigeon: Pigeon, tmp_path: Path) -> None:
    from portlight.delivery.port import uncertain

    pigeon.answers = {"a": uncertain("no-answer")}
    make.people(person("en", pigeon="a"))
    make.announce()
    make.run(tmp_path)
    late = AT + timedelta(days=settings.KEEP_DAYS + 5)
    days.fold_due(late)
    assert retention.sweep(late) == 0
    assert Delivery.objects.count() == 1


def test_the_public_is_told_no_small_figures_about_people(pigeon: Pigeon, tmp_path: Path, client: Client) -> None:
    make.people(*(person("en", pigeon=f"e{n}") for n in range(12)), person("fr", pigeon="f"))
    make.announce(texts={**make.TEXTS, "fr": make.FRENCH})
    make.run(tmp_path)
    days.fold(TODAY, at=AT)
    page = client.get("/en/reach/").content.decode()
    assert "we made" in page
    assert "fewer than ten" in page
    rows = client.get("/en/reach/figures.csv").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "day,language,channel,pushes,messages,people,confirmed"
    assert "2026-02-17,,,2,13,13,0" in rows
    assert "2026-02-17,fr,pigeon,1,<10,<10,0" in rows
    told = client.get("/api/reach").json()
    assert (told["pushes"], told["people"]) == (2, 13)
    assert {row["people"] for row in told["days"] if row["language"] == "fr"} == {"<10"}


def test_the_report_asks_few_questions(pigeon: Pigeon, client: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        assert client.get("/en/reach/").status_code == 200
