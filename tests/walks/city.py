"""The demo city as its visitors meet it: `portlight demo` itself, its cast through its own door, mail at the sink."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

from portlight.simulator import sink
from portlight.simulator.children import with_parent

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 5000
READY = "Ctrl-C"  # the last line of what the demo prints
T = TypeVar("T")


def until(asked: Callable[[], T], *, seconds: float = 60, every: float = 0.1, why: str = "it did not come") -> T:
    """The first answer that is true; an AssertionError when none comes in time."""
    end = time.monotonic() + seconds
    while True:
        if found := asked():
            return found
        assert time.monotonic() < end, why
        time.sleep(every)


@dataclass
class City:
    """The demo at work. `url` without a slash at the end; `folder` is its data."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]
    states: dict[str, Any] = field(default_factory=dict)  # who has entered already, as the browser keeps it

    @property
    def record(self) -> Path:
        return self.folder / "demo" / "sink.tsv"

    def email(self, part: str) -> str:
        cast = json.loads((self.folder / "demo" / "cast.json").read_text(encoding="utf-8"))
        return str(cast[part]["email"])

    def hurry(self) -> None:
        """A slow mail server is quick from now on."""
        (self.folder / "demo" / "slow").unlink()

    def enter(self, page: Any, part: str) -> None:
        """The button of the demo's own page: password and code go through the real pages."""
        page.goto(f"{self.url}/demo/")
        page.locator("li.panel", has_text=self.email(part)).locator("button").click()
        page.wait_for_url(f"{self.url}/desk/")

    def arrived(self, code: str) -> Counter[str]:
        """How often each address got the message with this code, by the sink's own file."""
        found: Counter[str] = Counter()
        with self.record.open(encoding="utf-8") as lines:
            for line in lines:
                to, message_id, *_ = line.split("\t")
                if message_id.startswith(f"<{code}."):
                    found[to] += 1
        return found

    def arrivals(self) -> list[tuple[str, str, float]]:
        """Address, code and moment of every message the sink took, in the order it took them."""
        lines = (line.split("\t") for line in self.record.read_text(encoding="utf-8").splitlines())
        return [(line[0], line[1].strip("<").partition(".")[0], float(line[-1])) for line in lines]

    def first_arrival(self, code: str) -> float:
        """The moment the sink took the first message with this code, in seconds of the clock on the wall."""
        for line in self.record.read_text(encoding="utf-8").splitlines():
            if line.split("\t")[1].startswith(f"<{code}."):
                return float(line.rsplit("\t", 1)[1])
        raise AssertionError(f"nothing of {code} has arrived")

    def letters(self, to: str) -> list[EmailMessage]:
        """Every letter kept for this address, the oldest first."""
        found = []
        for file in sorted((self.folder / "demo" / "mail").glob("*.eml")):
            letter = message_from_bytes(file.read_bytes(), policy=policy.default)
            if letter["To"] == to:
                found.append(letter)
        return found  # type: ignore[return-value]

    def letter(self, to: str, *, number: int) -> EmailMessage:
        """The `number`-th letter (from 1) to this address, waited for."""
        return until(lambda: self.letters(to)[number - 1 : number], why=f"no letter {number} came to {to}")[0]

    def counted(self) -> dict[str, int]:
        return sink.count(self.record)


def words_of(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def build(folder: Path, *, people: int = PEOPLE, slow: int = 0) -> City:
    """Starts the demo in a folder of its own and waits until it says that it is ready.

    `slow`: milliseconds its mail server waits before every answer until `hurry`: a release can be met half-way.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
    env |= {"PORTLIGHT_DATA": str(folder / "city"), "PYTHONUNBUFFERED": "1"}
    log = folder / "demo.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "portlight", "demo", "--people", str(people), "--slow", str(slow)],
            cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=with_parent(os.getpid()),
        )  # fmt: skip

    def told() -> str:
        said = log.read_text(encoding="utf-8", errors="replace")
        assert process.poll() is None, f"the demo ended:\n{said}"
        return said if READY in said else ""

    try:
        said = until(told, seconds=150, every=0.3, why="the demo was not ready in time")
        url = re.findall(r"http://localhost:\d+", said)[0]
        until(lambda: _answers(url), why="the demo's web does not answer")
    except BaseException:
        process.terminate()  # its children go with it
        raise
    return City(url, folder / "city", process)


def end(city: City) -> None:
    """Its children die with it; they are waited for, so that the folder is quiet afterwards."""
    city.process.send_signal(signal.SIGTERM)
    city.process.wait(timeout=30)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/api/health", timeout=2).close()  # noqa: S310 - our own address
    except OSError:
        return False
    return True
