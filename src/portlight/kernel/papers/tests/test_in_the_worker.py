"""What waits for a seal is sealed by the worker as it runs in an office: a process of its own, inside its loop."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.utils import timezone

from portlight.kernel.papers import typesetting
from portlight.kernel.papers.models import IssuedPaper
from portlight.kernel.papers.tests.make import issue
from portlight.kernel.work.queries import backlog
from portlight.toolkit.languages import CODES

pytestmark = pytest.mark.skipif(any(typesetting.missing(code) for code in CODES), reason=typesetting.INSTALL)


def test_the_worker_seals_what_waits(fresh_db: Any, child_env: dict[str, str]) -> None:
    number = issue().number
    command = [sys.executable, "-m", "portlight", "worker", "--once"]
    done = subprocess.run(command, env=child_env, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert IssuedPaper.objects.get(number=number).seal_state == "specimen"
    left = backlog(at=timezone.now())
    assert (left.waiting, left.failed) == (0, 0), "nothing was put off"
