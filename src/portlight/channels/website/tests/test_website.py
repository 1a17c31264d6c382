from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from portlight.channels.website.baking import bake_status
from portlight.delivery import audiences, commands, postings, sql
from portlight.delivery.texts import Frozen
from portlight.kernel.people.rules import Question
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES

AT = datetime(2026, 2, 17, 6, 5, tzinfo=UTC)
BY = machine("test")


@pytest.fixture
def public(settings: Any, tmp_path: Path) -> Path:
    settings.PUBLIC = tmp_path / "public"
    return tmp_path / "public"


def _announce(**texts: str) -> str:
    return commands.announce(
        about="N-2026-001",
        texts={code.replace("_", "-"): Frozen(text, f"{text}.\n\n- one\n- two") for code, text in texts.items()},
        audience=audiences.asked(Question()), channels=(), outlets=("website", "feeds"),
        not_after=AT + timedelta(days=3), facts={"number": "N-2026-001"}, by=BY, at=AT,
    )  # fmt: skip


def _publish(at: datetime = AT) -> int:
    published = 0
    while (posting := postings.claim("test", ["website", "feeds"], at)) is not None:
        published += postings.publish(posting, at=at)
    return published


@pytest.mark.django_db
def test_a_notice_stands_in_every_language_it_exists_in_and_names_the_others(public: Path) -> None:
    code = _announce(en="Six measures", zh_Hans="六项措施", ar="ستة تدابير")
    assert _publish() == 6
    page = (public / "ar/notices/n-2026-001/index.html").read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in page
    assert "<h1>ستة تدابير</h1>" in page
    for language in ("en", "zh-Hans", "ar"):
        assert f'hreflang="{language}" href="http://localhost:8000/{language}/notices/n-2026-001/"' in page
    assert 'hreflang="fr"' not in page
    assert code.replace("-", " ") in page
    assert " style=" not in page
    assert "<script>" not in page
    assert "六项措施" in (public / "zh-Hans/notices/index.html").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_a_language_that_comes_later_is_named_on_the_pages_that_stand(public: Path) -> None:
    code = _announce(en="Six measures")
    _publish()
    commands.top_up(code=code, language="fr", text=Frozen("Six mesures", "Six."), by=BY, at=AT)
    _publish()
    assert 'hreflang="fr"' in (public / "en/notices/n-2026-001/index.html").read_text(encoding="utf-8")
    assert 'hreflang="en"' in (public / "fr/notices/n-2026-001/index.html").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_a_withdrawn_notice_says_so_on_its_page_and_in_the_feed(public: Path) -> None:
    code = _announce(en="Six measures", zh_Hans="六项措施")
    _publish()
    commands.recall(code=code, by=BY, at=AT + timedelta(hours=1))
    _publish(AT + timedelta(hours=1))
    for language in ("en", "zh-Hans"):
        assert "is-withdrawn" in (public / f"{language}/notices/n-2026-001/index.html").read_text(encoding="utf-8")
    feed = ElementTree.parse(public / "en/notices/feed.atom")  # noqa: S314 - our own file
    assert feed.findtext("{*}entry/{*}title") == "Withdrawn: Six measures"
    assert feed.findtext("{*}entry/{*}updated") == "2026-02-17T07:05:00+00:00"


@pytest.mark.django_db
def test_what_did_not_change_is_not_written_again(public: Path) -> None:
    _announce(en="Six measures")
    _publish()
    page = public / "en/notices/n-2026-001/index.html"
    before = page.stat().st_mtime_ns
    sql.execute("UPDATE delivery_posting SET state = 'waiting'")
    assert _publish() == 2
    assert page.stat().st_mtime_ns == before


@pytest.mark.django_db
def test_the_site_map_names_every_page(public: Path) -> None:
    _announce(en="Six measures", ko="여섯 가지 조치")
    _publish()
    sitemap = ElementTree.parse(public / "sitemap.xml")  # noqa: S314 - our own file
    assert [url.text for url in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")] == [
        "http://localhost:8000/en/notices/n-2026-001/",
        "http://localhost:8000/ko/notices/n-2026-001/",
    ]


@pytest.mark.django_db
def test_a_feed_is_one_entry_per_notice_with_an_id_that_stays(public: Path) -> None:
    _announce(en="Six measures")
    _publish()
    feed = ElementTree.parse(public / "en/notices/feed.atom")  # noqa: S314 - our own file
    assert feed.getroot().get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert [entry.findtext("{*}id") for entry in feed.iter("{http://www.w3.org/2005/Atom}entry")] == [
        "tag:exit-entry.example,2020:notice/n-2026-001/en"
    ]


@pytest.mark.django_db
def test_the_status_page_tells_which_channels_work(public: Path) -> None:
    assert bake_status(at=AT) == len(CODES)
    assert bake_status(at=AT + timedelta(minutes=1)) == 0
    commands.pause(channel="email", by=BY, at=AT)
    assert bake_status(at=AT + timedelta(minutes=2)) == len(CODES)
    assert "paused" in (public / "en/status/index.html").read_text(encoding="utf-8")


def test_a_language_the_correction_has_not_reached_says_so_on_its_page_list_and_feed(
    public: Path, fresh_db: object, tmp_path: Path
) -> None:
    from portlight.delivery.tests import make

    french = Frozen("Six mesures", "Nous restons ouverts.")
    first = make.announce(texts={**make.TEXTS, "fr": french}, channels=(), outlets=("website", "feeds"))
    make.run(tmp_path / "journals")
    make.announce(
        texts={"en": Frozen("Corrected", "Sixty.")}, audience=audiences.holders(first), replaces=first, channels=(),
        purpose="correction", outlets=("website", "feeds"), facts={"version": 2},
    )  # fmt: skip
    make.run(tmp_path / "journals")
    pages = {name: (public / name).read_text(encoding="utf-8") for name in (
        "fr/notices/n-2026-001/index.html", "en/notices/n-2026-001/index.html", "fr/notices/index.html",
        "fr/notices/feed.atom", "fr/notices/feed.json",
    )}  # fmt: skip
    assert "is-superseded" in pages["fr/notices/n-2026-001/index.html"]
    assert '/en/notices/n-2026-001/"' in pages["fr/notices/n-2026-001/index.html"]
    assert "is-superseded" not in pages["en/notices/n-2026-001/index.html"]
    for name in ("fr/notices/index.html", "fr/notices/feed.atom", "fr/notices/feed.json"):
        assert "Corrigé dans d’autres langues" in pages[name], name
