"""`kill -9` of a worker that sends SMS, three providers, counted at their simulators: nobody lost, nobody doubled."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from portlight.channels.sms.channel import Sms
from portlight.channels.sms.tests import outside
from portlight.delivery import port, queries
from portlight.kernel.people.commands import enrol
from portlight.kernel.people.rules import NewAddress, NewPerson
from tests.faults import office

pytestmark = pytest.mark.faults
PEOPLE, IN_FLIGHT, WINDOW = 1_500, 2, 10
POINTS = (
    "delivery.lease-claimed:1",
    "delivery.body-sent:3",
    "delivery.reply-read:402",
    "delivery.journalled:403",
    "delivery.flush.before-commit:2",
    "delivery.flush.after-commit:1",
)


@dataclass(frozen=True)
class Provider:
    """One way out: how its simulator is run, what a worker is told, how many may be in the air at a kill."""

    name: str
    mainland: bool
    in_the_air: int
    env: dict[str, str] = field(default_factory=dict)


PROVIDERS = (
    Provider("aliyun", True, IN_FLIGHT * 100, {
        "PORTLIGHT_ALIYUN_KEY": "simulated-key", "PORTLIGHT_ALIYUN_SECRET": "simulated-secret",
    }),
    Provider("tencent", True, IN_FLIGHT * 200, {
        "PORTLIGHT_TENCENT_KEY": "simulated-key", "PORTLIGHT_TENCENT_SECRET": "simulated-secret",
        "PORTLIGHT_TENCENT_SMS_APP": "1400006666",
    }),
    Provider("smsc", False, WINDOW, {
        "PORTLIGHT_SMPP_HOST": "127.0.0.1", "PORTLIGHT_SMPP_SYSTEM_ID": "office", "PORTLIGHT_SMPP_PASSWORD": "secret",
        "PORTLIGHT_SMPP_TLS": "off", "PORTLIGHT_SMPP_SESSIONS": "1",
    }),
)  # fmt: skip


@contextmanager
def spoken_to(
    provider: Provider, settings: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[outside.Outside, dict[str, str]]]:
    """The simulator, the channel in this process (which announces), and what a worker's environment needs."""
    running = {"aliyun": outside.aliyun, "tencent": outside.tencent, "smsc": outside.smsc}[provider.name]
    with running(settings, folder) as vendor:
        monkeypatch.setitem(port._channels, "sms", Sms())
        outside.approved()
        place = f"http://127.0.0.1:{vendor.port}"
        where = {
            "aliyun": {"PORTLIGHT_ALIYUN_SMS_ENDPOINT": place}, "tencent": {"PORTLIGHT_TENCENT_SMS_ENDPOINT": place},
            "smsc": {"PORTLIGHT_SMPP_PORT": str(vendor.port)},
        }[provider.name]  # fmt: skip
        yield vendor, {**provider.env, **where, "PORTLIGHT_SMS_IN_FLIGHT": str(IN_FLIGHT)}


def _announced(provider: Provider) -> str:
    numbers = outside.digits(PEOPLE, mainland=provider.mainland)
    enrol(
        [
            NewPerson(
                languages=("en",),
                addresses=(NewAddress(channel="sms", value=number, verified=True, consented=True),),
            )
            for number in numbers
        ],
        by=office.BY, at=timezone.now(),
    )  # fmt: skip
    return office.announce(channels=("sms",), severity="urgent")  # at any hour


def _arrived(vendor: outside.Outside) -> Counter[str]:
    """How often each number was written to, by the simulator's own record: its first column."""
    return Counter(line[0] for line in vendor.lines()) if vendor.record.exists() else Counter()


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
def test_a_killed_worker_loses_nobody_and_writes_to_nobody_twice(
    provider: Provider, point: str, fresh_db: object, child_env: dict[str, str], tmp_path: Path, settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with spoken_to(provider, settings, tmp_path, monkeypatch) as (vendor, env):
        code = _announced(provider)
        post = office.Post(1, vendor.record)
        assert office.work({**child_env, **env}, post, stop_at=point) == -signal.SIGKILL
        assert office.work({**child_env, **env}, post) == 0
        doubts = office.open_doubts(code)
        arrived = _arrived(vendor)
    assert len(doubts) <= provider.in_the_air
    assert max(arrived.values()) == 1
    assert PEOPLE - len(doubts) <= len(arrived) <= PEOPLE
    sums = office.ledger_adds_up(code)
    assert (sums["accepted"] + sums["uncertain"], sums["uncertain"]) == (PEOPLE, len(doubts))
    assert queries.reach(code=code).addressed == PEOPLE - len(doubts)
