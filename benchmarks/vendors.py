"""The providers' simulators as a bench runs them: processes of their own, with their own count."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Self

from portlight.simulator.children import Child, any_port
from portlight.simulator.outside import aliyun_sms, smsc, tencent_sms

SECRETS = {"key": "simulated-key", "secret": "simulated-secret", "app": "1400006666"}


class Simulator:
    """One of `simulator/outside`: started on a port of its own, stopped at the end."""

    def __init__(self, module: ModuleType, folder: Path, *how: str) -> None:
        self.module = module
        self.name = module.__name__.rpartition(".")[2]
        self.port = any_port()
        self.who = f"simulator/outside/{self.name}.py"
        self.record = folder / f"{self.name}-{self.port}.tsv"
        self.out = folder / f"{self.name}-{self.port}.out"
        self.how = how

    def __enter__(self) -> Self:
        self.record.unlink(missing_ok=True)
        self.out.unlink(missing_ok=True)
        assert self.module.__file__ is not None
        command = [sys.executable, self.module.__file__, "--port", str(self.port), "--record", str(self.record)]
        self.child = Child(self.name, [*command, *self.how], os.environ, self.out)
        self.child.start()
        said = ""
        for _ in range(200):
            said = self.out.read_text(encoding="utf-8", errors="replace").strip() if self.out.exists() else ""
            if said.isdecimal():
                return self
            if not self.child.running:
                break
            time.sleep(0.05)
        self.child.stop()
        raise RuntimeError(f"{self.who} did not start: {said[-800:]}")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.child.stop()

    @property
    def pid(self) -> int:
        assert self.child.process is not None
        return self.child.process.pid

    def told(self) -> dict[str, int]:
        """Its own count: messages, recipients, duplicates."""
        return dict(self.module.count(self.record)) if self.record.exists() else {"messages": 0, "duplicates": 0}

    def count(self) -> int:
        """How many it has taken, one line each."""
        if not self.record.exists():
            return 0
        with self.record.open("rb") as lines:
            return sum(block.count(b"\n") for block in iter(lambda: lines.read(1 << 20), b""))


def aliyun(folder: Path, *how: str) -> tuple[Simulator, dict[str, str]]:
    """The simulator, and the settings of an office that uses it."""
    vendor = Simulator(aliyun_sms, folder, *how)
    return vendor, {
        "PORTLIGHT_ALIYUN_KEY": SECRETS["key"], "PORTLIGHT_ALIYUN_SECRET": SECRETS["secret"],
        "PORTLIGHT_ALIYUN_SMS_ENDPOINT": f"http://127.0.0.1:{vendor.port}",
    }  # fmt: skip


def tencent(folder: Path, *how: str) -> tuple[Simulator, dict[str, str]]:
    vendor = Simulator(tencent_sms, folder, *how)
    return vendor, {
        "PORTLIGHT_TENCENT_KEY": SECRETS["key"], "PORTLIGHT_TENCENT_SECRET": SECRETS["secret"],
        "PORTLIGHT_TENCENT_SMS_APP": SECRETS["app"],
        "PORTLIGHT_TENCENT_SMS_ENDPOINT": f"http://127.0.0.1:{vendor.port}",
    }  # fmt: skip


def centre(folder: Path, *how: str) -> tuple[Simulator, dict[str, str]]:
    vendor = Simulator(smsc, folder, *how)
    return vendor, {
        "PORTLIGHT_SMPP_HOST": "127.0.0.1", "PORTLIGHT_SMPP_PORT": str(vendor.port), "PORTLIGHT_SMPP_TLS": "off",
        "PORTLIGHT_SMPP_SYSTEM_ID": "office", "PORTLIGHT_SMPP_PASSWORD": "secret",
    }  # fmt: skip
