from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from portlight.simulator.children import Child, free_port

ASK = """
import sys
from portlight.simulator.children import free_port
print(free_port(8300), flush=True)
sys.stdin.read()
"""


def test_two_that_start_at_once_find_two_ports() -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    both = [subprocess.Popen([sys.executable, "-c", ASK], **pipes) for _ in range(2)]  # type: ignore[call-overload]
    try:
        found = [int(one.stdout.readline()) for one in both]
        assert len({*found, free_port(8300)}) == 3
    finally:
        for one in both:
            one.communicate("")
    assert free_port(min(found)) <= max(found), "what a process had is free again after it"


LEAVES_ONE_BEHIND = """
import subprocess, sys, time
left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(left.pid, flush=True)
time.sleep(600)
"""


def test_what_a_child_leaves_behind_goes_with_it(tmp_path: Path) -> None:
    """As a web server that is told to end in the very moment in which it starts a worker anew."""
    child = Child("parent", [sys.executable, "-c", LEAVES_ONE_BEHIND], os.environ, tmp_path / "log")
    child.start()
    while not (said := child.log.read_text().strip()):
        time.sleep(0.02)
    child.stop()
    until = time.monotonic() + 10
    while _lives(int(said)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _lives(int(said))
    child.stop()
    assert child.process is not None
    assert child.process.returncode == -signal.SIGTERM


def _lives(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
