"""Runs the tests: `python tools/tests.py all|sqlite|postgresql|faults|walks [arguments of pytest]`.

Each run is a test build with a data folder and keys of its own. The PostgreSQL runs use PORTLIGHT_TEST_DATABASE_URL
when it is set; else they make a cluster in a temporary folder and remove it. No other server is ever touched.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What a file shares (a broker, a city, ports) is not shared with tests beside it.
WORKERS = ["-n", "2", "--dist", "loadfile"]
SUITE = ["-m", "not faults and not walk"]
NO_PROGRAMS = "PostgreSQL is not installed (apt install postgresql): its tests are skipped"
NO_WALKS = "{missing} is not installed (apt install {package}): the browser walks are skipped"
# Nothing of a test's server is worth a sync of the disk.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
NO_TESTS = 5  # pytest's exit code when nothing was collected


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3].split(".")[0]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG; SIGINT is PostgreSQL's fast shutdown


@contextlib.contextmanager
def cluster(binaries: Path, *, options: Sequence[str] = FORGETFUL) -> Iterator[str]:
    """A throw-away server that listens on a socket in its own folder only; gives the URL."""
    folder = Path(tempfile.mkdtemp(prefix="portlight-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    places = {"user": user, "cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}}
    server = None
    try:
        subprocess.run(
            [binaries / "initdb", "-D", folder / "data", "-U", "portlight", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, **places,
        )  # fmt: skip
        options = ["listen_addresses=", f"unix_socket_directories={folder}", "max_connections=60", *options]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", folder / "data", *(x for o in options for x in ("-c", o))],
                stdout=log, stderr=log, preexec_fn=_die_with_parent, **places,
            )  # fmt: skip
        _wait(binaries, folder, server)
        yield f"postgresql://portlight@/portlight?host={folder}"
    finally:
        if server:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(binaries: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        ready = subprocess.run([binaries / "pg_isready", "-q", "-h", folder], check=False)
        if ready.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"the test cluster did not start:\n{(folder / 'log').read_text(errors='replace')}")


@contextlib.contextmanager
def postgresql() -> Iterator[str | None]:
    """The URL of a server to test on, or None when there is none."""
    given = os.environ.get("PORTLIGHT_TEST_DATABASE_URL")
    binaries = programs()
    if given:
        yield given
    elif binaries:
        with cluster(binaries) as url:
            yield url
    else:
        yield None


def run(url: str, arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="portlight-test-") as folder:
        env = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
        env |= {"PORTLIGHT_MODE": "test", "PORTLIGHT_DATA": folder}
        if url:
            env["PORTLIGHT_TEST_DATABASE_URL"] = url
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=env, check=False).returncode


def on(database: str, arguments: list[str]) -> tuple[str, int]:
    """Runs pytest on one database; gives the line of the summary and the exit code."""
    since = time.monotonic()
    if database == "sqlite":
        code = run("", arguments)
    else:
        with postgresql() as url:
            if url is None:
                print(NO_PROGRAMS)
                return f"{database}: skipped", 0
            code = run(url, arguments)
    code = 0 if code == NO_TESTS else code
    return f"{database}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - since:.0f} s", code


def missing_for_walks() -> str | None:
    """The line that says what the walks lack, or None. Without Chinese letters their pictures would show boxes."""
    if not shutil.which("chromium"):
        return NO_WALKS.format(missing="chromium", package="chromium")
    fonts = (
        subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False) if shutil.which("fc-list") else None
    )
    if fonts is None or not fonts.stdout.strip():
        return NO_WALKS.format(missing="a Chinese font", package="fontconfig fonts-noto-cjk")
    return None


def main(what: str, extra: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster's folder goes, too
    if what == "walks" and (line := missing_for_walks()):
        print(line)
        return 0
    suite = [*WORKERS, *SUITE, *extra]
    plans: dict[str, list[tuple[str, list[str]]]] = {
        "sqlite": [("sqlite", suite)],
        "postgresql": [("postgresql", suite)],
        "all": [("sqlite", suite), ("postgresql", suite)],
        "faults": [
            ("sqlite", [*WORKERS, "-m", "faults", *extra]),
            ("postgresql", [*WORKERS, "-m", "faults and not alone", *extra]),
            ("postgresql", ["-m", "faults and alone", *extra]),
        ],
        "walks": [("sqlite", [*WORKERS, "-m", "walk", "tests", *extra])],
    }
    if what not in plans:
        print(__doc__)
        return 2
    results = [on(database, arguments) for database, arguments in plans[what]]
    for line, _ in results:
        print(line)
    return max(code for _, code in results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
