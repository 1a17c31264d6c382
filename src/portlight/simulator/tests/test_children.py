from __future__ import annotations

import subprocess
import sys

from portlight.simulator.children import free_port

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
