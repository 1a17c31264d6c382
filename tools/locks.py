"""Makes and checks the hash-locked requirement files.

`python tools/locks.py make`   writes requirements/*.lock from pyproject.toml (needs uv).
`python tools/locks.py check`  refuses when a lock was made from other requirements than pyproject.toml now states.

A lock carries the SHA-256 of the requirement lists it was made from in its first line, so the check needs no network.
No lock names a package index: sites with a mirror must be able to use it (see docs/adr).
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ["--extra", "postgresql", "--extra", "broker", "--extra", "passport"]
LOCKS: dict[str, list[str]] = {
    "run": ["--extra", "postgresql"],
    "broker": ["--extra", "postgresql", "--extra", "broker"],
    "passport": ["--extra", "postgresql", "--extra", "passport"],
    "dev": [*EXTRAS, "--group", "dev"],
    "bench": [*EXTRAS, "--group", "dev", "--group", "bench"],
}
# The recogniser asks for OpenCV with windows, which needs a display's libraries; the one without has the same name.
OVERRIDES = "requirements/overrides.txt"


def wanted(name: str) -> str:
    """The fingerprint of every requirement that goes into the lock called `name`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    parts = {
        "python": project["project"]["requires-python"],
        "dependencies": project["project"]["dependencies"],
        "extras": project["project"]["optional-dependencies"],
        "groups": {g: groups[g] for g in groups if g in LOCKS[name]},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def make() -> None:
    for name, options in LOCKS.items():
        target = ROOT / "requirements" / f"{name}.lock"
        made = subprocess.run(
            [
                *("uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-emit-index-url"),
                *("--no-header", "--no-annotate", "--python-version", "3.11"),
                *("--overrides", OVERRIDES, *options, "pyproject.toml"),
            ],
            check=True, cwd=ROOT, text=True, stdout=subprocess.PIPE,
        ).stdout  # fmt: skip
        target.write_text(f"# requirements: sha256:{wanted(name)}\n{made}", encoding="utf-8")
        print(f"{target.relative_to(ROOT)}: {made.count('==')} packages")


def check() -> int:
    stale = []
    for name in LOCKS:
        first = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8").split("\n", 1)[0]
        if first != f"# requirements: sha256:{wanted(name)}":
            stale.append(name)
    for name in stale:
        print(f"requirements/{name}.lock disagrees with pyproject.toml: run `make lock`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(make() if sys.argv[1:] == ["make"] else check())
