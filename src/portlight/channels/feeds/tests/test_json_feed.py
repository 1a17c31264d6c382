"""JSON Feed 1.1 beside Atom: the same entries, with code and state where a program finds them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from portlight.delivery import audiences, commands, postings
from portlight.delivery.texts import Frozen
from portlight.kernel.people.rules import Question
from portlight.toolkit.actor import machine

AT = datetime(2026, 2, 17, 6, 5, tzinfo=UTC)
BY = machine("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def public(settings: Any, tmp_path: Path) -> Path:
    settings.PUBLIC = tmp_path / "public"
    return tmp_path / "public"


def announce(about: str = "N-2026-001", **changes: Any) -> str:
    texts = {"en": Frozen("Six measures", "- one\n- **two**"), "ar": Frozen("ستة تدابير 🇨🇳", "تواصل الإدارة عملها.")}
    told: dict[str, Any] = {
        "about": about, "texts": texts, "audience": audiences.asked(Question()), "channels": (), "outlets": ("feeds",),
        "not_after": AT + timedelta(days=3), "facts": {"number": about}, "by": BY, "at": AT,
    }  # fmt: skip
    return commands.announce(**{**told, **changes})


def publish(at: datetime = AT) -> None:
    while (posting := postings.claim("test", ["feeds"], at)) is not None:
        postings.publish(posting, at=at)


def read(public: Path, language: str = "en") -> Any:
    return json.loads((public / language / "notices" / "feed.json").read_text(encoding="utf-8"))


def test_it_is_a_feed_of_its_language(public: Path) -> None:
    code = announce()
    publish()
    feed = read(public, "ar")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["language"] == "ar"
    assert feed["feed_url"] == "http://localhost:8000/ar/notices/feed.json"
    (item,) = feed["items"]
    assert item["title"] == "ستة تدابير 🇨🇳"
    assert item["url"] == "http://localhost:8000/ar/notices/n-2026-001/"
    assert item["_portlight"] == {
        "code": code, "number": "N-2026-001", "state": "in-force", "exercise": False,
        "not_after": "2026-02-20T06:05:00+00:00", "check": f"http://localhost:8000/ar/verify/?code={code}",
    }  # fmt: skip
    assert read(public)["items"][0]["content_html"].count("<li>") == 2


def test_both_feeds_have_the_same_entries_and_times_with_an_offset(public: Path) -> None:
    announce()
    announce("N-2026-002")
    publish()
    atom = ElementTree.parse(public / "en/notices/feed.atom")  # noqa: S314 - our own file
    assert [item["id"] for item in read(public)["items"]] == [one.text for one in atom.iterfind("{*}entry/{*}id")]
    assert read(public)["items"][0]["url"].endswith("/n-2026-002/")
    for item in read(public)["items"]:
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None


def test_what_was_withdrawn_and_what_is_a_drill_says_so(public: Path) -> None:
    code = announce()
    announce("N-2026-002", drill=True)
    publish()
    commands.recall(code=code, by=BY, at=AT + timedelta(hours=1))
    publish(AT + timedelta(hours=1))
    drill, withdrawn = read(public)["items"]
    assert drill["title"] == "EXERCISE: Six measures"
    assert drill["_portlight"]["exercise"] is True
    assert withdrawn["title"] == "Withdrawn: Six measures"
    assert withdrawn["_portlight"]["state"] == "withdrawn"
    assert withdrawn["date_modified"] == "2026-02-17T07:05:00+00:00"
