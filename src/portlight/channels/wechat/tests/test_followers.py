"""Who is who: codes that bind, tags that tell a language, templates that were granted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polib
import pytest
from click.testing import CliRunner
from django.db import connection

from portlight.channels.wechat import cli, commands, queries, words
from portlight.channels.wechat.binding import scene_qr
from portlight.channels.wechat.fields import LONGEST, fits, objection
from portlight.channels.wechat.models import Handed, Tagged
from portlight.channels.wechat.tagging import keep_tags
from portlight.channels.wechat.tests.outside import NOTICE, account, grant
from portlight.delivery import tokens
from portlight.kernel.people import commands as people
from portlight.kernel.people.rules import NewAddress, NewPerson
from portlight.kernel.places.commands import load_districts
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from portlight.toolkit.text import utf16_units

AT = datetime(2026, 2, 10, 1, 30, tzinfo=UTC)
BY = machine("tests")


def enrol(*languages: str) -> None:
    people.enrol(
        [
            NewPerson(
                languages=(language,),
                addresses=(NewAddress(channel="wechat", value=f"oReader_{n:03d}_{language.replace('-', '_')}",
                                      verified=True, consented=True),),
            )
            for n, language in enumerate(languages)
        ],
        by=BY, at=AT,
    )  # fmt: skip


def test_followers_carry_the_tag_of_their_language_and_it_moves_with_it(
    fresh_db: object, settings: Any, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    load_districts(by=BY, at=AT)
    enrol(*["zh-Hans"] * 60, "ru", "ko", "en")
    settings.WECHAT_TAGS = ["zh-Hans=101", "en=102", "ru=104"]
    with account(settings, tmp_path, "--tag=101", "--tag=102", "--tag=104") as outside:
        with django_assert_max_num_queries(40):
            assert keep_tags(AT) == 63
        found = outside.state()["tags"]
        assert found["oReader_000_zh_Hans"] == [101]
        assert found["oReader_060_ru"] == [104]
        assert found["oReader_061_ko"] == [102]  # English, where hers has no tag
        assert keep_tags(AT) == 0
        assert outside.state()["calls"]["/cgi-bin/tags/members/batchtagging"] == 4  # fifty at a time
        Tagged.objects.filter(language="ru").update(language="en")
        assert keep_tags(AT) == 1
        assert outside.state()["calls"]["/cgi-bin/tags/members/batchuntagging"] == 1


def test_one_openid_that_wechat_does_not_know_does_not_keep_the_others_from_their_tag(
    fresh_db: object, settings: Any, tmp_path: Path
) -> None:
    load_districts(by=BY, at=AT)
    enrol("en", "en", "en")
    settings.WECHAT_TAGS = ["en=102"]
    with account(settings, tmp_path, "--tag=102", "--answer=Reader_001=40003"):
        assert keep_tags(AT) == 2
    assert Tagged.objects.count() == 2


def test_tags_wait_while_wechat_is_away_or_off(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    load_districts(by=BY, at=AT)
    enrol("en")
    settings.WECHAT_TAGS = ["en=102"]
    with account(settings, tmp_path, "--not-listed"):
        assert keep_tags(AT) == 0
    settings.WECHAT_ACCOUNT = "subscription"
    assert keep_tags(AT) == 0
    assert not Tagged.objects.exists()


def test_a_code_binds_one_person_and_is_asked_for_once_a_month(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    token = tokens.token(tokens.BIND, 17)
    with account(settings, tmp_path) as outside:
        first = scene_qr(token, at=AT)
        assert scene_qr(token, at=AT + timedelta(days=28)) == first
        assert scene_qr(tokens.token(tokens.BIND, 18), at=AT) != first
        assert outside.state()["calls"]["/cgi-bin/qrcode/create"] == 2
        scene_qr(token, at=AT + timedelta(days=29, minutes=1))
        assert outside.state()["calls"]["/cgi-bin/qrcode/create"] == 3
    assert first.startswith("<svg")
    assert "style=" not in first
    with connection.cursor() as cursor:
        cursor.execute("SELECT url FROM wechat_scene")
        assert not any(b"weixin" in bytes(row[0]) for row in cursor.fetchall())


def test_no_code_is_shown_when_there_can_be_none(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    token = tokens.token(tokens.BIND, 17)
    settings.WECHAT_ACCOUNT = "subscription"
    with pytest.raises(Refused, match=r"wechat\.off"):
        scene_qr(token, at=AT)
    with account(settings, tmp_path, "--not-listed"), pytest.raises(Refused, match=r"wechat\.no-code-now"):
        scene_qr(token, at=AT)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("thing1", "a\nb\tc", "a b c"), ("thing1", "措施" * 20, "措施" * 9 + "措…"),
        ("phrase3", "已经通过审核", ""),
        ("character_string2", "K7F3-9QXM", "K7F3-9QXM"), ("character_string2", "六", ""),
        ("number4", "7" * 40, ""), ("number4", "twelve", ""), ("number4", "123456", "123456"),
        ("character_string2", "x" * 33, ""),
        ("time5", "2026-02-10 09:30", "2026-02-10 09:30"), ("keyword1", "x" * 199, "x" * 199), ("symbol1", "!", "!"),
        ("thing1", "\u0000\u001b", ""),
    ],
)  # fmt: skip
def test_what_fits_into_a_field(name: str, value: str, expected: str) -> None:
    assert fits(name, value) == expected


@pytest.mark.parametrize(
    ("fields", "way"),
    [({}, "notice"), ({"thing1": "secret"}, "notice"), ({"thing": "title"}, "notice"), ("title", "notice"),
     ({"keyword1": "title"}, "notice"), ({"number1": "title"}, "notice"), ({"time1": "time"}, "notice"),
     ({"thing1": ""}, "template")],
)  # fmt: skip
def test_a_template_that_cannot_be_filled_is_not_taken(fields: Any, way: str) -> None:
    assert objection(fields, way)


def test_templates_are_granted_replaced_and_forgotten(fresh_db: object) -> None:
    run = CliRunner().invoke
    assert run(cli.grant, [NOTICE, "thing1=title", "character_string2=code"]).exit_code == 0
    assert run(cli.grant, [NOTICE, "thing1=news", "character_string2=code"]).exit_code == 0
    assert run(cli.templates, []).output == f"notice\t*\tnotice\t{NOTICE}\tcharacter_string2=code thing1=news\n"
    with pytest.raises(Refused, match=r"wechat\.template-odd"):
        grant(fields={"thing1": "nothing"})
    with pytest.raises(Refused, match=r"wechat\.template-odd"):
        grant(language="xx")
    commands.forget(language="*", purpose="notice", by=BY, at=AT)
    with pytest.raises(Refused, match=r"wechat\.template-unknown"):
        commands.forget(language="*", purpose="notice", by=BY, at=AT)
    assert queries.templates() == ()


def test_the_line_that_there_is_news_fits_its_field_in_every_language() -> None:
    catalogues = list((Path(__file__).parents[3] / "locale").glob("*/wechat.po"))
    assert len(catalogues) == 8
    for catalogue in catalogues:
        said = polib.pofile(str(catalogue), encoding="utf-8").find(words.NEWS).msgstr
        assert 0 < utf16_units(said) <= LONGEST["thing"], catalogue.parent.name


def test_to_whom_something_was_handed_is_forgotten_after_three_days(db: object) -> None:
    for number, days in enumerate((0, 2, 4)):
        Handed.objects.create(delivery=number, openid_index="x", template_id="T", way="notice", reference="r",
                              at=AT - timedelta(days=days))  # fmt: skip
    assert commands.tidy(at=AT) == 1
