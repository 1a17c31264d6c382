"""The simulators as the programs they are: they stand above channels, and are run, not imported."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portlight.channels.sms import commands, queries
from portlight.channels.sms.models import Template
from portlight.toolkit.actor import machine

SIMULATORS = Path(__file__).parents[3] / "simulator" / "outside"
AT = datetime(2026, 2, 17, 6, 0, tzinfo=UTC)
BY = machine("tests")


@dataclass(frozen=True)
class Outside:
    port: int
    record: Path
    texts: Path

    def lines(self) -> list[list[str]]:
        return [line.rstrip("\n").split("\t") for line in self.record.read_text(encoding="utf-8").splitlines()]

    def shown(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.texts.read_text(encoding="utf-8").splitlines()]


@contextmanager
def run(name: str, folder: Path, *how: str) -> Iterator[Outside]:
    record, texts = folder / f"{name}.tsv", folder / f"{name}.jsonl"
    command = [sys.executable, str(SIMULATORS / f"{name}.py"), "--record", str(record), "--texts", str(texts), *how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Outside(int(process.stdout.readline()), record, texts)
        finally:
            process.terminate()


@contextmanager
def aliyun(settings: Any, folder: Path, *how: str) -> Iterator[Outside]:
    with run("aliyun_sms", folder, *how) as outside:
        settings.ALIYUN_KEY, settings.ALIYUN_SECRET = "simulated-key", "simulated-secret"
        settings.ALIYUN_SMS_ENDPOINT = f"http://127.0.0.1:{outside.port}"
        settings.SMS_SECONDS = 2
        yield outside


@contextmanager
def tencent(settings: Any, folder: Path, *how: str) -> Iterator[Outside]:
    with run("tencent_sms", folder, *how) as outside:
        settings.TENCENT_KEY, settings.TENCENT_SECRET = "simulated-key", "simulated-secret"
        settings.TENCENT_SMS_APP = "1400006666"
        settings.TENCENT_SMS_ENDPOINT = f"http://127.0.0.1:{outside.port}"
        settings.SMS_SECONDS = 2
        yield outside


@contextmanager
def smsc(settings: Any, folder: Path, *how: str) -> Iterator[Outside]:
    with run("smsc", folder, *how) as outside:
        settings.SMPP_HOST, settings.SMPP_PORT, settings.SMPP_TLS = "127.0.0.1", outside.port, "off"
        settings.SMPP_SYSTEM_ID, settings.SMPP_PASSWORD = "office", "secret"
        settings.SMPP_SESSIONS, settings.SMS_SECONDS = 1, 2
        yield outside


def approved() -> None:
    """The reference texts, approved for the simulators by the loader and its commands."""
    assert commands.load_templates(by=BY, at=AT) > 0
    assert not queries.lacking()


def worded(route: str, reach: str, text: str, *, sign: str = "出入境管理局", language: str = "en") -> Template:
    """An approved wording of one's own, without the checks a real one passes."""
    digest = hashlib.sha256(f"{sign}\n{text}".encode()).hexdigest()
    provider_code = {"sms.aliyun": "SMS_424242", "sms.tencent": "424242"}.get(route, "")
    return Template.objects.create(
        route=route, reach=reach, purpose="notice", language=language, sign=sign, text=text, sha256=digest,
        provider_code=provider_code, state="approved", drafted_at=AT, drafted_by="test", decided_at=AT,
    )  # fmt: skip


def digits(count: int, *, mainland: bool = True) -> list[str]:
    return [f"+86138{number:08d}" if mainland else f"+852{number:08d}" for number in range(1, count + 1)]
