"""A backup made in mid-release and restored elsewhere: what is past not-after never leaves, the rest leaves once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from portlight.config.ops import backup as writing
from portlight.config.ops import keys
from portlight.config.ops.tests.test_round_trip import Elsewhere, put_keys
from portlight.delivery import commands
from portlight.kernel.timeline.commands import chain
from tests.faults import office

pytestmark = pytest.mark.faults


@pytest.fixture
def elsewhere(tmp_path: Path, fresh_db: Any, child_env: dict[str, str]) -> Iterator[Elsewhere]:
    made = Elsewhere(tmp_path / "elsewhere", fresh_db, child_env)
    yield made
    made.drop()


def test_a_restored_office_sends_what_still_holds_and_nothing_that_is_past(
    elsewhere: Elsewhere, tmp_path: Path, settings: Any
) -> None:
    settings.PUBLIC = tmp_path / "public"
    at = timezone.now()
    keys.check_ring(at=at, make=True)
    office.enrol_people(300)
    office.announce(about="N-2020-017", not_after=at + timedelta(seconds=6))
    holds = office.announce(about="N-2020-018", not_after=at + timedelta(days=1))
    commands.pause(channel="email", by=office.BY, at=at)
    office.run_here(office.Clock())  # expanded, every lease open, nothing sent
    commands.resume(channel="email", by=office.BY, at=at)
    chain(at=at)
    writing.backup(tmp_path / "office.tar", at=at)
    put_keys(elsewhere)
    restored = elsewhere.run("restore", str(tmp_path / "office.tar"))
    assert restored.returncode == 0, restored.stderr
    office.time.sleep(max(0.0, 7 - (timezone.now() - at).total_seconds()))
    with office.post_office(tmp_path) as post:
        assert office.work(elsewhere.env, post) == 0
        office.settle()
        lines = post.record.read_text(encoding="utf-8").splitlines()
        assert post.count() == {"messages": 300, "recipients": 300, "duplicates": 0}
    assert {line.split("\t")[1][1:10] for line in lines} == {holds}
