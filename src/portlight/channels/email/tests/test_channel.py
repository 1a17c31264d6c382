from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from portlight.channels.email.channel import Email
from portlight.channels.email.replies import Reply, answer_of
from portlight.delivery.tests.contract import keeps_its_word

# The simulator stands above channels: its mail server is run as the program it is, not imported.
SINK = Path(__file__).parents[3] / "simulator" / "sink.py"


@contextmanager
def sink(settings: Any, folder: Path, *how: str) -> Iterator[Path]:
    record = folder / "sink.tsv"
    command = [sys.executable, str(SINK), "--record", str(record), *how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        settings.SMTP_PORT, settings.SMTP_CONNECTIONS, settings.SMTP_SECONDS = int(process.stdout.readline()), 2, 1
        try:
            yield record
        finally:
            process.terminate()


@pytest.mark.parametrize("extra", [(), ("--no-pipelining",)])
def test_it_keeps_the_contract(extra: tuple[str, ...], settings: Any, tmp_path: Path) -> None:
    people = ["anna@example.org", "bounce@example.org", "full@example.org", "dora@例子.example", "nobody", "a b@c.org"]
    with sink(settings, tmp_path, "--refuse", "bounce=550", "--refuse", "full=452", *extra):
        desk = keeps_its_word(
            Email, people, expected=["accepted", "refused", "later", "accepted", "refused", "refused"]
        )
    assert desk.answers[2].dead
    assert desk.answers[2].code == "550 5.1.1"
    assert not desk.answers[3].dead


def test_a_server_that_stalls_leaves_a_doubt(settings: Any, tmp_path: Path) -> None:
    with sink(settings, tmp_path, "--stall-after", "2"):
        settings.SMTP_CONNECTIONS = 1
        desk = keeps_its_word(
            Email, [f"p{n}@example.org" for n in range(1, 4)], expected=["accepted", "uncertain", "accepted"]
        )
    assert desk.answers[2].code == "no-answer"


def test_no_server_is_trouble_and_everything_still_waits(settings: Any, tmp_path: Path) -> None:
    with sink(settings, tmp_path):
        pass
    desk = keeps_its_word(Email, ["anna@example.org"] * 3, expected=["", "", ""])
    assert desk.troubles
    assert not desk.intended


@pytest.mark.parametrize(
    ("code", "text", "in_body", "outcome", "dead"),
    [
        (250, "2.0.0 Ok: queued as 4F1", True, "accepted", False),
        (450, "4.2.0 greylisted", False, "later", False),
        (452, "4.2.2 mailbox full", True, "later", False),
        (550, "5.1.1 no such user", False, "refused", True),
        (550, "5.7.1 we do not like you", False, "refused", False),
        (550, "no such user", False, "refused", True),
        (554, "5.6.0 content", True, "refused", False),
        (550, "spam", True, "refused", False),
    ],
)
def test_what_a_reply_means(code: int, text: str, in_body: bool, outcome: str, dead: bool) -> None:
    answer = answer_of(Reply(code, text), in_body=in_body)
    assert (answer.outcome, answer.dead) == (outcome, dead)
