"""The demo: its ledger adds up, its children die with it, and its door is nowhere else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from portlight.simulator import city
from portlight.simulator.main_job import adds_up

ROOT = Path(__file__).resolve().parents[4]
RIGHT = {
    "people": 10, "audience": 8, "excluded": {"no-consent": 2}, "addressed": 8, "messages": 8, "lost": 0,
    "duplicates": 0, "uncertain": 0, "by_language": {"en": 5, "fr": 3}, "by_channel": {"email": 8},
}  # fmt: skip


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTLIGHT_", "DJANGO_"))}
    return {**kept, "PORTLIGHT_DATA": str(folder), "PYTHONPATH": str(ROOT / "src"), **more}


def run(command: list[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    env = environment(folder, **more)
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_the_whole_job_headless_adds_up_at_the_sink(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "portlight", "demo", "--once", "--people", "300", "--json"]
    done = subprocess.run(
        command, env=environment(tmp_path / "var"), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["people"] == 300
    assert figures["audience"] + sum(figures["excluded"].values()) == 300
    assert figures["messages"] == figures["addressed"] == sum(figures["by_language"].values())
    assert figures["pushes"] == 27  # nine languages by e-mail, website and feeds
    assert (figures["lost"], figures["duplicates"], figures["uncertain"]) == (0, 0, 0)
    received = (tmp_path / "var" / "demo" / "sink.tsv").read_text(encoding="utf-8").splitlines()
    assert len({line.split("\t")[1] for line in received}) == figures["messages"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"lost": 1}, {"duplicates": 1}, {"uncertain": 1}, {"addressed": 7}, {"messages": 9}, {"excluded": {}},
        {"by_language": {"en": 5}},
    ],
)  # fmt: skip
def test_figures_that_do_not_add_up_are_said_to(wrong: dict) -> None:
    assert adds_up(RIGHT)
    assert not adds_up({**RIGHT, **wrong})


def test_it_refuses_a_folder_that_holds_an_office(tmp_path: Path) -> None:
    (tmp_path / "portlight.sqlite3").write_bytes(b"an office")
    command = [sys.executable, "-m", "portlight", "demo", "--once", "--people", "5"]
    done = run(command, tmp_path)
    assert done.returncode == 1
    assert "no demo" in done.stderr
    assert (tmp_path / "portlight.sqlite3").read_bytes() == b"an office"


@pytest.mark.skipif(sys.platform != "linux", reason="children die with their parent on Linux only")
def test_it_refuses_a_folder_in_which_a_demo_is_running(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    command = [sys.executable, "-m", "portlight", "demo", "--people", "20"]
    with (tmp_path / "log").open("wb") as log:
        first = subprocess.Popen(command, env=environment(folder), stdout=log, stderr=log)
    try:
        _until(lambda: (folder / "demo" / "cast.json").exists())
        city = (folder / "portlight.sqlite3").stat().st_ino
        for more in ([], ["--keep"]):
            second = run([*command, "--once", *more], folder)
            assert second.returncode == 1
            assert "already running" in second.stderr
            assert "PORTLIGHT_DATA" in second.stderr, "it says what to do"
        assert (folder / "portlight.sqlite3").stat().st_ino == city, "the first one's city is untouched"
        assert first.poll() is None
    finally:
        first.kill()
        first.wait()
    _until(lambda: not _at_work(folder))  # nothing of a killed demo lives on in its folder
    assert run([*command, "--once"], folder).returncode == 0, "a killed demo leaves no lock behind"


def _at_work(folder: Path) -> list[str]:
    """Processes with the folder in their command line."""
    found = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            told = one.read_bytes()
        except OSError:
            continue
        if str(folder).encode() in told:
            found.append(told.replace(b"\0", b" ").decode())
    return found


def _until(there: Callable[[], bool]) -> None:
    for _ in range(1200):  # two minutes: a busy machine builds a city slowly
        if there():
            return
        time.sleep(0.1)
    pytest.fail("it did not come")


PARENT = """
import sys, time
from pathlib import Path
from portlight.simulator.children import Child
import os
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ), Path(sys.argv[1]))
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl(2) is of Linux")
def test_a_child_dies_with_a_killed_parent(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "log")],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(50):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split(")")[1][:3]:
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the child lived on")


def test_the_door_is_not_there_in_the_product(db: None, client) -> None:
    assert client.get("/demo/", follow=True).status_code == 404
    assert client.post("/demo/enter/", {"part": "chen"}, follow=True).status_code == 404


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"PORTLIGHT_MODE": "office"}, "PORTLIGHT_MODE=demo only"),
        ({"PORTLIGHT_MODE": "demo", "PORTLIGHT_HOSTS": "x.example"}, "localhost only"),
    ],
)
def test_the_door_opens_in_the_demo_and_on_this_machine_only(tmp_path: Path, more: dict[str, str], said: str) -> None:
    command = [sys.executable, "-c", "import portlight.simulator.door"]
    done = subprocess.run(
        command, env=environment(tmp_path, **more), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert said in done.stderr


def test_the_city_is_the_same_for_the_same_seed_and_has_all_nine_languages() -> None:
    people = list(city.people(3000))
    assert people[:50] == list(city.people(50))
    assert len(Counter(person.languages[0] for person in people)) == 9
    domains = {address.value.rpartition("@")[2] for person in people for address in person.addresses}
    assert domains == {"example.org", "example.net", "example.com"}
