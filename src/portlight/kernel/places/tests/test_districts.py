from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest

from portlight.kernel.places import commands, queries
from portlight.kernel.places.models import District
from portlight.kernel.timeline.queries import about
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import LANGUAGES

AT = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
BY = machine("test")
pytestmark = pytest.mark.django_db


def test_the_sixteen_districts_are_loaded_once() -> None:
    assert commands.load_districts(by=BY, at=AT) == 16
    assert commands.load_districts(by=BY, at=AT) == 0
    assert len(about("places:districts").rows) == 1
    assert queries.districts()[0].code == "310101"


def test_a_name_that_drifted_is_put_right_and_nothing_is_removed() -> None:
    commands.load_districts(by=BY, at=AT)
    District.objects.filter(code="310115").update(name={"en": "?"})
    District.objects.create(code="310119", name={"zh-Hans": "南汇区"}, order=99)
    assert commands.load_districts(by=BY, at=AT) == 1
    found = queries.district("310115")
    assert found is not None
    assert found.name_in("fr") == "Nouveau district de Pudong"
    old = queries.district("310119")
    assert old is not None
    assert old.name_in("fr") == "南汇区"
    assert queries.district("999999") is None


SCRIPTS = {"Hans": "CJK", "Jpan": "CJK", "Kore": "HANGUL", "Cyrl": "CYRILLIC", "Arab": "ARABIC", "Latn": "LATIN"}


def test_every_name_is_written_in_its_language_s_script() -> None:
    commands.load_districts(by=BY, at=AT)
    for district in queries.districts():
        assert set(district.name) == set(LANGUAGES)
        for code, name in district.name.items():
            letters = [char for char in name if char.isalpha()]
            script = SCRIPTS[LANGUAGES[code].script]
            assert all(unicodedata.name(char).startswith(script) for char in letters), (code, name)
