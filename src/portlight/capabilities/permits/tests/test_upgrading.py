"""What an office had issued before: its stays have an end, and a reminder where the day still lies ahead."""

from __future__ import annotations

import importlib
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from portlight.capabilities.permits import commands, words
from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.rules.making import Made
from portlight.capabilities.permits.rules.reminding import next_day
from portlight.capabilities.permits.tests.given import AT, EXTENSION, TODAY, WORK, file, with_
from portlight.kernel.policies import commands as policies
from portlight.toolkit.actor import machine
from tests.cast import Cast

pytestmark = pytest.mark.django_db
step = importlib.import_module("portlight.capabilities.permits.migrations.0005_ends_of_stays")


@pytest.fixture(autouse=True)
def _office(settings: Any, db: object) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    policies.load_tables(by=machine("tests"), at=timezone.now())


def granted(cast: Cast, applied: Any, until: date, *, made: bool = True) -> int:
    told: dict[str, Any] = {"by": cast.chen.actor, "at": AT, "texts": words.message}
    case = file(applied, cast.anna).case
    commands.accept(case, passport_held=False, **told)
    commands.grant(case, until=until, **told)
    if made:
        commands.issue(case, Made(number="AB123456", issued_on=TODAY, until=until), **told)
    return case


def test_rows_of_before_get_their_end_and_filling_again_changes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    year, month = date(2027, 3, 5), TODAY + timedelta(days=40)
    work, visa = granted(cast, with_(WORK, until=year), year), granted(cast, EXTENSION, month)
    unmade = granted(cast, EXTENSION, month, made=False)
    relieved = file(EXTENSION, cast.anna).case
    Application.objects.update(ends_on=None, remind_on=None)
    Application.objects.filter(pk=relieved).update(prolonged_until=month)
    monkeypatch.setattr(step, "PAGE", 1)
    monkeypatch.setattr(timezone, "localdate", lambda **_: datetime.date(AT))
    for _ in range(2):
        step.filled(apps, connection.schema_editor())
        found = {row[0]: row[1:] for row in Application.objects.values_list("pk", "ends_on", "remind_on")}
        assert found == {
            work: (year, next_day("residence-work", year, after=TODAY)),
            visa: (month, next_day("visa-extension", month, after=TODAY)),
            unmade: (None, None), relieved: (None, month - timedelta(days=7)),
        }  # fmt: skip
