"""One entry point: it refuses with a sentence and a code, never with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def portlight(folder: Path, *arguments: str, **setting: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTLIGHT_", "DJANGO_"))}
    env = {**kept, "PORTLIGHT_DATA": str(folder), **setting}
    command = [sys.executable, "-m", "portlight", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("arguments", "setting", "said"),
    [
        (("doctor",), {"PORTLIGHT_FOO": "1"}, "PORTLIGHT_FOO"),
        (("doctor",), {"PORTLIGHT_SMTP_PORT": "many"}, "PORTLIGHT_SMTP_PORT"),
        (("web",), {"PORTLIGHT_MODE": "demo", "PORTLIGHT_HOSTS": "x.example"}, "portlight.E001"),
        (("worker", "--once"), {}, "portlight prepare"),
        (("notices", "import"), {}, "notices.import-nothing"),
        (("nonsense",), {}, "nonsense"),
    ],
)
def test_it_says_what_is_wrong_and_shows_no_traceback(
    tmp_path: Path, arguments: tuple[str, ...], setting: dict[str, str], said: str
) -> None:
    done = portlight(tmp_path, *arguments, **setting)
    assert done.returncode in {1, 2}
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_without_its_keys_is_refused_and_never_given_new_ones(tmp_path: Path) -> None:
    assert portlight(tmp_path, "prepare").returncode == 0
    (tmp_path / "keys").rename(tmp_path / "away")
    for arguments in (("worker", "--once"), ("web",), ("prepare",)):
        done = portlight(tmp_path, *arguments)
        assert done.returncode == 1, arguments
        assert "ops.keys-missing" in done.stderr
    assert not (tmp_path / "keys" / "ring.json").exists()


def test_help_names_every_command(tmp_path: Path) -> None:
    said = portlight(tmp_path, "--help").stdout
    for name in ("backup", "demo", "doctor", "migrate", "notices", "prepare", "restore", "timeline", "web", "worker"):
        assert f"\n  {name} " in said
