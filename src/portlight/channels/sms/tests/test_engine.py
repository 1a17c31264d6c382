"""The whole way: a message is announced, the engine carries it, receipts come back by the front door."""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from portlight.channels.sms.channel import Sms
from portlight.channels.sms.tests import outside
from portlight.delivery import inbox, port, queries, spool
from portlight.delivery.queries import WayCard
from portlight.delivery.tests import make

TOKEN = "a-long-secret-token"


@pytest.fixture
def switched_on(fresh_db: object, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    shutil.rmtree(spool.folder(), ignore_errors=True)
    settings.SMS_RECEIPT_TOKEN = TOKEN

    def switch_on() -> Sms:
        outside.approved()
        channel = Sms()
        make.pigeons(monkeypatch, channel)
        return channel

    yield switch_on
    shutil.rmtree(spool.folder(), ignore_errors=True)


def sent(*numbers: str, folder: Path, language: str = "en") -> str:
    make.people(*(make.person(language, sms=number) for number in numbers))
    code = make.announce(channels=("sms",))
    make.run(folder)
    return code


def taken_in() -> None:
    while inbox.take_in(timezone.now()) + inbox.read_new(timezone.now()):
        pass


def figures() -> WayCard:
    return queries.way(kind="sms", at=make.AT)


def test_mainland_and_abroad_with_receipts_over_the_front_door(
    switched_on: Any, settings: Any, tmp_path: Path, live_server: Any
) -> None:
    pushed = ["--receipts", f"{live_server.url}/hooks/sms/aliyun/{TOKEN}", "--receipts-twice", "--receipts-shuffled"]
    with (
        outside.aliyun(settings, tmp_path, *pushed, "--fail", "0003=MK:0001") as china,
        outside.smsc(settings, tmp_path, "--receipts-early", "--receipt", "both", "--ids", "hex") as world,
    ):
        switched_on()
        code = sent(*outside.digits(3), *outside.digits(2, mainland=False), folder=tmp_path)
        assert figures().accepted == 5
        for _ in range(100):
            taken_in()
            told = figures()
            if told.delivered + told.failed == 5:
                break
            urllib.request.urlopen(f"{live_server.url}/en/").close()  # noqa: S310 - gives the pushes time
    assert len(china.lines()) == 3
    assert len(world.lines()) == 2
    assert (told.delivered, told.failed) == (4, 1)
    codes = {line[2].partition(".")[0] for line in china.lines()}
    assert codes == {code}, "OutId begins with the message's code"


def test_what_was_cut_off_is_a_doubt_in_the_ledger(switched_on: Any, settings: Any, tmp_path: Path) -> None:
    with outside.aliyun(settings, tmp_path, "--drop-after", "1") as vendor:
        switched_on()
        code = sent(*outside.digits(5), folder=tmp_path)
    assert len(vendor.lines()) == 5
    assert figures().doubtful == 5
    assert {doubt.reason for doubt in queries.doubts(code=code).rows} == {"broken-answer"}
    assert isinstance(port.personal()["sms"], port.Asking)


def test_a_provider_without_money_is_followed_by_the_next_in_the_same_run(
    switched_on: Any, settings: Any, tmp_path: Path
) -> None:
    with (
        outside.aliyun(settings, tmp_path, "--balance", "0") as first,
        outside.tencent(settings, tmp_path) as second,
    ):
        switched_on()
        code = sent(*outside.digits(20), folder=tmp_path)
    assert not first.record.read_text()
    assert len(second.lines()) == 20
    assert figures().accepted == 20
    assert queries.reach(code=code).addressed == 20


def test_languages_go_in_their_own_words(switched_on: Any, settings: Any, tmp_path: Path) -> None:
    with outside.smsc(settings, tmp_path) as centre:
        switched_on()
        make.people(make.person("zh-Hans", sms="+85290000001"), make.person("en", sms="+85290000002"))
        make.announce(channels=("sms",))
        make.run(tmp_path)
    texts = {said["to"]: said["text"] for said in centre.shown()}
    assert texts["85290000001"].startswith("【上海市公安局出入境管理局】官方通知（编号")
    assert texts["85290000002"].startswith("Exit-Entry Administration: Official notice ")
    assert not any(word in text for text in texts.values() for word in ("Six measures", "六项措施"))
