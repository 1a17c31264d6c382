"""Processor time and peak memory of a process and its children, between two moments."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import psutil


class Gauge:
    """`with Gauge(pid) as gauge: …` then `gauge.cpu_seconds`, `gauge.rss_mb`."""

    def __init__(self, pid: int) -> None:
        self.process = psutil.Process(pid)
        self.cpu_seconds = self.rss_mb = 0.0

    def __enter__(self) -> Gauge:
        self.before = self._spent()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.is_running():
            self.cpu_seconds = self._spent() - self.before
            self.rss_mb = max(peak(one) for one in self._all())

    def _all(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def _spent(self) -> float:
        """Of all that live, and of the children that ended and were waited for."""
        spent = 0.0
        for one in self._all():
            try:
                times = one.cpu_times()
            except psutil.NoSuchProcess:
                continue
            spent += times.user + times.system + times.children_user + times.children_system
        return spent


def peak(process: psutil.Process) -> float:
    """Megabytes at the highest so far; without /proc those of this moment."""
    try:
        lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        try:
            return float(process.memory_info().rss) / 2**20
        except psutil.NoSuchProcess:
            return 0.0


def timed(command: Sequence[str]) -> tuple[float, float, float]:
    """Run a command to its end: seconds, processor seconds, peak megabytes. CalledProcessError when it fails."""
    began = time.monotonic()
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    time.sleep(0.1)
    most = peak(psutil.Process(running.pid))  # the kernel's own maximum would be that of whoever started it
    said = running.stderr.read() if running.stderr else b""
    _, status, used = os.wait4(running.pid, 0)
    seconds = time.monotonic() - began
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, list(command), stderr=said)
    return seconds, used.ru_utime + used.ru_stime, most
