"""`portlight policies`, as somebody at a console meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from portlight.kernel.policies import commands, queries
from portlight.kernel.policies.cli import policies
from portlight.kernel.policies.tests.given import CHEN, published, told
from portlight.toolkit.refusals import Refused

pytestmark = pytest.mark.django_db


def said(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(policies, words)
    assert done.exit_code == code, done.output
    return done.output


def written(folder: Path, content: Any) -> str:
    file = folder / "told.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return str(file)


def test_a_file_is_checked_and_its_exit_code_says_so(tmp_path: Path) -> None:
    assert "may be published" in said("check", written(tmp_path, told()))
    bad = told(cases=[{"title": "no", "facts": {"days": 31}, "expect": {"out": "first"}}])
    assert "case 1 no" in said("check", written(tmp_path, bad), code=1)
    answer = json.loads(said("check", written(tmp_path, bad), "--json", code=1))
    assert (answer["publishable"], answer["cases"], len(answer["failed"])) == (False, 1, 1)
    done = CliRunner().invoke(policies, ["check", written(tmp_path, {"name": 3})])
    assert isinstance(done.exception, Refused)


def test_what_is_in_force_is_listed_shown_and_asked(tmp_path: Path) -> None:
    now = timezone.now()
    published(since=now, at=now)
    assert "queue_first" in said("list")
    (card,) = json.loads(said("list", "--json"))["tables"]
    assert (card["table"], card["version"], card["state"]) == ("queue_first", 1, "published")
    assert json.loads(said("show", "queue_first"))["cases"] == told()["cases"]
    facts = written(tmp_path, {"days": 40})
    assert "row 1: days is not <= 30" in said("decide", "queue_first", facts)
    assert json.loads(said("decide", "queue_first", facts, "--json"))["output"] == {"out": "later"}
    assert queries.trace_of("case:7") == ()
    said("decide", "queue_first", facts, "--about", "case:7")
    assert len(queries.trace_of("case:7")) == 1
    said("show", "nothing", code=1)


def test_it_says_who_would_change(tmp_path: Path) -> None:
    now = timezone.now()
    published(since=now, at=now)
    commands.decide("queue_first", {"days": 20}, about="case:1", by=CHEN, at=timezone.now())
    number = str(commands.draft(told(10), by=CHEN, at=now))
    span = ("--since", "2020-01-01", "--until", "2099-01-01")
    assert "1 of 1 would change." in said("replay", "queue_first", number, *span)
    (changed,) = json.loads(said("replay", "queue_first", number, *span, "--json"))["changed"]
    assert (changed["about"], changed["after"]) == ("case:1", {"out": "later"})
