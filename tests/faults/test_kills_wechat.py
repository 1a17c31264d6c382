"""`kill -9` of a worker that writes to WeChat, counted at the simulator: nothing lost, nothing doubled."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone

from portlight.channels.wechat import commands as wechat
from portlight.channels.wechat.channel import Wechat
from portlight.delivery import port
from portlight.kernel.people.commands import enrol
from portlight.kernel.people.rules import NewAddress, NewPerson
from tests.faults import office

pytestmark = pytest.mark.faults
PEOPLE, IN_FLIGHT = 1_200, 8
PROGRAM = Path(office.sink.__file__).parent / "outside" / "wechat"
POINTS = (
    "delivery.lease-claimed:1",
    "delivery.reply-read:402",
    "delivery.journalled:403",
    "delivery.flush.before-commit:2",
    "delivery.flush.after-commit:2",
)


@pytest.fixture(autouse=True)
def _switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process too, which announces; the workers have it from their settings."""
    monkeypatch.setitem(port._channels, "wechat", Wechat())


@dataclass
class Account:
    env: dict[str, str]
    record: Path

    def work(self, *, stop_at: str = "") -> int:
        return office.work({**self.env}, office.Post(1, self.record), stop_at=stop_at)

    def arrived(self) -> Counter[str]:
        """How often each person was written to."""
        if not self.record.exists():
            return Counter()
        return Counter(line.split("\t")[1] for line in self.record.read_text("utf-8").splitlines())


@contextmanager
def account(env: dict[str, str], folder: Path) -> Iterator[Account]:
    record = folder / "wechat.tsv"
    command = [sys.executable, str(PROGRAM), "--record", str(record), "--secret", "a secret", "--slow", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        on = {
            "PORTLIGHT_WECHAT_ACCOUNT": "service", "PORTLIGHT_WECHAT_APPID": "wx0123456789abcdef",
            "PORTLIGHT_WECHAT_SECRET": "a secret", "PORTLIGHT_WECHAT_CALLBACK_TOKEN": "t",
            "PORTLIGHT_WECHAT_IN_FLIGHT": str(IN_FLIGHT),
            "PORTLIGHT_WECHAT_API": f"http://127.0.0.1:{int(process.stdout.readline())}",
        }  # fmt: skip
        try:
            yield Account({**env, **on}, record)
        finally:
            process.terminate()


def _told(way: str) -> str:
    wechat.grant(
        language="*", purpose="notice", way=way, template_id="VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc",
        fields={"thing1": "title", "character_string2": "code"}, by=office.BY, at=timezone.now(),
    )  # fmt: skip
    enrol(
        [
            NewPerson(
                languages=("en",),
                addresses=(NewAddress(channel="wechat", value=f"oReader_{n:05d}", verified=True, consented=True),),
            )
            for n in range(PEOPLE)
        ],
        by=office.BY, at=timezone.now(),
    )  # fmt: skip
    return office.announce(channels=("wechat",), severity="urgent")  # at any hour


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_worker_loses_nobody_and_what_bizsend_cannot_tell_is_listed(
    point: str, fresh_db: object, child_env: dict[str, str], tmp_path: Path
) -> None:
    code = _told("notice")
    with account(child_env, tmp_path) as outside:
        assert outside.work(stop_at=point) == -signal.SIGKILL
        assert outside.work() == 0
        doubts = office.open_doubts(code)
        arrived = outside.arrived()
    assert len(doubts) <= IN_FLIGHT
    assert max(arrived.values()) == 1
    assert PEOPLE - len(doubts) <= len(arrived) <= PEOPLE
    assert office.ledger_adds_up(code)["uncertain"] == len(doubts)


@pytest.mark.parametrize("point", POINTS)
def test_after_a_kill_template_messages_are_repeated_and_recognised(
    point: str, fresh_db: object, child_env: dict[str, str], tmp_path: Path
) -> None:
    code = _told("template")
    with account(child_env, tmp_path) as outside:
        assert outside.work(stop_at=point) == -signal.SIGKILL
        deadline = time.monotonic() + 40
        while True:  # the doubts are asked about five seconds on
            assert outside.work() == 0
            if not office.open_doubts(code) and office.ledger_adds_up(code)["accepted"] == PEOPLE:
                break
            assert time.monotonic() < deadline, office.ledger_adds_up(code)
            time.sleep(1)
        arrived = outside.arrived()
    assert len(arrived) == PEOPLE
    assert max(arrived.values()) == 1
