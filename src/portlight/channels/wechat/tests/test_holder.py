from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from portlight.channels.wechat import checks, holder, queries
from portlight.channels.wechat.calls import Said
from portlight.channels.wechat.holder import NoToken
from portlight.channels.wechat.models import Token
from portlight.channels.wechat.tests.outside import account, grant
from portlight.channels.wechat.tokening import ask, token_now

AT = datetime(2026, 2, 10, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _appid(settings: Any) -> None:
    settings.WECHAT_APPID, settings.WECHAT_SECRET, settings.WECHAT_ACCOUNT = "wx1", "s", "service"


def given(value: str = "TOKEN", seconds: int = 7200) -> Said:
    return Said(0, "", {"access_token": value, "expires_in": seconds})


def fetched(at: datetime, value: str = "TOKEN") -> None:
    holder.keep(holder.look(at=at), given(value), at=at)


def test_one_fetches_and_the_others_wait(db: object) -> None:
    first, second = holder.look(at=AT), holder.look(at=AT)
    assert (first.fence, first.value) == (1, "")
    assert (second.fence, second.value) == (0, "")
    holder.keep(first, given(), at=AT)
    assert holder.look(at=AT).value == "TOKEN"


def test_in_the_last_five_minutes_one_renews_and_the_others_go_on_with_the_old_one(db: object) -> None:
    fetched(AT)
    assert holder.look(at=AT + timedelta(seconds=6899)).fence == 0
    renewing, other = (holder.look(at=AT + timedelta(seconds=6901)) for _ in range(2))
    assert (renewing.value, renewing.fence, renewing.force) == ("TOKEN", 2, False)
    assert (other.value, other.fence) == ("TOKEN", 0)


def test_who_died_while_fetching_is_followed_by_another_and_writes_nothing_more(db: object) -> None:
    dead = holder.look(at=AT)
    heir = holder.look(at=AT + timedelta(seconds=21))
    assert heir.fence == dead.fence + 1
    holder.keep(heir, given("NEW"), at=AT + timedelta(seconds=22))
    assert holder.keep(dead, given("LATE"), at=AT + timedelta(seconds=23)) == "LATE"
    assert holder.look(at=AT + timedelta(seconds=24)).value == "NEW"


def test_it_is_forced_only_when_called_worthless_thirty_seconds_apart_and_twenty_times_a_day(db: object) -> None:
    at = AT
    fetched(at)
    for number in range(20):
        token = holder.look(at=at).value
        claim = holder.look(at=at, broken=token)
        assert claim.force
        holder.keep(claim, given(f"FORCED {number}"), at=at)
        with pytest.raises(NoToken, match="just-now"):
            holder.look(at=at + timedelta(seconds=29), broken=f"FORCED {number}")
        at += timedelta(seconds=31)
    with pytest.raises(NoToken, match="too-often"):
        holder.look(at=at, broken="FORCED 19")
    assert holder.look(at=AT + timedelta(days=1), broken="FORCED 19").fence  # another day


def test_a_token_another_process_has_replaced_already_is_not_forced(db: object) -> None:
    fetched(AT, "NEW")
    claim = holder.look(at=AT, broken="OLD")
    assert (claim.value, claim.force, claim.fence) == ("NEW", False, 0)


def test_one_that_is_only_out_of_time_is_renewed_in_the_ordinary_way(db: object) -> None:
    fetched(AT)
    claim = holder.look(at=AT, broken="TOKEN", expired=True)
    assert (claim.force, bool(claim.fence), claim.value) == (False, True, "")


def test_the_token_is_sealed_and_prints_as_nothing(db: object) -> None:
    fetched(AT, "SECRET" * 90)  # 540 characters
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM wechat_token")
        assert b"SECRET" not in bytes(cursor.fetchone()[0])
    assert str(Token.objects.get().value) == "•••"
    assert holder.look(at=AT).value == "SECRET" * 90


def test_a_server_that_is_not_listed_is_told_to_the_operator(db: object, settings: Any, tmp_path: Path) -> None:
    with account(settings, tmp_path, "--not-listed"):
        with pytest.raises(NoToken, match="40164"):
            token_now()
        found = checks.account(AT)
        assert found.state == "fail"
        assert "40164" in found.said
        assert "203.0.113.7" in found.said  # our own address, as they see it
        assert "whitelist" in found.remedy
    (tmp_path / "again").mkdir()
    with account(settings, tmp_path / "again"):
        token_now()
        grant()
        assert queries.trouble() is None
        assert checks.account(AT).state == "ok"


def test_eight_at_once_ask_for_one_token(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    got: list[str] = []

    def run() -> None:
        try:
            got.append(token_now())
        finally:
            connection.close()

    with account(settings, tmp_path, "--slow", "300") as outside:
        threads = [threading.Thread(target=run) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert outside.state()["calls"] == {"/cgi-bin/stable_token": 1, "/sim/state": 1}
    assert len(got) == 8
    assert len(set(got)) == 1


def test_two_hours_pass_and_the_token_is_renewed_without_force(fresh_db: object, settings: Any, tmp_path: Path) -> None:
    with account(settings, tmp_path, "--tag=7", "--token-seconds", "301") as outside:
        import time

        assert ask("/cgi-bin/tags/members/batchtagging", {"tagid": 7, "openid_list": []}).code == 0
        first = token_now()
        time.sleep(1.1)
        second = token_now()
        assert first != second
        assert outside.state()["forced"] == 0
        # The old one holds for five more minutes.
        assert outside.state()["calls"]["/cgi-bin/stable_token"] == 2


def test_settings_that_cannot_be_right_are_named(settings: Any) -> None:
    settings.WECHAT_ACCOUNT, settings.WECHAT_SECRET, settings.WECHAT_CALLBACK_TOKEN = "service", "", ""
    settings.WECHAT_AES_KEY, settings.WECHAT_TAGS = "short", ["zh-Hans=a", "xx=3"]
    assert [found.id for found in checks.settings_agree(None)] == ["wechat.E001"] * 2 + ["wechat.E002", "wechat.E003"]
    settings.WECHAT_ACCOUNT = "off"
    assert checks.settings_agree(None) == []
    assert checks.account(AT).state == "ok"
