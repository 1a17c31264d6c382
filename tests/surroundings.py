"""The environment of a test build: mode test, a data folder of its own, keys of its own. Imports nothing of Django."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from portlight.toolkit.keys import Ring


def prepare() -> None:
    """Once per run; the children of a run (xdist's workers) find everything set and share the folder."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portlight.config.settings"
    if os.environ.get("PORTLIGHT_MODE") == "test" and os.environ.get("PORTLIGHT_DATA"):
        folder = Path(os.environ["PORTLIGHT_DATA"])
    else:
        folder = Path(tempfile.mkdtemp(prefix="portlight-test-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["PORTLIGHT_MODE"] = "test"
    os.environ["PORTLIGHT_DATA"] = str(folder)
    os.environ["PORTLIGHT_KEYS"] = str(folder / "keys")
    os.environ["PORTLIGHT_DATABASE_URL"] = os.environ.get("PORTLIGHT_TEST_DATABASE_URL", "")
    ring = Ring.at(folder / "keys")
    if not ring.exists:
        ring.make()
