"""`portlight demo`: one parent that builds a city, starts sink, worker and web, and runs until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portlight.simulator import world
from portlight.simulator.children import Child, free_port, with_parent

SINK = Path(__file__).with_name("sink.py")
OURS = (
    "portlight.sqlite3",
    "portlight.sqlite3-wal",
    "portlight.sqlite3-shm",
    "keys",
    "public",
    "journals",
    "demo",
    "log",
)
LOCK = "demo.lock"  # stays: removing a lock file that another waits on would let two in


@dataclass(frozen=True, kw_only=True)
class Wish:
    people: int
    once: bool
    as_json: bool
    keep: bool
    data: Path
    slow: int = 0  # milliseconds the mail server waits before every answer, once the city stands


def run(wish: Wish) -> int:
    """0 when everything started and the ledger adds up; children never outlive this process.

    SystemExit with a sentence when the folder holds an office that is no demo, or a demo that is still running.
    """
    _only_a_demo(wish.data)
    wish.data.mkdir(parents=True, exist_ok=True)
    with _alone(wish.data):
        if not wish.keep:
            _fresh(wish.data)
        return _demonstrate(wish)


def _demonstrate(wish: Wish) -> int:
    record = wish.data / "demo" / "sink.tsv"
    record.parent.mkdir(exist_ok=True)
    env = _environment(wish.data)
    outside = [] if wish.once else list(world.providers(record.parent / "outside", env["PORTLIGHT_SITE"]))
    for provider in outside:
        provider.record.parent.mkdir(exist_ok=True)
        env |= provider.env
    children: list[Child] = []
    try:
        children = [*world.children(outside, env, wish.data / "log"), *_ours(wish, env, record)]
        for child in children:
            child.start()
        return _work(wish, env, record, children)
    except KeyboardInterrupt:
        return 0
    finally:
        for child in reversed(children):
            child.stop()


def _ours(wish: Wish, env: dict[str, str], record: Path) -> list[Child]:
    """Tables first, then sink and worker; the web only where somebody will look."""
    _call(env, "prepare")
    log = wish.data / "log"
    letters = record.with_name("mail")  # what reaches a visitor's own address; the city's mail is only counted
    letters.mkdir(exist_ok=True)
    sink = [sys.executable, str(SINK), "--port", env["PORTLIGHT_SMTP_PORT"], "--record", str(record)]
    sink += ["--letters", str(letters), "--no-letters", "resident", "--slow", str(wish.slow)]
    sink += ["--slow-while", str(record.with_name("slow"))]
    children = [
        Child("sink", sink, env, log / "sink.log", again=True),
        Child("worker", _portlight("worker"), env, log / "worker.log", again=True),
    ]  # fmt: skip
    if not wish.once:
        web = [sys.executable, "-m", "portlight.simulator.web", env["PORTLIGHT_SITE"].rsplit(":", 1)[1]]
        children.append(Child("web", web, env, log / "web.log", again=True))
        children.append(Child("reader", _portlight("reader"), env, log / "reader.log", again=True))
    return children


def _work(wish: Wish, env: dict[str, str], record: Path, children: list[Child]) -> int:
    command = ["demo-city", "--people", str(wish.people), "--record", str(record)]
    command += ["--json"] * wish.as_json + ["--keep"] * wish.keep
    with subprocess.Popen(_portlight(*command), env=env, preexec_fn=with_parent(os.getpid())) as city:
        try:
            while city.poll() is None:
                for child in children:
                    child.keep_up()
                time.sleep(0.2)
        finally:
            if city.poll() is None:
                city.terminate()
    if wish.once or city.returncode:
        return city.returncode
    if wish.slow:
        record.with_name("slow").touch()  # from here on, so that a release can be met half-way; gone, it is quick again
    _tell(env["PORTLIGHT_SITE"], wish.data)
    while True:
        for child in children:
            child.keep_up()
        time.sleep(0.5)


def _tell(site: str, data: Path) -> None:
    print(
        f"""
  Portal, nine languages   {site}/
  Desk, as anybody         {site}/demo/   (choose a person and enter)
  Your own mail and SMS    {site}/demo/mail/   (codes for signing up arrive here)
  Logs and mail received   {data}/log, {data}/demo/sink.tsv, {data}/demo/mail
  Stop                     Ctrl-C
""",
        flush=True,
    )


def _call(env: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        _portlight(*arguments), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        sys.stderr.buffer.write(done.stdout)
        raise SystemExit(done.returncode)


def _portlight(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "portlight", *arguments]


def _environment(data: Path) -> dict[str, str]:
    """What all children share. A setting of the caller stays, but for those the demo is made of."""
    web, smtp = free_port(8000), free_port(2525)
    return {
        **os.environ,
        "PORTLIGHT_MODE": "demo",
        "PORTLIGHT_DATA": str(data),
        "PORTLIGHT_SITE": f"http://localhost:{web}",
        "PORTLIGHT_SMTP_HOST": "127.0.0.1",
        "PORTLIGHT_SMTP_PORT": str(smtp),
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One demo per folder: a second would wipe the first one's city under its feet.

    The lock is the system's own (flock(2)): it goes when this process ends, however it ends.
    """
    with (data / LOCK).open("a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(
                f"A demo is already running in {data}. Stop it with Ctrl-C, "
                "or start this one in another folder: PORTLIGHT_DATA=/tmp/city make demo"
            ) from None
        yield


def _only_a_demo(data: Path) -> None:
    if any((data / name).exists() for name in OURS) and not (data / "demo").exists():
        raise SystemExit(f"{data} holds an office that is no demo. Choose another folder with PORTLIGHT_DATA.")


def _fresh(data: Path) -> None:
    """A fresh city: only what a demo makes is removed."""
    for name in OURS:
        path = data / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
