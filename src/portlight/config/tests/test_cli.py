"""One entry point: it refuses with a sentence and a code, never with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(command: list[str], folder: Path, **setting: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTLIGHT_", "DJANGO_"))}
    env = {**kept, "PORTLIGHT_DATA": str(folder), **setting}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


def portlight(folder: Path, *arguments: str, **setting: str) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-m", "portlight", *arguments], folder, **setting)


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


# Of one process: what it has loaded, and the names of the portal's addresses in a worker and in the web.
ASKS = """
import sys
from portlight.config.cli import run

assert run(["worker", "--once"]) == 0
print("portlight.config.urls" in sys.modules, "ninja" in sys.modules)
from django.urls import get_resolver


def names(conf=None):
    rooms = ((room, inside.namespace_dict) for room, (_, inside) in get_resolver(conf).namespace_dict.items())
    return {(room, str(name)) for room, faces in rooms if "portal" in faces for name in faces["portal"][1].reverse_dict}


few, every = names(), names("portlight.config.urls")
print(len(few) > 50, few == every)
"""


def test_a_worker_loads_no_desk_and_no_api_and_knows_every_address_of_the_portal(tmp_path: Path) -> None:
    assert portlight(tmp_path, "prepare").returncode == 0
    done = run([sys.executable, "-c", ASKS], tmp_path)
    assert done.stdout.split() == ["False", "False", "True", "True"], done.stderr


def test_help_names_every_command(tmp_path: Path) -> None:
    said = portlight(tmp_path, "--help").stdout
    for name in ("backup", "demo", "doctor", "migrate", "notices", "prepare", "restore", "timeline", "web", "worker"):
        assert f"\n  {name} " in said
