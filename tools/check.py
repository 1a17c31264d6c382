"""`make check`: every guard of the house. Runs all, reports all that fail, and says how long each took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TREES = ("src", "tests", "tools", "benchmarks")


@dataclass(frozen=True)
class Guard:
    name: str
    command: tuple[str, ...]
    remedy: str


def guards() -> list[Guard]:
    trees = tuple(tree for tree in TREES if (ROOT / tree).is_dir())
    portlight = str(BIN / "portlight")
    return [
        Guard("mypy", (str(BIN / "mypy"), "src/portlight"), "the types do not agree"),
        Guard("house", (str(BIN / "pytest"), "tests/house", "-p", "no:xdist"), "a habit of the house (docs/adr/0001)"),
        Guard("locks", (sys.executable, "tools/locks.py", "check"), "`make lock`"),
        Guard("format", (str(BIN / "ruff"), "format", "--check", "--quiet", *trees), "`make fix`"),
        Guard("lint", (str(BIN / "ruff"), "check", "--quiet", "--output-format", "concise", *trees), "`make fix`"),
        Guard("floors", (str(BIN / "lint-imports"), "--no-cache"), "an import crosses a floor: docs/adr/0001"),
        Guard("migrations", (portlight, "makemigrations", "--check", "--dry-run"), "`portlight makemigrations`"),
        Guard("system checks", (portlight, "check"), "the configuration"),
        Guard("words", (portlight, "words", "check"), "`portlight words extract`, then translate"),
        Guard("reference", (portlight, "docs", "check"), "`make docs`"),
    ]


def run(guard: Guard) -> tuple[Guard, int, str, float]:
    began = time.monotonic()
    done = subprocess.run(guard.command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)
    return guard, done.returncode, (done.stdout + done.stderr).strip(), time.monotonic() - began


def _environment() -> dict[str, str]:
    """No setting of this shell reaches a guard, and nothing is written outside var/."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
    return {**kept, "PORTLIGHT_MODE": "test", "PORTLIGHT_DATA": str(ROOT / "var" / "check")}


def main() -> int:
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for guard, code, said, seconds in pool.map(run, guards()):
            print(f"{'ok  ' if code == 0 else 'FAIL'} {guard.name:<14} {seconds:5.1f} s", flush=True)
            if code:
                failed.append((guard, said))
    for guard, said in failed:
        print(f"\n── {guard.name}: {guard.remedy}\n{said[-6000:]}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
